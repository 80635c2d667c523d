namespace Zenset.DuckDb.Native;

/// <summary>The scan of one engine thread, with the vector states that are pointed at each chunk it fills.</summary>
internal sealed class LocalScan(ITableScan scan, Session session, VectorState[] states, int[] vectors) : IDisposable
{
    public Session Session => session;

    public int Read(nint chunk)
    {
        for (var i = 0; i < states.Length; i++)
            states[i].AttachForWriting(NativeMethods.duckdb_data_chunk_get_vector(chunk, (ulong)vectors[i]), ChunkBuilder.MaxRows);

        var rows = scan.Read(new ChunkBuilder(states));
        if (rows is < 0 or > ChunkBuilder.MaxRows)
            throw new InvalidOperationException($"{scan.GetType().Name}.Read gave {rows} rows; a chunk has 0 (the end) to {ChunkBuilder.MaxRows}.");
        return rows;
    }

    public void Dispose() => scan.Dispose();
}
