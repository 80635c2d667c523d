using System.Buffers.Binary;
using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Text;

namespace Zenset.Formats.TfRecord.Writing;

/// <summary>Writes one record for each row, from the chunks of a query: an Example, a SequenceExample where a field has lists of lists, or bytes.</summary>
internal sealed class TfRecordWriter(WriteRequest request) : OneTableWriter(request)
{
    private const byte FeaturesTag = 1 << 3 | (int)WireType.Bytes;
    private const byte ListsTag = 2 << 3 | (int)WireType.Bytes;
    private const byte EntryTag = 1 << 3 | (int)WireType.Bytes;
    private const byte KeyTag = 1 << 3 | (int)WireType.Bytes;
    private const byte ValueTag = 2 << 3 | (int)WireType.Bytes;

    protected override long Write(TableToWrite table, Stream stream, CancellationToken cancellationToken)
    {
        var fields = table.Shape.Fields;
        var isRaw = TfRecordWritePlan.IsRaw(fields);
        var plan = TfRecordWritePlan.For(fields);
        var encoders = plan.Columns.Select(c => new FeatureEncoder(c)).ToArray();
        var lengths = new long[encoders.Length];
        using var output = new TextOutput(stream);
        using var record = new TextOutput();
        long rows = 0;
        using var connection = Request.Engine.Connect();
        using var source = OpenRows(table, plan, connection, cancellationToken);
        while (source.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chunk = source.Current;
            for (var row = 0; row < chunk.RowCount; row++)
            {
                if (isRaw)
                {
                    WriteRecord(output, chunk[0].IsMissing(row) ? [] : chunk[0].Text(row), rows + row);
                    continue;
                }
                record.Clear();
                for (var i = 0; i < encoders.Length; i++) lengths[i] = encoders[i].Measure(chunk[i], row);
                RequireRoom(lengths.Sum(), rows + row);
                WriteMap(record, FeaturesTag, encoders, lengths, chunk, row, isList: false);
                if (plan.HasLists) WriteMap(record, ListsTag, encoders, lengths, chunk, row, isList: true);
                WriteRecord(output, record.Gathered, rows + row);
            }
            rows += chunk.RowCount;
            Request.OnRows?.Invoke(rows);
        }
        output.Flush();
        return rows;
    }

    private static TableRows OpenRows(TableToWrite table, TfRecordWritePlan plan, Connection connection, CancellationToken cancellationToken)
    {
        if (plan.Columns.Length == table.Shape.Fields.Length && plan.Columns.Select((c, i) => c.Sql == Column(i)).All(isPlain => isPlain)) return table.OpenRows(connection, cancellationToken);
        var sql = $"SELECT {string.Join(", ", plan.Columns.Select(c => c.Sql))} FROM ({table.Sql}) AS t({string.Join(", ", table.Shape.Fields.Select((_, i) => Column(i)))})";
        return TableRows.Of(connection.Query(sql, cancellationToken));
    }

    private static string Column(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");

    // A missing value has its entry all the same, with a feature that holds nothing, so that the order of the fields is that of the first record.
    private static void WriteMap(TextOutput record, byte tag, FeatureEncoder[] encoders, long[] lengths, Chunk chunk, int row, bool isList)
    {
        long bytes = 0;
        for (var i = 0; i < encoders.Length; i++)
        {
            if (encoders[i].IsList == isList) bytes += FeatureEncoder.FieldBytes(EntryBytes(encoders[i], lengths[i]));
        }
        FeatureEncoder.WriteLength(record, tag, bytes);
        for (var i = 0; i < encoders.Length; i++)
        {
            if (encoders[i].IsList != isList) continue;
            FeatureEncoder.WriteLength(record, EntryTag, EntryBytes(encoders[i], lengths[i]));
            FeatureEncoder.WriteLength(record, KeyTag, encoders[i].Key.Length);
            record.Write(encoders[i].Key);
            FeatureEncoder.WriteLength(record, ValueTag, lengths[i]);
            encoders[i].Write(record, chunk[i], row);
        }
    }

    private static long EntryBytes(FeatureEncoder encoder, long length) => FeatureEncoder.FieldBytes(encoder.Key.Length) + FeatureEncoder.FieldBytes(length);

    private static void WriteRecord(TextOutput output, ReadOnlySpan<byte> data, long row)
    {
        RequireRoom(data.Length, row);
        RecordFrame.WriteHeader(output.Reserve(RecordFrame.HeaderBytes), data.Length);
        output.Advance(RecordFrame.HeaderBytes);
        output.Write(data);
        BinaryPrimitives.WriteUInt32LittleEndian(output.Reserve(RecordFrame.FooterBytes), RecordFrame.MaskedChecksum(data));
        output.Advance(RecordFrame.FooterBytes);
    }

    private static void RequireRoom(long bytes, long row)
    {
        if (bytes <= RecordFrame.MaxDataBytes) return;
        throw new NotSupportedSourceException(
            TfRecordErrors.TooLong, string.Create(CultureInfo.InvariantCulture, $"row {row + 1:N0} would be a record of more than {RecordFrame.MaxDataBytes:N0} bytes"), fix: "Leave a field out with --columns, or choose another format.");
    }
}
