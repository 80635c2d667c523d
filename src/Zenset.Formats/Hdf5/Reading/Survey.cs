using System.Globalization;
using Zenset.Hdf5;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>Walks over a file: every object once, under the shortest of its names, whatever circles the links make.</summary>
internal sealed class Survey(Hdf5File file, string source, long fileBytes, List<Finding> findings)
{
    private const int MaxObjects = 65_536;

    // An array without a piece in the file may claim any size: what it says is believed up to this multiple of the file (gzip gives a thousandfold).
    private const long MaxGrowth = 2000;
    private const long AlwaysBytes = 16 << 20;

    // The library unpacks a chunk as a whole.
    private const long MaxChunkBytes = 256 << 20;

    private const long MaxRowBytes = 64 << 20;

    private readonly HashSet<UInt128> _seen = [];
    private ZensetException? _firstLeftOut;
    private int _objects;

    /// <summary>The tree; each group has those in it that were first met there.</summary>
    public StoredGroup Walk(CancellationToken cancellationToken)
    {
        var root = new StoredGroup("", "", StoredAttributes.Of(file.Root));
        var next = new Queue<StoredGroup>([root]);
        while (next.TryDequeue(out var group))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (group == root)
            {
                Visit(group, file.Root, next);
                continue;
            }
            using var opened = file.Root.OpenGroup(group.Path);
            Visit(group, opened, next);
        }
        return root;
    }

    /// <summary>Why there is no table: what was left out first, or that there is nothing.</summary>
    public ZensetException NothingRead() => _firstLeftOut ?? new NotSupportedSourceException(
        Hdf5Errors.NoTables, "it holds no dataset that could be a table", new SourceLocation { Source = source }, "Look at what it holds: `h5dump -n FILE`.");

    /// <summary>Notes that something is not read, and why.</summary>
    public void LeaveOut(ZensetException why, string path)
    {
        _firstLeftOut ??= why;
        findings.Add(new Finding
        {
            Code = why.Code.Id, Severity = Severity.Warning, Resource = path, Message = $"'{Quoting.Shorten(path, 100)}' was left out: {why.Problem}", Fix = why.Fix,
        });
    }

    private void Visit(StoredGroup group, Hdf5Group opened, Queue<StoredGroup> next)
    {
        foreach (var link in opened.Links(MaxObjects))
        {
            if (++_objects > MaxObjects)
            {
                throw new NotSupportedSourceException(
                    Hdf5Errors.TooLarge, string.Create(CultureInfo.InvariantCulture, $"it has more than {MaxObjects:N0} objects"), new SourceLocation { Source = source }, "Split it: `h5copy`.");
            }
            var path = group.Below(link.Name);
            switch (link.Kind)
            {
                case Hdf5LinkKind.External:
                    LeaveOut(Outside("it is a link into another file"), path);
                    break;
                case Hdf5LinkKind.Outside:
                    LeaveOut(Outside("its values lie in other files"), path);
                    break;
                case Hdf5LinkKind.Group when _seen.Add(link.Address):
                    AddGroup(group, opened, link.Name, next);
                    break;
                case Hdf5LinkKind.Dataset when _seen.Add(link.Address):
                    AddDataset(group, opened, link.Name);
                    break;
                case Hdf5LinkKind.Group or Hdf5LinkKind.Dataset:
                    findings.Add(new Finding { Code = "hdf5/other-name", Severity = Severity.Note, Message = $"'{Quoting.Shorten(path, 100)}' is another name of what was already read" });
                    break;
                case Hdf5LinkKind.Type or Hdf5LinkKind.Dangling:
                    break;
            }
        }
    }

    private static void AddGroup(StoredGroup group, Hdf5Group opened, string name, Queue<StoredGroup> next)
    {
        using var child = opened.OpenGroup(name);
        var attributes = StoredAttributes.Of(child);
        // PyTables' indexes of its tables: nothing that is not in the tables.
        if (attributes.Text("CLASS") == "TINDEX") return;
        var found = new StoredGroup(name, group.Below(name), attributes);
        group.Groups.Add(found);
        next.Enqueue(found);
    }

    private void AddDataset(StoredGroup group, Hdf5Group opened, string name)
    {
        var path = group.Below(name);
        try
        {
            using var dataset = opened.OpenDataset(name);
            if (dataset.IsNull) return;
            Check(dataset);
            group.Datasets.Add(Describe(dataset, name, path));
        }
        catch (Hdf5Exception e) when (e.IsUnsupported)
        {
            LeaveOut(new NotSupportedSourceException(Hdf5Errors.Type, e.Message, new SourceLocation { Source = source, Resource = path }, "Write it with another type."), path);
        }
        catch (NotSupportedSourceException e)
        {
            LeaveOut(e, path);
        }
    }

    private static StoredDataset Describe(Hdf5Dataset dataset, string name, string path)
    {
        var memory = dataset.Type.InMemory();
        var described = new StoredDataset
        {
            Name = name, Path = path, Type = dataset.Type, Memory = memory, Dimensions = dataset.Dimensions, ChunkRows = 0, StripeBytes = 0, Attributes = StoredAttributes.Of(dataset),
        };
        if (dataset.ChunkDimensions is not [var chunkRows, ..]) return described;
        return described with { ChunkRows = chunkRows, StripeBytes = checked(chunkRows * described.RowBytes) };
    }

    private void Check(Hdf5Dataset dataset)
    {
        var memory = dataset.Type.InMemory();
        if (dataset.IsExternal || dataset.Layout == Hdf5Layout.Virtual) throw Outside("its values lie in other files");
        if (dataset.MissingFilters.FirstOrDefault() is var filter and not 0)
        {
            throw new NotSupportedSourceException(
                Hdf5Errors.Filter, string.Create(CultureInfo.InvariantCulture, $"it is packed with filter {filter}{NameOf(filter)}, which the library does not have"), Place(dataset), "Pack it again: `h5repack -f GZIP=4 in.h5 out.h5`.");
        }
        Int128 limit = AlwaysBytes + (Int128)fileBytes * MaxGrowth;
        if (dataset.ElementCount is not { } count || (Int128)count * memory.Size > limit) throw TooLarge(dataset, "it claims far more values than its file can hold");
        var row = Product(dataset.Dimensions.AsSpan()[Math.Min(1, dataset.Dimensions.Length)..], memory.Size);
        // Rows without a value take no bytes, however many they are.
        if (row == 0 && dataset.Dimensions[0] > limit) throw TooLarge(dataset, "it claims far more rows than its file can hold");
        if (row > MaxRowBytes) throw TooLarge(dataset, string.Create(CultureInfo.InvariantCulture, $"a row of it has {(long)row:N0} bytes, and up to {MaxRowBytes:N0} are read"));
        if (dataset.ChunkDimensions.IsEmpty) return;
        var chunk = Product(dataset.ChunkDimensions.AsSpan(), Math.Max(memory.Size, dataset.Type.Size));
        if (chunk > MaxChunkBytes || chunk > limit)
            throw TooLarge(dataset, string.Create(CultureInfo.InvariantCulture, $"its chunks are larger than the {MaxChunkBytes:N0} bytes that are read at once"), "Store it in smaller chunks: `h5repack -l CHUNK=…`.");
    }

    // Stops growing long before it could overflow: dimensions are whatever the file says.
    private static Int128 Product(ReadOnlySpan<long> dimensions, int size)
    {
        Int128 product = size;
        foreach (var n in dimensions)
        {
            if (product > 1L << 60) break;
            product *= n;
        }
        return product;
    }

    private SourceLocation Place(Hdf5Dataset dataset) => new() { Source = source, Resource = dataset.Path.TrimStart('/') };

    private NotSupportedSourceException TooLarge(Hdf5Dataset dataset, string problem, string? fix = null) => new(Hdf5Errors.TooLarge, problem, Place(dataset), fix);

    private NotSupportedSourceException Outside(string problem) => new(
        Hdf5Errors.Outside, problem, new SourceLocation { Source = source }, "Copy it into one file: `h5repack in.h5 out.h5`.");

    // https://github.com/HDFGroup/hdf5_plugins, registered filters.
    private static string NameOf(int filter) => filter switch
    {
        4 => " (szip)",
        305 => " (LZO)",
        307 => " (bzip2)",
        32001 => " (Blosc)",
        32004 => " (LZ4)",
        32008 => " (bitshuffle)",
        32013 => " (ZFP)",
        32015 => " (Zstandard)",
        32026 => " (Blosc2)",
        _ => "",
    };
}
