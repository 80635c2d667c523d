using Zenset.DuckDb;

namespace Zenset.Formats;

/// <summary>A target that is a stream of bytes and holds one table: what such formats have in common.</summary>
internal abstract class OneTableWriter(WriteRequest request) : IWriter
{
    private Stream? _stream;

    /// <summary>What is to be written, and how.</summary>
    protected WriteRequest Request { get; } = request;

    public ValueTask<long> WriteAsync(TableToWrite table, CancellationToken cancellationToken = default)
    {
        if (_stream is not null) throw new InvalidOperationException("Such a file holds one table: open a writer for each.");
        _stream = Request.Target.OpenWrite();
        try
        {
            return ValueTask.FromResult(Write(table, _stream, cancellationToken));
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
        Request.Target.Complete();
    }

    public ValueTask DisposeAsync() => _stream?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Writes the whole file, and leaves nothing in buffers of its own; returns the number of rows.</summary>
    protected abstract long Write(TableToWrite table, Stream stream, CancellationToken cancellationToken);
}
