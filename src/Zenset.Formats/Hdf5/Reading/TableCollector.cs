using System.Collections.Immutable;
using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Arrays.Sparse;
using Zenset.Formats.Wide;
using Zenset.Hdf5;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>The tables of a file as layouts find them.</summary>
/// <param name="File">The file.</param>
/// <param name="Engine">For tables that are sorted first.</param>
/// <param name="Survey">Told what is left out.</param>
/// <param name="Findings">What was noticed.</param>
/// <param name="JoinsDatasets">Datasets of one length become one table.</param>
internal sealed record TableCollector(OpenedFile File, Engine Engine, Survey Survey, List<Finding> Findings, bool JoinsDatasets)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private FeaturesTable? _features;

    public List<ITable> Tables { get; } = [];

    /// <summary>Bytes of the file.</summary>
    public required long FileBytes { get; init; }

    /// <summary>What a table in the root is called, which has no name.</summary>
    public required string RootName { get; init; }

    /// <summary>The name of a table for a path: a path belongs to one table, but the root's name may be that of something in it.</summary>
    public string NameFor(string path)
    {
        var name = path.Length == 0 ? RootName : path;
        var free = name;
        for (var n = 2; !_names.Add(free); n++) free = string.Create(CultureInfo.InvariantCulture, $"{name}_{n}");
        return free;
    }

    /// <summary>Adds a table that lies at a path.</summary>
    /// <returns>The table.</returns>
    public DatasetTable Add(string path, ImmutableArray<TableColumn> columns, StoredAttributes? attributes = null)
    {
        var table = new DatasetTable(File, NameFor(path), columns) { SourceMetadata = TableMetadata.Of(path, attributes, columns) };
        Tables.Add(table);
        return table;
    }

    /// <summary>Adds a matrix that is stored by columns, which the engine sorts.</summary>
    public void AddSorted(string path, string fieldName, long rows, SparseMatrix matrix, StoredAttributes attributes)
    {
        Triplets.RequireRows(rows, FileBytes, new SourceLocation { Source = File.Source, Resource = path });
        Tables.Add(new CompressedColumns(File, Engine, NameFor(path), fieldName, matrix, TableMetadata.Of(path, attributes, [])));
    }

    /// <summary>Says what stands for the positions of a field. A source has one table of such names, which comes last.</summary>
    public void NameFeatures(string mainTable, string field, StoredDataset names) => _features ??= new FeaturesTable(mainTable, () => new StoredFeatures(File, field, names));

    /// <summary>All tables, when the last group has been seen.</summary>
    public IReadOnlyList<ITable> Complete()
    {
        // A group may be called that itself.
        if (_features is not null && _names.Add(_features.Name)) Tables.Add(_features);
        return Tables;
    }

    /// <summary>Runs what makes a table; when its datasets cannot be read, says so and goes on.</summary>
    public void Try(string path, Action add)
    {
        try
        {
            add();
        }
        catch (Hdf5Exception e) when (e.IsUnsupported)
        {
            Survey.LeaveOut(new NotSupportedSourceException(Hdf5Errors.Type, e.Message, new SourceLocation { Source = File.Source, Resource = path }, "Write it with another type."), path);
        }
        catch (NotSupportedSourceException e)
        {
            Survey.LeaveOut(e, path);
        }
    }

    /// <summary>Notes something for the report.</summary>
    public void Note(string code, string resource, string message, string? fix = null) =>
        Findings.Add(new Finding { Code = code, Severity = Severity.Note, Resource = resource, Message = message, Fix = fix });
}
