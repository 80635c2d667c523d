using System.Collections.Immutable;
using Zenset.Formats.Hdf5.Reading;
using Zenset.Formats.Hdf5.Reading.Layouts;
using Zenset.Hdf5;
using Zenset.Model;

namespace Zenset.Formats.Hdf5;

/// <summary>An opened HDF5 file: its objects are walked over once, and layouts make tables of them.</summary>
internal sealed class Hdf5Reader : IReader
{
    // The first that knows a group has it; the last takes what is left.
    private static readonly ImmutableArray<ILayout> Layouts = [new AnnDataLayout(), new PandasLayout(), new SparseLayout(), new PlainLayout()];

    private readonly PlainFile _plain;
    private readonly Hdf5File _file;
    private readonly List<Finding> _findings = [];

    private Hdf5Reader(PlainFile plain, Hdf5File file)
    {
        _plain = plain;
        _file = file;
    }

    public DatasetDescription Description { get; private set; } = new();
    public IReadOnlyList<ITable> Tables { get; private set; } = [];
    public IReadOnlyList<Finding> Findings => _findings;
    public ImmutableSortedDictionary<string, string> Options { get; private set; } = ImmutableSortedDictionary<string, string>.Empty;

    public static async ValueTask<Hdf5Reader> OpenAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        var plain = await request.Source.OpenPlainFileAsync(cancellationToken).ConfigureAwait(false);
        Hdf5Reader? reader = null;
        try
        {
            reader = new Hdf5Reader(plain, Hdf5File.OpenRead(plain.Path));
            reader.Understand(request, cancellationToken);
            return reader;
        }
        catch (Exception e)
        {
            reader?._file.Dispose();
            plain.Dispose();
            switch (e)
            {
                case Hdf5MissingException missing: throw Failures.NoLibrary(missing);
                case Hdf5Exception damaged: throw Failures.Damaged(damaged, new SourceLocation { Source = request.Source.Name });
                default: throw;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        _plain.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Understand(ReadRequest request, CancellationToken cancellationToken)
    {
        var joins = request.Options.Get(Hdf5Format.JoinOption, true);
        Options = Options.Add(Hdf5Format.JoinOption.Name, joins ? "yes" : "no");
        var bytes = new FileInfo(_plain.Path).Length;
        var name = request.Source.Name;
        var survey = new Survey(_file, name, bytes, _findings);
        var root = survey.Walk(cancellationToken);
        var into = new TableCollector(new OpenedFile(_file, name), request.Engine, survey, _findings, joins)
        {
            FileBytes = bytes, RootName = Path.GetFileNameWithoutExtension(name) is { Length: > 0 } stem ? stem : "root",
        };
        Collect(root, into, cancellationToken);
        if (into.Tables.Count == 0) throw survey.NothingRead();
        Tables = into.Complete();
        Description = new DatasetDescription { Title = Words(root, "title") ?? Words(root, "TITLE"), Text = Words(root, "description") };
    }

    private static void Collect(StoredGroup root, TableCollector into, CancellationToken cancellationToken)
    {
        var next = new Queue<StoredGroup>([root]);
        while (next.TryDequeue(out var group))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var layout in Layouts) layout.Take(group, into);
            foreach (var child in group.Groups) next.Enqueue(child);
        }
    }

    private static string? Words(StoredGroup root, string attribute) => root.Attributes.Text(attribute) is { Length: > 0 } text ? text : null;
}
