using System.Collections.Immutable;
using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Writing;
using Zenset.Model;

namespace Zenset.Formats.Npy.Writing;

/// <summary>Writes one table as one array: plain for a single field, structured for several.</summary>
internal sealed class NpyWriter(WriteRequest request) : OneTableWriter(request)
{
    // Longer records come of one long text: every row would have room for it.
    private const int MaxRecordBytes = 256 << 20;

    protected override long Write(TableToWrite table, Stream stream, CancellationToken cancellationToken)
    {
        var fields = table.Shape.Fields;
        var plan = NpyPlan.For(table.Shape, Request.Options);
        using var connection = Request.Engine.Connect();
        var rows = new RowsToWrite(connection, table, looksTwice: TextWidths.AreNeeded([plan.Record]), cancellationToken);
        // A matrix of several fields has numbers only, so that texts belong to fields one by one.
        plan = plan.WithWidths(TextWidths.Measure(connection, TextWidths.AreNeeded([plan.Record]) ? fields.Select((f, i) => (f.Type, plan.Members[i], RowsToWrite.Column(i))) : [], rows.From, cancellationToken));
        if (plan.Record.Bytes > MaxRecordBytes)
        {
            throw new NotSupportedSourceException(
                CoreErrors.CannotWrite, string.Create(CultureInfo.InvariantCulture, $"every row would have {plan.Record.Bytes:N0} bytes, as the longest text has"), fix: "Write npz, which keeps long texts one after the other, or leave the field out with --columns.");
        }

        if (plan.IsFortran) return WriteFortran(plan, fields, stream, connection, rows.Select, cancellationToken);
        return ArrayFile.Write(
            stream, n => NpyHeader.Write(plan.ShapeOf(n)), plan.Record.Bytes, [.. plan.Encoders(fields)], connection, rows.Select, Request.OnRows, cancellationToken);
    }

    // Rows come one after the other, and their elements lie apart in the file: the rows wait in a temporary one.
    private long WriteFortran(NpyPlan plan, ImmutableArray<Field> fields, Stream stream, Connection connection, string select, CancellationToken cancellationToken)
    {
        using var spool = new TemporaryStream();
        var rows = ArrayFile.Write(spool, _ => [], plan.Record.Bytes, [.. plan.Encoders(fields)], connection, select, Request.OnRows, cancellationToken);
        var shape = plan.ShapeOf(rows);
        stream.Write(NpyHeader.Write(shape));
        ColumnOrder.Write(spool, rows, ColumnOrder.Fortran(shape.RowLengths), shape.Type.Bytes, stream.Write, cancellationToken);
        return rows;
    }
}
