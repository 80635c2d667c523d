using System.Collections.Immutable;
using Zenset.Model;

namespace Zenset.Formats.Sqlite.Schema;

/// <summary>A column as the schema declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Declared">Its declared type as it is written; empty for none.</param>
/// <param name="KeyPosition">Place in the primary key, from 1; 0 when it is no part of it.</param>
/// <param name="IsGenerated">Computed from others.</param>
internal sealed record ColumnInfo(string Name, string Declared, int KeyPosition, bool IsGenerated);

/// <summary>An ordinary table as the schema declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns, hidden ones not.</param>
/// <param name="RootPage">Number of the page at which its rows begin, from 1.</param>
/// <param name="HasRowId">Its rows are kept by row id; without, by primary key.</param>
internal sealed record TableInfo(string Name, ImmutableArray<ColumnInfo> Columns, long RootPage, bool HasRowId)
{
    private static readonly string[] RowIdNames = ["rowid", "_rowid_", "oid"];

    /// <summary>Keys into other tables.</summary>
    public ImmutableArray<ForeignKey> ForeignKeys { get; init; } = [];

    /// <summary>Names of the columns of the primary key, in its order.</summary>
    public ImmutableArray<string> PrimaryKey => [.. Columns.Where(c => c.KeyPosition > 0).OrderBy(c => c.KeyPosition).Select(c => c.Name)];

    /// <summary>A name under which SQL can speak of the row id; null when there is none, or columns have all of its names.</summary>
    public string? RowId { get; } = HasRowId ? RowIdNames.FirstOrDefault(n => !Columns.Any(c => c.Name.Equals(n, StringComparison.OrdinalIgnoreCase))) : null;

    /// <summary>
    /// The SELECT of its rows, in the order in which they are kept; the row id first where it has a name. An index that has all columns
    /// would be read in its own order, so none is used.
    /// </summary>
    public string Select(string where = "") =>
        $"SELECT {(RowId is { } rowId ? rowId : "NULL")}, {string.Join(", ", Columns.Select(c => Sql.Name(c.Name)))} FROM main.{Sql.Name(Name)} NOT INDEXED{where}{(RowId is { } key ? $" ORDER BY {key}" : "")}";
}
