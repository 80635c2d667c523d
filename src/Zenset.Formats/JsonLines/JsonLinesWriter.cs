using System.Text;

namespace Zenset.Formats.JsonLines;

/// <summary>Writes one object for each row, from the chunks of a query.</summary>
/// <remarks>The engine's own JSON writer rounds 128-bit numbers and decimals and writes NaN as a word, so it is not used.</remarks>
internal sealed class JsonLinesWriter(WriteRequest request) : OneTableWriter(request)
{
    protected override long Write(TableToWrite table, Stream stream, CancellationToken cancellationToken)
    {
        var omitsMissing = Request.Options.Get(JsonLinesFormat.OmitMissingOption, false);
        var fields = table.Shape.Fields;
        var cells = fields.Select(f => new JsonCells(f, omitsMissing)).ToArray();
        var keys = fields.Select(f => Key(f.Name)).ToArray();
        var json = new JsonBuffer(stream);
        long rows = 0;
        using var connection = Request.Engine.Connect();
        using var source = table.OpenRows(connection, cancellationToken);
        while (source.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chunk = source.Current;
            for (var row = 0; row < chunk.RowCount; row++)
            {
                json.Byte((byte)'{');
                var isFirst = true;
                for (var i = 0; i < cells.Length; i++)
                {
                    var vector = chunk[i];
                    if (omitsMissing && vector.IsMissing(row)) continue;
                    if (!isFirst) json.Byte((byte)',');
                    isFirst = false;
                    json.Raw(keys[i]);
                    cells[i].Write(vector, row, json);
                }
                json.Raw("}\n"u8);
                json.FlushIfFull();
            }
            rows += chunk.RowCount;
            Request.OnRows?.Invoke(rows);
        }
        json.Flush();
        return rows;
    }

    private static byte[] Key(string name)
    {
        using var stream = new MemoryStream();
        var json = new JsonBuffer(stream);
        json.Text(Encoding.UTF8.GetBytes(name));
        json.Byte((byte)':');
        json.Flush();
        return stream.ToArray();
    }
}
