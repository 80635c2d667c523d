using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Text;
using Zenset.Model;

namespace Zenset.Formats.LibSvm.Writing;

/// <summary>Writes the rows of chunks. No object per row or entry.</summary>
internal sealed class LibSvmRowWriter(LibSvmPlan plan, TableShape shape, TextOutput output)
{
    // Longest number: a double in shortest form has up to 24 characters.
    private const int NumberBytes = 32;

    /// <summary>Writes all rows of a chunk.</summary>
    public void Write(Chunk chunk)
    {
        for (var row = 0; row < chunk.RowCount; row++)
        {
            if (plan.Label < 0) output.Write((byte)'0');
            else WriteLabel(chunk[plan.Label], row, shape.Fields[plan.Label].Type.Kind == FieldKind.List);
            if (plan.Query >= 0 && !chunk[plan.Query].IsMissing(row))
            {
                output.Write(" qid:"u8);
                WriteWhole(chunk[plan.Query].Values<long>()[row]);
            }
            foreach (var (field, position) in plan.Features) WriteFeature(chunk[field], row, shape.Fields[field].Type, plan.IndexBase + position);
            output.Write((byte)'\n');
        }
    }

    // Without labels the row begins with the blank of its first entry.
    private void WriteLabel(Vector vector, int row, bool isList)
    {
        if (!isList)
        {
            output.Write(vector.IsMissing(row) ? "0"u8 : vector.Text(row));
            return;
        }
        if (vector.IsMissing(row)) return;
        var entry = vector.Entries[row];
        var isFirst = true;
        for (var i = (int)entry.Offset; i < (int)(entry.Offset + entry.Length); i++)
        {
            if (vector.Items.IsMissing(i)) continue;
            if (!isFirst) output.Write((byte)',');
            isFirst = false;
            output.Write(vector.Items.Text(i));
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
        output.Write((byte)' ');
        WriteWhole(index);
        output.Write((byte)':');
        if (double.IsFinite(value))
        {
            value.TryFormat(output.Reserve(NumberBytes), out var written, default, CultureInfo.InvariantCulture);
            output.Advance(written);
        }
        else
        {
            output.Write(double.IsNaN(value) ? "nan"u8 : value > 0 ? "inf"u8 : "-inf"u8);
        }
    }

    private void WriteWhole(long value)
    {
        value.TryFormat(output.Reserve(NumberBytes), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }
}
