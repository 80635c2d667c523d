using System.Collections.Immutable;
using Zenset.Hdf5;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>A table whose fields lie in datasets of the same number of rows.</summary>
internal sealed class DatasetTable(OpenedFile file, string name, ImmutableArray<TableColumn> columns) : ITable
{
    public string Name { get; } = name;
    public ImmutableArray<Field> Fields { get; } = [.. columns.Select(c => c.Field)];
    public ImmutableArray<TableColumn> Columns => columns;
    public ImmutableSortedDictionary<string, string> SourceMetadata { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
    public ImmutableArray<string> PrimaryKey { get; init; } = [];
    public ImmutableArray<ForeignKey> ForeignKeys { get; init; } = [];
    public OpenedFile File => file;

    /// <summary>The datasets, each once.</summary>
    public ImmutableArray<StoredDataset> Datasets { get; } = [.. columns.SelectMany(c => c.Datasets).Distinct<StoredDataset>(ReferenceEqualityComparer.Instance)];

    public long Rows => columns[0].Rows;

    public TableContent OpenContent() => new TableContent.Segmented(new RowSegments(this));
}

/// <summary>The file that tables read from.</summary>
/// <param name="File">The file.</param>
/// <param name="Source">Its name for messages.</param>
internal sealed record OpenedFile(Hdf5File File, string Source)
{
    /// <summary>Where texts and lists of varying length lie.</summary>
    public GlobalHeap Heap => File.Heap ?? throw new InvalidOperationException("The file is open for writing.");

    /// <summary>Opens a dataset again.</summary>
    public Hdf5Dataset Open(StoredDataset dataset, long cacheBytes) => File.Root.OpenDataset(dataset.Path, cacheBytes);
}
