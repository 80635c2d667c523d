using Zenset.DuckDb;
using Zenset.Formats.Arrays.Writing;

namespace Zenset.Formats.Idx;

/// <summary>Writes a table of one field as an IDX file.</summary>
internal sealed class IdxWriter(WriteRequest request) : IWriter
{
    private Stream? _stream;

    public ValueTask<long> WriteAsync(TableToWrite table, CancellationToken cancellationToken = default)
    {
        if (_stream is not null) throw new InvalidOperationException("An IDX file holds one table.");
        var plan = IdxPlan.For(table.Shape) ?? throw new InvalidOperationException("Ask FindObstacle before writing.");
        _stream = request.Target.OpenWrite();
        try
        {
            using var connection = request.Engine.Connect();
            return ValueTask.FromResult(ArrayFile.Write(
                _stream, rows => IdxHeader.Write(plan.ShapeOf(rows)), plan.Record.Bytes, [(0, DtypeChoice.Encoder(table.Shape.Fields[0].Type, plan.Record))], connection,
                table.Sql, request.OnRows, cancellationToken));
        }
        catch (DuckDbException e)
        {
            throw EngineFailures.Translate(e);
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        if (_stream is null) throw new InvalidOperationException("Write a table first.");
        await _stream.DisposeAsync().ConfigureAwait(false);
        request.Target.Complete();
    }

    public ValueTask DisposeAsync() => _stream?.DisposeAsync() ?? ValueTask.CompletedTask;
}
