using System.Collections.Immutable;
using Zenset.Formats.Arrays.Columns;
using Zenset.Model;

namespace Zenset.Formats.Arrays;

/// <summary>A table whose fields lie in arrays.</summary>
internal sealed class ArrayTable(
    string name, long rows, ImmutableArray<Field> fields, ImmutableArray<IColumnPlan> columns, ImmutableSortedDictionary<string, string> metadata) : ITable
{
    public string Name { get; } = name;
    public long Rows { get; } = rows;
    public ImmutableArray<Field> Fields { get; } = fields;
    public ImmutableArray<IColumnPlan> Columns { get; } = columns;
    public ImmutableSortedDictionary<string, string> SourceMetadata { get; } = metadata;

    /// <summary>The arrays in it, each once.</summary>
    public IEnumerable<StoredArray> Arrays => Columns.SelectMany(c => c.Arrays).Distinct<StoredArray>(ReferenceEqualityComparer.Instance);

    /// <summary>For tests: rows of a segment.</summary>
    public long? SegmentRows { get; init; }

    public TableContent OpenContent() => new TableContent.Segmented(new ArraySegments(this));
}
