using System.Collections.Immutable;
using System.Globalization;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>A table of thousands of columns as a few fields.</summary>
/// <remarks>Metadata of the source names columns that are no fields any more, so it is left out.</remarks>
internal sealed class FoldedTable(ITable table, IReadOnlySet<string> keep) : ITable
{
    private (ImmutableArray<Field> Columns, WideLayout Layout)? _known;

    /// <summary>The table as it is in the source.</summary>
    public ITable Source => table;

    /// <summary>How its columns become fields now: reading may widen them.</summary>
    public WideLayout Layout => LayoutOf(table.Fields);

    public string Name => table.Name;
    public ImmutableArray<Field> Fields => Layout.Fields;
    public ImmutableSortedDictionary<string, string> SourceMetadata => ImmutableSortedDictionary<string, string>.Empty;
    public ImmutableArray<string> PrimaryKey => table.PrimaryKey;
    public ImmutableArray<ForeignKey> ForeignKeys => table.ForeignKeys;

    public TableContent OpenContent()
    {
        var content = table.OpenContent();
        var columns = table.Fields;
        var layout = LayoutOf(columns);
        return content switch
        {
            TableContent.Segmented { Segments: var segments } => new TableContent.Segmented(new FoldedSegments(segments, columns, layout)),
            TableContent.Relation { Sql: var sql, RowEstimate: var rows } => new TableContent.Relation(Fold(layout, columns, sql), rows),
            TableContent.PortableParquet { Sql: var sql, Rows: var rows } => new TableContent.Relation(Fold(layout, columns, sql), rows),
            _ => throw new InvalidOperationException("TableContent is a closed set."),
        };
    }

    private WideLayout LayoutOf(ImmutableArray<Field> columns)
    {
        if (_known is not { } known || known.Columns != columns) _known = known = (columns, WideLayout.For(columns, keep));
        return known.Layout;
    }

    private static string Fold(WideLayout layout, ImmutableArray<Field> columns, string sql) =>
        $"SELECT {WideSql.Select(layout, columns, [.. columns.Select((_, i) => Column(i))])} FROM ({sql}) AS t({string.Join(", ", columns.Select((_, i) => Column(i)))})";

    private static string Column(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");
}
