using Zenset.DuckDb;

namespace Zenset.Formats.TfRecord;

/// <summary>Reads the records of one range into chunks. Text stays where it is in the window; no object per record or value.</summary>
internal sealed class TfRecordScan : ITableScan
{
    private readonly TfRecordTable _table;
    private readonly RecordRange _range;
    private readonly RecordWindow _window;
    private readonly ExampleSplitter _splitter = new();
    private readonly Action<long> _onBytes;
    private readonly Output[] _outputs;

    private sealed class Output(TfRecordField column)
    {
        public TfRecordField Column { get; } = column;
        public FeatureColumn Values { get; } = new(column.Field.Type, column.Kind, column.IsList);
        public FeatureMeasure Measure { get; set; }
        public int Start { get; set; }
        public int End { get; set; }
        public bool IsThere { get; set; }
    }

    public TfRecordScan(TfRecordTable table, RecordRange range, ReadOnlySpan<int> columns, Action<long> onBytes)
    {
        _table = table;
        _range = range;
        _onBytes = onBytes;
        _window = new RecordWindow(table.File, range);
        // The same numbers as in the first pass.
        var observed = table.Inference.Observed;
        for (var i = 0; i < observed.Features.Count; i++) _splitter.Features.Know(observed.FeatureKeys[i]);
        for (var i = 0; i < observed.Lists.Count; i++) _splitter.Lists.Know(observed.ListKeys[i]);
        _outputs = new Output[table.Columns.IsEmpty ? 0 : columns.Length];
        for (var i = 0; i < _outputs.Length; i++) _outputs[i] = new Output(table.Columns[columns[i]]);
    }

    public int Read(ChunkBuilder chunk)
    {
        foreach (var output in _outputs) output.Values.Begin();
        var rows = 0;
        // Text of the rows before points into the window, so it moves only between chunks.
        while (rows < chunk.Capacity && _window.Next(canMove: rows == 0, out var data) == WindowState.Record)
        {
            if (Look(data)) Write(data, chunk, rows++);
        }
        for (var i = 0; i < _outputs.Length && rows > 0; i++) _outputs[i].Values.Finish(chunk[i]);
        _onBytes(_window.BytesRead);
        return rows;
    }

    public void Dispose() => _window.Dispose();

    // Whether the record is good, before any of it is written.
    private bool Look(ReadOnlySpan<byte> data)
    {
        if (!_window.IsSound) return Reject(data, TfRecordInference.Damaged(_window));
        if (_table.Columns.IsEmpty) return true;
        try
        {
            _splitter.Split(data);
            foreach (var output in _outputs)
            {
                var slots = output.Column.IsList ? _splitter.Lists : _splitter.Features;
                output.IsThere = slots.TryGet(output.Column.Key, out var start, out var end);
                (output.Start, output.End) = (start, end);
                if (!output.IsThere) continue;
                if (!output.Column.IsList) output.Measure = Feature.Measure(data, start, end, asksForUtf8: false);
                else MeasureSteps(data, start, end);
            }
            return true;
        }
        catch (MalformedRecordException e)
        {
            return Reject(data, TfRecordInference.Malformed(_window, e));
        }
        catch (TooManyKeysException)
        {
            throw _window.Changed();
        }
    }

    private void Write(ReadOnlySpan<byte> data, ChunkBuilder chunk, int row)
    {
        if (_table.Columns.IsEmpty)
        {
            for (var i = 0; i < chunk.ColumnCount; i++) chunk[i].SetTextInPlace(row, data);
            return;
        }
        for (var i = 0; i < _outputs.Length; i++)
        {
            var output = _outputs[i];
            if (!output.IsThere) FeatureColumn.WriteMissing(chunk[i], row);
            else if (!(output.Column.IsList
                ? output.Values.WriteSteps(data, output.Start, output.End, chunk[i], row)
                : output.Values.Write(data, output.Measure, output.End, chunk[i], row))) throw _window.Changed();
        }
    }

    private static void MeasureSteps(ReadOnlySpan<byte> data, int start, int end)
    {
        var steps = new FeatureSteps(data, start, end);
        while (steps.Next(out var stepStart, out var stepEnd)) Feature.Measure(data, stepStart, stepEnd, asksForUtf8: false);
    }

    private bool Reject(ReadOnlySpan<byte> data, SourceDataException failure)
    {
        if (!_table.Skips) throw failure;
        _table.Rejected!.Add(_range.Index, data, () => failure);
        return false;
    }
}
