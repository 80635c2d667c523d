using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>A reader whose tables of thousands of columns come as vectors, each followed by the table of their names.</summary>
internal sealed class FoldedReader : IReader
{
    private readonly IReader _reader;

    private FoldedReader(IReader reader, string? target)
    {
        _reader = reader;
        var tables = new List<ITable>();
        foreach (var table in reader.Tables)
        {
            var folded = new FoldedTable(table, Kept(table, reader.Tables, target));
            if (!folded.Layout.IsWide)
            {
                tables.Add(table);
                continue;
            }
            tables.Add(folded);
            tables.Add(new FeaturesTable(table.Name, () => folded.Layout, isOneOfMany: reader.Tables.Count > 1));
        }
        Tables = tables;
    }

    public DatasetDescription Description => _reader.Description;
    public IReadOnlyList<ITable> Tables { get; }
    public ImmutableSortedDictionary<string, string> Options => _reader.Options;

    public IReadOnlyList<Finding> Findings =>
        [.. _reader.Findings, .. Tables.OfType<FoldedTable>().Select(t => t.Layout.Note(_reader.Tables.Count > 1 ? t.Name : null))];

    /// <summary>The reader itself when none of its tables is wide.</summary>
    /// <param name="reader">What a format opened; disposed with what is returned.</param>
    /// <param name="target">A column that stays a field: the one that models predict.</param>
    public static IReader Over(IReader reader, string? target)
    {
        if (reader.Tables.All(t => t.Fields.Length <= WideLayout.MostColumns)) return reader;
        var folded = new FoldedReader(reader, target);
        return folded.Tables.Count == reader.Tables.Count ? reader : folded;
    }

    public ZensetException? Explain(ITable table, DuckDbException failure) => _reader.Explain(table is FoldedTable folded ? folded.Source : table, failure);

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    // Keys are about fields.
    private static HashSet<string> Kept(ITable table, IReadOnlyList<ITable> tables, string? target)
    {
        var kept = new HashSet<string>(table.PrimaryKey, StringComparer.OrdinalIgnoreCase);
        kept.UnionWith(table.ForeignKeys.SelectMany(k => k.Fields));
        kept.UnionWith(tables.SelectMany(t => t.ForeignKeys.Where(k => k.ReferenceResource == table.Name || k.ReferenceResource.Length == 0 && t == table)).SelectMany(k => k.ReferenceFields));
        if (target is not null) kept.Add(target);
        return kept;
    }
}
