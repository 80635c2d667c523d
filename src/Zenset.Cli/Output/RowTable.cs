using System.Globalization;
using System.Text;
using Zenset.DuckDb;

namespace Zenset.Cli.Output;

/// <summary>Rows of a query as an aligned table for people: long values are cut, missing ones are told from empty text.</summary>
internal static class RowTable
{
    /// <summary>What stands for a missing value.</summary>
    public const string Missing = "∅";

    // Characters of a value that are fetched and shown.
    private const int MaxCell = 60;

    // Columns that a terminal could show at all: at least one column and a gap each.
    private const int MinColumnWidth = 3;

    /// <summary>Runs <paramref name="sql"/> (one SELECT) and writes at most <paramref name="maxRows"/> rows.</summary>
    /// <returns>Rows and columns of the result, and how many were shown.</returns>
    public static Shown Write(Terminal terminal, Connection connection, string sql, int maxRows, CancellationToken cancellationToken)
    {
        var columns = ResultColumns.Of(connection, sql);
        var fetched = Math.Min(columns.Count, terminal.Width is { } width ? width / MinColumnWidth : columns.Count);
        var aliases = string.Join(", ", columns.Select((_, i) => Alias(i)));
        var texts = string.Join(", ", Enumerable.Range(0, fetched).Select(i => $"left(CAST({Alias(i)} AS VARCHAR), {MaxCell + 1})"));
        var table = new TextTable(terminal, [.. columns.Take(fetched).Select(c => new TextTable.Column(Quoting.Shorten(c.Name, 40), IsNumber(c.Type), MaxCell))]);
        var rows = 0;
        var more = false;
        using (var query = connection.Query($"SELECT {texts} FROM ({sql}) AS t({aliases}) LIMIT {maxRows + 1}", cancellationToken))
        {
            while (query.Read())
            {
                var chunk = query.Current;
                for (var row = 0; row < chunk.RowCount; row++)
                {
                    if (rows == maxRows)
                    {
                        more = true;
                        break;
                    }
                    var cells = new TextTable.Cell[fetched];
                    for (var i = 0; i < fetched; i++) cells[i] = CellOf(chunk[i], row);
                    table.Add(cells);
                    rows++;
                }
            }
        }
        var hidden = table.Write(terminal.Out) + columns.Count - fetched;
        return new Shown(rows, more, columns.Count, hidden);
    }

    /// <summary>What was shown of a result.</summary>
    /// <param name="Rows">Rows shown.</param>
    /// <param name="HasMoreRows">There are more.</param>
    /// <param name="Columns">Columns of the result.</param>
    /// <param name="HiddenColumns">Those that did not fit.</param>
    internal readonly record struct Shown(int Rows, bool HasMoreRows, int Columns, int HiddenColumns);

    private static TextTable.Cell CellOf(Vector vector, int row) => vector.IsMissing(row)
        ? new TextTable.Cell(Missing, IsDim: true)
        : new TextTable.Cell(Quoting.Shorten(Encoding.UTF8.GetString(vector.Text(row)), MaxCell));

    private static string Alias(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");

    private static bool IsNumber(EngineType type) => type.Id is EngineTypeId.TinyInt or EngineTypeId.SmallInt or EngineTypeId.Integer or EngineTypeId.BigInt
        or EngineTypeId.HugeInt or EngineTypeId.UTinyInt or EngineTypeId.USmallInt or EngineTypeId.UInteger or EngineTypeId.UBigInt or EngineTypeId.UHugeInt
        or EngineTypeId.Float or EngineTypeId.Double or EngineTypeId.Decimal;
}
