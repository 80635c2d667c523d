using System.Globalization;
using System.Text;
using Zenset.DuckDb;
using Zenset.Formats.Text;

namespace Zenset.Formats.Arff.Writing;

/// <summary>Writes the rows of chunks, dense or sparse. No object per row or cell.</summary>
internal sealed class ArffRowWriter(ArffWritePlan plan, TextOutput output) : IDisposable
{
    // Longest number: a double in shortest form has up to 24 characters, a 64-bit integer 20.
    private const int NumberBytes = 32;

    private readonly byte[][][] _labels =
        [.. plan.Columns.Select(c => c.Form == ArffCellForm.Nominal ? c.Field.Categories!.Values.Select(v => ArffText.Value(v, plan.Dialect)).ToArray() : [])];
    private readonly JavaDatePattern?[] _patterns =
        [.. plan.Columns.Select(c => c.Form is ArffCellForm.Days or ArffCellForm.Micros ? ArffCellForms.PatternOf(c.Field) : null)];
    private readonly RelationalText?[] _relational =
        [.. plan.Columns.Select(c => c.Form == ArffCellForm.Relational ? new RelationalText(c.Field.Type, plan.Dialect) : null)];
    // For each column, how far the entries of a sparse row have been written.
    private readonly int[] _entry = new int[plan.Columns.Length];
    private readonly StringBuilder _date = new();
    private readonly TextOutput _dateText = new();

    /// <summary>Writes all rows of a chunk.</summary>
    public void Write(Chunk chunk)
    {
        for (var row = 0; row < chunk.RowCount; row++)
        {
            if (plan.IsSparse) WriteSparse(chunk, row);
            else WriteDense(chunk, row);
            if (plan.WeightColumn >= 0) WriteWeight(chunk[plan.WeightColumn], row);
            output.Write((byte)'\n');
        }
    }

    public void Dispose()
    {
        _dateText.Dispose();
        foreach (var relational in _relational) relational?.Dispose();
    }

    /// <summary>Writes a number of 64 bits in the fewest digits that read back the same.</summary>
    public static void WriteDouble(TextOutput output, double value, ArffDialect dialect)
    {
        if (double.IsFinite(value))
        {
            value.TryFormat(output.Reserve(NumberBytes), out var written, default, CultureInfo.InvariantCulture);
            output.Advance(written);
            return;
        }
        // The spelling that Java, Python, pandas and R all take; NaN spoils a whole column for pandas.
        output.Write(double.IsNaN(value) ? dialect == ArffDialect.Weka ? "NaN"u8 : "?"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);
    }

