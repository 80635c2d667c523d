using System.Numerics;
using System.Text;
using Zenset.DuckDb;
using Zenset.Formats.Arrow.Reading;
using Zenset.Formats.Arrow.Writing.Columns;
using Zenset.Model;

namespace Zenset.Formats.Arrow.Writing;

/// <summary>Writes one table as an IPC file or stream: chunks of the engine are gathered in batches.</summary>
/// <param name="request">What to write where.</param>
/// <param name="isFile">With a footer.</param>
/// <param name="codec">How buffers are compressed.</param>
internal sealed class ArrowWriter(WriteRequest request, bool isFile, BufferCodec codec) : OneTableWriter(request)
{
    // Rows of a batch may be many, its bytes not: they are in memory.
    private const long MostBatchBytes = 64 << 20;

    private readonly BatchBuilder _batch = new(codec);
    protected override long Write(TableToWrite table, Stream stream, CancellationToken cancellationToken)
    {
        var fields = table.Shape.Fields;
        var batchRows = Request.Options.Get(ArrowOptions.BatchRows, ArrowOptions.DefaultBatchRows);
        using var connection = Request.Engine.Connect();
        var schema = WrittenSchema.For(table, connection, cancellationToken);
        ColumnWriter[] columns = [.. schema.Fields.Zip(fields, ColumnWriters.Of)];
        var output = new IpcOutput(stream, schema, isFile);
        output.Begin();
        for (var i = 0; i < fields.Length; i++)
        {
            if (schema.Fields[i].IsDictionary) WriteDictionary(output, schema.Fields[i], fields[i].Categories!);
        }

        long rows = 0, pending = 0, bytes = 0;
        using (var source = table.OpenRows(connection, cancellationToken))
        {
            while (source.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var chunk = source.Current;
                for (var at = 0; at < chunk.RowCount;)
                {
                    var (count, more) = Fit(columns, chunk, at, (int)Math.Min(chunk.RowCount - at, batchRows - pending));
                    if (pending > 0 && bytes + more > MostBatchBytes)
                    {
                        WriteBatch(output, columns, pending);
                        (pending, bytes) = (0, 0);
                        continue;
                    }
                    for (var i = 0; i < columns.Length; i++) columns[i].Append(chunk[i], at, count);
                    at += count;
                    pending += count;
                    bytes += more;
                    if (pending < batchRows) continue;
                    WriteBatch(output, columns, pending);
                    (pending, bytes) = (0, 0);
                }
                rows += chunk.RowCount;
                Request.OnRows?.Invoke(rows);
            }
        }
        if (pending > 0) WriteBatch(output, columns, pending);
        output.End();
        return rows;
    }

    // As many rows as a batch takes, one at least.
    private static (int Count, long Bytes) Fit(ColumnWriter[] columns, Chunk chunk, int start, int count)
    {
        while (true)
        {
            long bytes = 0;
            for (var i = 0; i < columns.Length; i++) bytes += columns[i].Measure(chunk[i], start, count);
            if (bytes <= MostBatchBytes || count == 1) return (count, bytes);
            count = (count + 1) / 2;
        }
    }

    private void WriteBatch(IpcOutput output, ColumnWriter[] columns, long rows)
    {
        foreach (var column in columns) column.AddTo(_batch);
        output.Write(_batch, rows, null);
        _batch.Clear();
        foreach (var column in columns) column.Clear();
    }

    private void WriteDictionary(IpcOutput output, ArrowField field, Categories categories)
    {
        if (field.Type == ArrowTypeId.LargeUtf8) AddTexts<long>(categories);
        else AddTexts<int>(categories);
        output.Write(_batch, categories.Values.Length, field.DictionaryId);
        _batch.Clear();
    }

    private void AddTexts<TOffset>(Categories categories) where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        var texts = new BytesWriter<TOffset>();
        foreach (var value in categories.Values) texts.Append(Encoding.UTF8.GetBytes(value));
        texts.AddTo(_batch);
    }
}
