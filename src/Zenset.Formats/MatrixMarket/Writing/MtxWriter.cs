using System.Globalization;
using System.Runtime.InteropServices;
using Zenset.DuckDb;
using Zenset.Formats.Arrays.Writing;
using Zenset.Formats.Text;
using Zenset.Model;

namespace Zenset.Formats.MatrixMarket.Writing;

/// <summary>Writes a table as a matrix: entries row by row, or all values column by column.</summary>
internal sealed class MtxWriter(WriteRequest request) : OneTableWriter(request)
{
    protected override long Write(TableToWrite table, Stream stream, CancellationToken cancellationToken)
    {
        var plan = MtxPlan.For(table.Shape) ?? throw new InvalidOperationException("Ask FindObstacle before writing.");
        using var connection = Request.Engine.Connect();
        var from = new RowsToWrite(connection, table, looksTwice: false, cancellationToken).From;
        return plan.IsSparse ? WriteEntries(plan, stream, connection, from, cancellationToken) : WriteValues(plan, table.Shape, stream, connection, from, cancellationToken);
    }

    // The sizes stand before the entries and are known after them, so these wait.
    private long WriteEntries(MtxPlan plan, Stream stream, Connection connection, string from, CancellationToken cancellationToken)
    {
        using var spool = new TemporaryStream();
        var (rows, entries) = (0L, 0L);
        var type = FieldEngine.TypeOf(plan.Item);
        using (var text = new TextOutput(spool))
        using (var query = connection.Query($"SELECT c0.indices, CAST(c0.\"values\" AS {type}[]) FROM {from}", cancellationToken))
        {
            while (query.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var chunk = query.Current;
                var indices = chunk[0];
                var values = chunk[1];
                for (var row = 0; row < chunk.RowCount; row++)
                {
                    rows++;
                    if (indices.IsMissing(row) || values.IsMissing(row)) continue;
                    var places = indices.Entries[row];
                    var first = (int)values.Entries[row].Offset;
                    for (var i = 0; i < (int)places.Length; i++)
                    {
                        WriteNumber(text, rows);
                        text.Write((byte)' ');
                        WriteNumber(text, indices.Items.Values<int>()[(int)places.Offset + i] + 1L);
                        if (plan.Item.Kind != FieldKind.Boolean)
                        {
                            text.Write((byte)' ');
                            WriteValue(text, plan.Item, values.Items.IsMissing(first + i) ? Missing(plan.Item) : values.Items.Values<long>()[first + i]);
                        }
                        text.Write((byte)'\n');
                        entries++;
                    }
                }
                Request.OnRows?.Invoke(rows);
            }
            text.Flush();
        }
        using var head = new TextOutput(stream);
        WriteHead(head, plan, "coordinate", string.Create(CultureInfo.InvariantCulture, $"{rows} {plan.Columns} {entries}\n"));
        head.Flush();
        spool.CopyAllTo(stream);
        return rows;
    }

    private long WriteValues(MtxPlan plan, TableShape table, Stream stream, Connection connection, string from, CancellationToken cancellationToken)
    {
        var type = FieldEngine.TypeOf(plan.Item);
        var isVector = table.Fields[0].Type.Kind == FieldKind.FixedList;
        var select = isVector ? $"SELECT CAST(c0 AS {type}[]) FROM {from}" : $"SELECT {string.Join(", ", table.Fields.Select((_, i) => $"CAST({RowsToWrite.Column(i)} AS {type})"))} FROM {from}";
        using var spool = new TemporaryStream();
        CellEncoder number = plan.Item.Kind == FieldKind.Float64 ? new CopyEncoder<double>(double.NaN, swaps: false) : new CopyEncoder<long>(0, swaps: false);
        var rowBytes = checked((int)plan.Columns * 8);
        var rows = ArrayFile.Write(
            spool, _ => [], rowBytes, isVector ? [(0, new VectorEncoder(number, 8, (int)plan.Columns))] : [.. table.Fields.Select((_, i) => (i * 8, number))], connection, select, Request.OnRows, cancellationToken);

        using var text = new TextOutput(stream);
        WriteHead(text, plan, "array", string.Create(CultureInfo.InvariantCulture, $"{rows} {plan.Columns}\n"));
        ColumnOrder.Write(spool, rows, [.. Enumerable.Range(0, (int)plan.Columns)], 8, values =>
        {
            foreach (var bits in MemoryMarshal.Cast<byte, long>(values))
            {
                WriteValue(text, plan.Item, bits);
                text.Write((byte)'\n');
            }
        }, cancellationToken);
        text.Flush();
        return rows;
    }

    private void WriteHead(TextOutput text, MtxPlan plan, string layout, string sizes)
    {
        text.Write($"%%MatrixMarket matrix {layout} {plan.Word} general\n");
        foreach (var line in (Request.Description.Text ?? "").Split((char[])['\n', '\r'], StringSplitOptions.RemoveEmptyEntries)) text.Write($"% {line}\n");
        text.Write(sizes);
    }

    private static long Missing(FieldType item) => item.Kind == FieldKind.Float64 ? BitConverter.DoubleToInt64Bits(double.NaN) : 0;

    private static void WriteValue(TextOutput text, FieldType item, long bits)
    {
        if (item.Kind == FieldKind.Int64)
        {
            WriteNumber(text, bits);
            return;
        }
        var room = text.Reserve(40);
        int written;
        if (item.Kind == FieldKind.UInt64) ((ulong)bits).TryFormat(room, out written, default, CultureInfo.InvariantCulture);
        else
        {
            var value = BitConverter.Int64BitsToDouble(bits);
            if (double.IsFinite(value)) value.TryFormat(room, out written, "R", CultureInfo.InvariantCulture);
            else
            {
                var word = double.IsNaN(value) ? "nan"u8 : value > 0 ? "inf"u8 : "-inf"u8;
                word.CopyTo(room);
                written = word.Length;
            }
        }
        text.Advance(written);
    }

    private static void WriteNumber(TextOutput text, long number)
    {
        number.TryFormat(text.Reserve(24), out var written, default, CultureInfo.InvariantCulture);
        text.Advance(written);
    }
}
