using System.Collections.Immutable;
using Zenset.Formats.Arrays;
using Zenset.Model;

namespace Zenset.Formats.Npz;

/// <summary>An opened archive: the tables that Zenset wrote, a sparse matrix of SciPy's, or arrays grouped by their length.</summary>
internal sealed class NpzReader : IReader
{
    private readonly PlainFile _plain;
    private readonly NpzArchive _archive;
    private readonly List<Finding> _findings = [];

    private NpzReader(PlainFile plain, NpzArchive archive)
    {
        _plain = plain;
        _archive = archive;
    }

    public DatasetDescription Description { get; } = new();
    public IReadOnlyList<ITable> Tables { get; private set; } = [];
    public IReadOnlyList<Finding> Findings => _findings;
    public ImmutableSortedDictionary<string, string> Options { get; private set; } = ImmutableSortedDictionary<string, string>.Empty;

    public static async ValueTask<NpzReader> OpenAsync(ReadRequest request, long? segmentRows, CancellationToken cancellationToken)
    {
        var plain = await request.Source.OpenPlainFileAsync(cancellationToken).ConfigureAwait(false);
        NpzArchive? archive = null;
        try
        {
            archive = NpzArchive.Open(plain.Path, request.Source.Name);
            var reader = new NpzReader(plain, archive);
            reader.Understand(request, segmentRows, cancellationToken);
            return reader;
        }
        catch
        {
            archive?.Dispose();
            plain.Dispose();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        _archive.Dispose();
        _plain.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Understand(ReadRequest request, long? segmentRows, CancellationToken cancellationToken)
    {
        var source = request.Source.Name;
        if (_archive.Arrays.IsEmpty) throw new SourceDataException(NpzErrors.NoArrays, "it holds no array", new SourceLocation { Source = source }, "Each array is a file of the archive whose name ends in .npy.");
        if (_archive.Others is [var other, ..])
        {
            _findings.Add(new Finding
            {
                Code = "npz/other-files", Severity = Severity.Warning, Count = _archive.Others.Length, Value = Quoting.Shorten(other),
                Message = $"files that are no arrays were left out, the first is '{Quoting.Shorten(other)}'",
            });
        }
        var stem = Path.GetFileNameWithoutExtension(source) is { Length: > 0 } name ? name : "arrays";
        string layout;
        (Tables, layout) = (NpzLayout.TryRead(_archive.Arrays, source, segmentRows, cancellationToken), "zenset");
        if (Tables.Count == 0) (Tables, layout) = (ScipySparse.TryRead(_archive.Arrays, stem, source, request.Engine, segmentRows, cancellationToken) is { } sparse ? [sparse] : [], "scipy");
        if (Tables.Count == 0) (Tables, layout) = ([.. NpzTables.Of(_archive.Arrays, stem, request.Types, segmentRows)], "arrays");
        Options = Options.Add("layout", layout);
        ArrayFields.RequireFields(Tables.SelectMany(t => t.Fields).Select(f => f.Name), request.Types);
        if (layout != "arrays" && Tables.SelectMany(t => t.Fields).FirstOrDefault(f => request.Types.TryGetValue(f.Name, out var type) && !type.Equals(f.Type)) is { } field)
            throw new NotSupportedSourceException(CoreErrors.UnsupportedType, $"field '{Quoting.Shorten(field.Name)}' is {field.Type} and cannot be read as another type", fix: "Leave out --type.");
    }
}
