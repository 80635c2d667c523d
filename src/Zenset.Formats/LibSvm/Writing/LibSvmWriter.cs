using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Text;
using Zenset.Model;

namespace Zenset.Formats.LibSvm.Writing;

/// <summary>Writes one table as LibSVM text, chunk by chunk.</summary>
internal sealed class LibSvmWriter : IWriter
{
    // Longest number: a double in shortest form has up to 24 characters.
    private const int NumberBytes = 32;

    private readonly WriteRequest _request;
    private readonly Stream _stream;
    private readonly TextOutput _output;
    private bool _isWritten;

    public LibSvmWriter(WriteRequest request)
    {
        _request = request;
        _stream = request.Target.OpenWrite();
        _output = new TextOutput(_stream);
    }

    public ValueTask<long> WriteAsync(TableToWrite table, CancellationToken cancellationToken = default)
    {
        if (_isWritten) throw new InvalidOperationException("A LibSVM file holds one table.");
        _isWritten = true;
        try
        {
            return ValueTask.FromResult(Write(table, cancellationToken));
        }
        catch (DuckDbException e)
        {
            throw EngineFailures.Translate(e);
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        if (!_isWritten) throw new InvalidOperationException("Write a table first.");
        _output.Flush();
        await _stream.DisposeAsync().ConfigureAwait(false);
        _request.Target.Complete();
    }

    public async ValueTask DisposeAsync()
    {
        _output.Dispose();
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private long Write(TableToWrite table, CancellationToken cancellationToken)
    {
        var shape = table.Shape;
        var plan = LibSvmPlan.For(shape, _request.Options);
        var select = string.Join(", ", shape.Fields.Select((_, i) => plan.Select(shape, i, LibSvmPlan.Column(i))));
        using var connection = _request.Engine.Connect();
        using var query = connection.Query($"SELECT {select} FROM ({table.Sql}) AS t({string.Join(", ", shape.Fields.Select((_, i) => LibSvmPlan.Column(i)))})", cancellationToken);
        var rows = 0L;
        while (query.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteRows(query.Current, shape, plan);
            rows += query.Current.RowCount;
            _request.OnRows?.Invoke(rows);
        }
        return rows;
    }

    private void WriteRows(Chunk chunk, TableShape shape, LibSvmPlan plan)
    {
        for (var row = 0; row < chunk.RowCount; row++)
        {
            if (plan.Label < 0) _output.Write((byte)'0');
            else WriteLabel(chunk[plan.Label], row, shape.Fields[plan.Label].Type.Kind == FieldKind.List);
            if (plan.Query >= 0 && !chunk[plan.Query].IsMissing(row))
            {
                _output.Write(" qid:"u8);
                WriteWhole(chunk[plan.Query].Values<long>()[row]);
            }
            foreach (var (field, position) in plan.Features) WriteFeature(chunk[field], row, shape.Fields[field].Type, plan.IndexBase + position);
            _output.Write((byte)'\n');
        }
    }

    // Without labels the row begins with the blank of its first entry.
    private void WriteLabel(Vector vector, int row, bool isList)
    {
        if (!isList)
        {
            _output.Write(vector.IsMissing(row) ? "0"u8 : vector.Text(row));
            return;
        }
        if (vector.IsMissing(row)) return;
        var entry = vector.Entries[row];
        var isFirst = true;
        for (var i = (int)entry.Offset; i < (int)(entry.Offset + entry.Length); i++)
        {
            if (vector.Items.IsMissing(i)) continue;
            if (!isFirst) _output.Write((byte)',');
            isFirst = false;
            _output.Write(vector.Items.Text(i));
        }
    }

    private void WriteFeature(Vector vector, int row, FieldType type, long first)
    {
        if (vector.IsMissing(row)) return;
        switch (type.Kind)
        {
            case FieldKind.Sparse:
                WriteSparse(vector, row, first);
                break;
            case FieldKind.FixedList:
                var entry = vector.Entries[row];
                for (var i = 0; i < (int)entry.Length; i++) WriteUnlessZero(vector.Items, (int)entry.Offset + i, first + i);
                break;
            default:
                WriteUnlessZero(vector, row, first);
                break;
        }
    }

    private void WriteSparse(Vector vector, int row, long first)
    {
        var indices = vector.Member(0);
        var values = vector.Member(1);
        var entry = indices.Entries[row];
        var firstValue = (int)values.Entries[row].Offset;
        var positions = indices.Items.Values<int>().Slice((int)entry.Offset, (int)entry.Length);
        for (var i = 0; i < positions.Length; i++)
        {
            if (!values.Items.IsMissing(firstValue + i)) WriteEntry(first + positions[i], values.Items.Values<double>()[firstValue + i]);
        }
    }

    // Negative zero is not what an entry that is left out means.
    private void WriteUnlessZero(Vector vector, int at, long index)
    {
        if (vector.IsMissing(at)) return;
        var value = vector.Values<double>()[at];
        if (BitConverter.DoubleToInt64Bits(value) != 0) WriteEntry(index, value);
    }

    private void WriteEntry(long index, double value)
    {
        _output.Write((byte)' ');
        WriteWhole(index);
        _output.Write((byte)':');
        if (double.IsFinite(value))
        {
            value.TryFormat(_output.Reserve(NumberBytes), out var written, default, CultureInfo.InvariantCulture);
            _output.Advance(written);
        }
        else
        {
            _output.Write(double.IsNaN(value) ? "nan"u8 : value > 0 ? "inf"u8 : "-inf"u8);
        }
    }

    private void WriteWhole(long value)
    {
        value.TryFormat(_output.Reserve(NumberBytes), out var written, default, CultureInfo.InvariantCulture);
        _output.Advance(written);
    }
}
