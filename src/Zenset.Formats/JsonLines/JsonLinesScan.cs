using System.Text.Json;
using Zenset.DuckDb;
using Zenset.Formats.Text;

namespace Zenset.Formats.JsonLines;

/// <summary>Reads the rows of one segment into chunks.</summary>
internal sealed unsafe class JsonLinesScan : ITableScan
{
    private readonly JsonLinesTable _table;
    private readonly SegmentText _text;
    private readonly int _segment;
    private readonly JsonPlan _plan;
    private readonly int[] _outputs;
    private readonly Action<long> _onBytes;
    private long _lines;
    private long _rows;

    public JsonLinesScan(JsonLinesTable table, SegmentText text, int segment, ReadOnlySpan<int> columns, Action<long> onBytes)
    {
        _table = table;
        _text = text;
        _segment = segment;
        _onBytes = onBytes;
        _plan = table.MakePlan();
        _outputs = new int[table.Fields.Length];
        Array.Fill(_outputs, -1);
        for (var i = 0; i < columns.Length; i++) _outputs[columns[i]] = i;
    }

    public int Read(ChunkBuilder chunk)
    {
        _plan.Begin();
        var rows = 0;
        while (rows < chunk.Capacity)
        {
            var left = (int)(_text.End - _text.Cursor);
            var length = new ReadOnlySpan<byte>(_text.Cursor, left).IndexOf((byte)'\n');
            if (length < 0 && !_text.IsFinal)
            {
                // Texts of the rows before point into the window, so it moves only between chunks.
                if (rows > 0) break;
                _text.Refill();
                continue;
            }
            if (left == 0) break;
            var line = new ReadOnlySpan<byte>(_text.Cursor, length < 0 ? left : length + 1);
            _text.Cursor += line.Length;
            _lines++;
            if (ReadLine(line, chunk, rows)) rows++;
        }
        for (var field = 0; field < _outputs.Length; field++)
        {
            if (_outputs[field] >= 0 && rows > 0) _plan[field].Finish(chunk[_outputs[field]]);
        }
        _onBytes(_text.BytesRead);
        return rows;
    }

    public void Dispose()
    {
    }

    private bool ReadLine(ReadOnlySpan<byte> line, ChunkBuilder chunk, int row)
    {
        var text = JsonLine.Trim(line);
        if (text.IsEmpty) return false;
        var field = -1;
        try
        {
            // Whether the row is good must be known before any of it is written.
            if (_table.Skips) Check(text);
            var reader = JsonLine.Begin(text);
            _plan.WriteRow(ref reader, text, chunk, row, _outputs, out field);
            _rows++;
            return true;
        }
        catch (Exception e) when (e is JsonLineException or JsonException)
        {
            var failure = e as JsonLineException ?? JsonLineException.From((JsonException)e, text);
            var indent = line.IndexOf(text[0]);
            var located = _table.Inference.Locate(
                _table.SourceName, _segment, _lines - 1, _rows, new JsonLineException(failure.Code, failure.Message, failure.Column + indent, failure.Fix, failure.InnerException),
                failure.Code == JsonLinesErrors.WrongType && field >= 0 ? _table.Fields[field].Name : null);
            if (!_table.Skips) throw located;
            _rows++;
            _table.Rejected!.Add(_segment, text, () => located);
            // The row's place is used again: what was marked missing in it must not stay so.
            for (var i = 0; i < chunk.ColumnCount; i++) chunk[i].Validity()[row >> 6] |= 1UL << (row & 63);
            return false;
        }
    }

    private static void Check(ReadOnlySpan<byte> text) => JsonLine.Observe(text, new JsonShape { IsRow = true });
}
