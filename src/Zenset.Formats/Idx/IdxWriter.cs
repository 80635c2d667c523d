using Zenset.Formats.Arrays.Writing;

namespace Zenset.Formats.Idx;

/// <summary>Writes a table of one field as an IDX file.</summary>
internal sealed class IdxWriter(WriteRequest request) : OneTableWriter(request)
{
    protected override long Write(TableToWrite table, Stream stream, CancellationToken cancellationToken)
    {
        var plan = IdxPlan.For(table.Shape) ?? throw new InvalidOperationException("Ask FindObstacle before writing.");
        using var connection = Request.Engine.Connect();
        return ArrayFile.Write(
            stream, rows => IdxHeader.Write(plan.ShapeOf(rows)), plan.Record.Bytes, [(0, DtypeChoice.Encoder(table.Shape.Fields[0].Type, plan.Record))], connection,
            table.Sql, Request.OnRows, cancellationToken);
    }
}