    /// <summary>Writes a number of 32 bits in the fewest digits that tell it from other such numbers.</summary>
    public static void WriteFloat(TextOutput output, float value, ArffDialect dialect)
    {
        if (!float.IsFinite(value))
        {
            WriteDouble(output, value, dialect);
            return;
        }
        value.TryFormat(output.Reserve(NumberBytes), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    public static void WriteInteger(TextOutput output, long value)
    {
        value.TryFormat(output.Reserve(NumberBytes), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    private void WriteDense(Chunk chunk, int row)
    {
        var isFirst = true;
        foreach (var run in plan.Runs)
        {
            var vector = chunk[run.Column];
            var column = plan.Columns[run.Column];
            if (column.Form != ArffCellForm.Vector)
            {
                if (!isFirst) output.Write((byte)',');
                isFirst = false;
                WriteCell(vector, row, run.Column, column.Form);
                continue;
            }
            var isMissing = vector.IsMissing(row);
            var items = vector.Items;
            var first = FirstItem(vector, row, column) + run.From;
            for (var k = 0; k < run.Count; k++)
            {
                if (!isFirst) output.Write((byte)',');
                isFirst = false;
                if (isMissing) output.Write((byte)'?');
                else WriteCell(items, first + k, run.Column, column.ItemForm);
            }
        }
    }

    // Fields that have their attribute for themselves are named in every row: a row then never ends early for readers that take the
    // greatest row they see for the last, and text has no implied value at all.
    private void WriteSparse(Chunk chunk, int row)
    {
        output.Write((byte)'{');
        Array.Clear(_entry);
        var isFirst = true;
        foreach (var run in plan.Runs)
        {
            var vector = chunk[run.Column];
            var column = plan.Columns[run.Column];
            switch (column.Form)
            {
                case ArffCellForm.Sparse:
                    WriteSparseRun(vector, row, run, column, ref isFirst);
                    break;
                case ArffCellForm.Vector:
                    WriteVectorEntries(vector, row, run, column, ref isFirst);
                    break;
                default:
                    WriteIndex(run.FirstAttribute, ref isFirst);
                    WriteCell(vector, row, run.Column, column.Form);
                    break;
            }
        }
        output.Write((byte)'}');
    }

    private void WriteSparseRun(Vector vector, int row, ArffWriteRun run, ArffWriteColumn column, ref bool isFirst)
    {
        if (vector.IsMissing(row)) return;
        var indices = vector.Member(0);
        var values = vector.Member(1);
        var entry = indices.Entries[row];
        var positions = indices.Items.Values<int>();
        var firstValue = (int)values.Entries[row].Offset;
        var end = run.From + run.Count;
        for (ref var at = ref _entry[run.Column]; at < (int)entry.Length; at++)
        {
            var position = positions[(int)entry.Offset + at];
            if (position >= end) break;
            WriteIndex(run.FirstAttribute + position - run.From, ref isFirst);
            WriteCell(values.Items, firstValue + at, run.Column, column.ItemForm);
        }
    }

    private void WriteVectorEntries(Vector vector, int row, ArffWriteRun run, ArffWriteColumn column, ref bool isFirst)
    {
        var isMissing = vector.IsMissing(row);
        var items = vector.Items;
        var first = FirstItem(vector, row, column) + run.From;
        for (var k = 0; k < run.Count; k++)
        {
            if (!isMissing && IsZero(items, first + k, column.ItemForm)) continue;
            WriteIndex(run.FirstAttribute + k, ref isFirst);
            if (isMissing) output.Write((byte)'?');
            else WriteCell(items, first + k, run.Column, column.ItemForm);
        }
    }

    private static int FirstItem(Vector vector, int row, ArffWriteColumn column) =>
        vector.Type.Id == EngineTypeId.List ? (int)vector.Entries[row].Offset : (int)(row * column.Field.Type.Length);

    // Negative zero is not what an entry that is left out means.
    private static bool IsZero(Vector items, int item, ArffCellForm form) => !items.IsMissing(item) && form switch
    {
        ArffCellForm.Integer => items.Values<long>()[item] == 0,
        ArffCellForm.Float => BitConverter.SingleToInt32Bits(items.Values<float>()[item]) == 0,
        _ => BitConverter.DoubleToInt64Bits(items.Values<double>()[item]) == 0,
    };

    private void WriteIndex(int attribute, ref bool isFirst)
    {
        if (!isFirst) output.Write((byte)',');
        isFirst = false;
        WriteInteger(output, attribute);
        output.Write((byte)' ');
    }

    private void WriteCell(Vector vector, int row, int column, ArffCellForm form)
    {
        if (vector.IsMissing(row))
        {
            output.Write((byte)'?');
            return;
        }
        switch (form)
        {
            case ArffCellForm.Integer: WriteInteger(output, vector.Values<long>()[row]); break;
            case ArffCellForm.Float: WriteFloat(output, vector.Values<float>()[row], plan.Dialect); break;
            case ArffCellForm.Double: WriteDouble(output, vector.Values<double>()[row], plan.Dialect); break;
            case ArffCellForm.NumberText: output.Write(vector.Text(row)); break;
            case ArffCellForm.Text: ArffText.WriteValue(output, vector.Text(row), plan.Dialect); break;
            case ArffCellForm.Boolean: output.Write(vector.Values<bool>()[row] ? "True"u8 : "False"u8); break;
            case ArffCellForm.Nominal: output.Write(_labels[column][CodeOf(vector, row, _labels[column].Length)]); break;
            case ArffCellForm.Days: WriteDate(vector.Values<int>()[row] * 86_400_000_000L, column); break;
            case ArffCellForm.Micros: WriteDate(vector.Values<long>()[row], column); break;
            case ArffCellForm.Relational: ArffText.WriteQuoted(output, _relational[column]!.Of(vector, row), (byte)'\'', plan.Dialect); break;
            default: throw new InvalidOperationException($"{form} is no form of a cell.");
        }
    }

    // duckdb.h, duckdb_enum_internal_type: one byte below 256 labels, two below 65,536.
    private static int CodeOf(Vector vector, int row, int labels) => labels switch
    {
        < 256 => vector.Values<byte>()[row],
        < 65_536 => vector.Values<ushort>()[row],
        _ => (int)vector.Values<uint>()[row],
    };

    private void WriteDate(long micros, int column)
    {
        _date.Clear();
        _patterns[column]!.Format(micros, _date);
        _dateText.Clear();
        foreach (var piece in _date.GetChunks()) _dateText.Write(piece.Span);
        ArffText.WriteValue(output, _dateText.Gathered, plan.Dialect);
    }

    private void WriteWeight(Vector vector, int row)
    {
        if (vector.IsMissing(row)) return;
        output.Write(",{"u8);
        WriteCell(vector, row, plan.WeightColumn, plan.Columns[plan.WeightColumn].Form);
        output.Write((byte)'}');
    }
}
