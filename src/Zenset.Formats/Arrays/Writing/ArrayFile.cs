using System.Collections.Immutable;
using Zenset.DuckDb;

namespace Zenset.Formats.Arrays.Writing;

/// <summary>Writes a file of one array: a header that says how many rows there are, which is known after them, and the rows.</summary>
internal static class ArrayFile
{
    /// <summary>Writes all rows of a query; returns their number. Where the stream can go back the header is written last, otherwise the rows wait in a temporary file.</summary>
    /// <param name="header">The header for a number of rows; always of one length.</param>
    public static long Write(
        Stream stream, Func<long, byte[]> header, int recordBytes, ImmutableArray<(int Offset, CellEncoder Encoder)> members, Connection connection, string select, Action<long>? onRows,
        CancellationToken cancellationToken)
    {
        using var spool = stream.CanSeek ? null : new TemporaryStream();
        var target = spool ?? stream;
        var start = target.Position;
        if (spool is null) target.Write(header(0));
        long written = 0;
        using (var records = new RecordWriter(target, recordBytes, members))
        using (var query = connection.Query(select, cancellationToken))
        {
            while (query.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                records.Write(query.Current);
                written += query.Current.RowCount;
                onRows?.Invoke(written);
            }
        }
        if (spool is null)
        {
            stream.Position = start;
            stream.Write(header(written));
            stream.Position = stream.Length;
        }
        else
        {
            stream.Write(header(written));
            spool.CopyAllTo(stream);
        }
        return written;
    }
}
