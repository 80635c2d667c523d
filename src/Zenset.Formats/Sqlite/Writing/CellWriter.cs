using System.Text;
using Zenset.DuckDb;
using Zenset.Formats.JsonLines;
using Zenset.Formats.Sqlite.Database;
using Zenset.Formats.Sqlite.Schema;
using Zenset.Formats.Sqlite.Values;
using Zenset.Model;

namespace Zenset.Formats.Sqlite.Writing;

/// <summary>Binds the values of one field to a parameter, without an object for each.</summary>
internal sealed class CellWriter
{
    private readonly FieldType _type;
    private readonly int _parameter;
    private readonly bool _spellsNaN;
    private readonly byte[][] _labels = [];
    private readonly TimeLayout _layout;
    private readonly double _power;
    private readonly int _vectorItemBytes;
    private readonly JsonCells? _json;
    private readonly MemoryStream _text;
    private readonly JsonBuffer? _buffer;

    /// <param name="field">The field.</param>
    /// <param name="parameter">Number of the parameter, from 1.</param>
    /// <param name="spellsNaN">NaN is written as a text instead of a missing value.</param>
    /// <param name="text">Room for a JSON text, which writers that take turns can share.</param>
    public CellWriter(Field field, int parameter, bool spellsNaN, MemoryStream text)
    {
        _text = text;
        _type = field.Type;
        _parameter = parameter;
        _spellsNaN = spellsNaN;
        if (_type.Kind == FieldKind.String && field.Categories is { Values.Length: > 0 } categories) _labels = [.. categories.Values.Select(Encoding.UTF8.GetBytes)];
        if (_type.Kind is FieldKind.Date or FieldKind.Time or FieldKind.Timestamp) _layout = TimeLayout.Of(field);
        if (_type.Kind == FieldKind.Decimal && _type.Precision <= DeclaredType.MostDecimalDigits) _power = (double)Decimals.Power(_type.Scale);
        _vectorItemBytes = VectorBytes.ItemBytes(_type);
        if (!_type.IsNested) return;
        _json = new JsonCells(field, omitsMissing: false, spellsNonFinite: true);
        _buffer = new JsonBuffer(_text);
    }

    public void Bind(SqliteStatement insert, Vector vector, int row)
    {
        if (vector.IsMissing(row))
        {
            insert.BindNull(_parameter);
            return;
        }
        switch (_type.Kind)
        {
            case FieldKind.Null: insert.BindNull(_parameter); break;
            case FieldKind.Boolean or FieldKind.UInt8: insert.Bind(_parameter, (long)vector.Values<byte>()[row]); break;
            case FieldKind.Int8: insert.Bind(_parameter, (long)vector.Values<sbyte>()[row]); break;
            case FieldKind.Int16: insert.Bind(_parameter, (long)vector.Values<short>()[row]); break;
            case FieldKind.Int32: insert.Bind(_parameter, (long)vector.Values<int>()[row]); break;
            case FieldKind.Int64: insert.Bind(_parameter, vector.Values<long>()[row]); break;
            case FieldKind.UInt16: insert.Bind(_parameter, (long)vector.Values<ushort>()[row]); break;
            case FieldKind.UInt32: insert.Bind(_parameter, (long)vector.Values<uint>()[row]); break;
            case FieldKind.UInt64: BindWide(insert, vector.Values<ulong>()[row]); break;
            case FieldKind.Int128: BindWide(insert, vector.Values<Int128>()[row]); break;
            case FieldKind.Float16 or FieldKind.Float32: BindReal(insert, vector.Values<float>()[row]); break;
            case FieldKind.Float64: BindReal(insert, vector.Values<double>()[row]); break;
            case FieldKind.Decimal: BindDecimal(insert, Decimals.Get(vector, row)); break;
            case FieldKind.String: insert.BindText(_parameter, vector.Type.Id == EngineTypeId.Enum ? Label(vector, row) : vector.Text(row)); break;
            case FieldKind.Binary: insert.BindBlob(_parameter, vector.Text(row)); break;
            case FieldKind.Uuid or FieldKind.Date or FieldKind.Time or FieldKind.Timestamp or FieldKind.Interval: BindSpelled(insert, vector, row); break;
            case FieldKind.FixedList when _vectorItemBytes > 0 && VectorBytes.TryGet(vector, row, _vectorItemBytes, out var items): insert.BindBlob(_parameter, items); break;
            case FieldKind.List or FieldKind.FixedList or FieldKind.Struct or FieldKind.Map or FieldKind.Sparse: BindJson(insert, vector, row); break;
            default: throw new InvalidOperationException($"There is no way to write {_type}.");
        }
    }

    private ReadOnlySpan<byte> Label(Vector vector, int row) =>
        _labels[vector.Type.ValueBytes switch { 1 => vector.Values<byte>()[row], 2 => vector.Values<ushort>()[row], _ => vector.Values<uint>()[row] }];

    private void BindReal(SqliteStatement insert, double value)
    {
        if (_spellsNaN && double.IsNaN(value)) insert.BindText(_parameter, "NaN"u8);
        else insert.Bind(_parameter, value);
    }

    // Beyond 64 bits SQLite has no whole numbers: digits, in a column that leaves them as they are.
    private void BindWide(SqliteStatement insert, Int128 value)
    {
        if (value >= long.MinValue && value <= long.MaxValue)
        {
            insert.Bind(_parameter, (long)value);
            return;
        }
        Span<byte> digits = stackalloc byte[48];
        insert.BindText(_parameter, digits[..Decimals.Write(digits, value, 0)]);
    }

    // Up to 15 digits the nearest double stands for the decimal alone: both numbers are exact, so their quotient is that double.
    private void BindDecimal(SqliteStatement insert, Int128 unscaled)
    {
        if (_power > 0)
        {
            if (_type.Scale == 0) insert.Bind(_parameter, (long)unscaled);
            else insert.Bind(_parameter, (double)(long)unscaled / _power);
            return;
        }
        Span<byte> digits = stackalloc byte[48];
        insert.BindText(_parameter, digits[..Decimals.Write(digits, unscaled, _type.Scale)]);
    }

    private void BindSpelled(SqliteStatement insert, Vector vector, int row)
    {
        Span<byte> text = stackalloc byte[Math.Max(TimeText.MostBytes, IntervalText.MostBytes)];
        int length;
        switch (_type.Kind)
        {
            case FieldKind.Uuid:
                System.Buffers.Text.Utf8Formatter.TryFormat(EngineUuid.ToGuid(vector.Values<Int128>()[row]), text, out length, 'D');
                break;
            case FieldKind.Date:
                length = TimeText.WriteDate(text, vector.Values<int>()[row]);
                break;
            case FieldKind.Time:
                length = TimeText.Write(text, _layout, vector.Values<long>()[row], _type.Unit == TimeUnit.Nanosecond ? TimeUnit.Nanosecond : TimeUnit.Microsecond);
                break;
            case FieldKind.Timestamp:
                length = TimeText.Write(text, _layout, vector.Values<long>()[row], ScalarReader.EngineUnit(_type));
                break;
            default:
                length = IntervalText.Write(text, vector.Values<EngineInterval>()[row]);
                break;
        }
        insert.BindText(_parameter, text[..length]);
    }

    private void BindJson(SqliteStatement insert, Vector vector, int row)
    {
        _text.SetLength(0);
        _json!.Write(vector, row, _buffer!);
        _buffer!.Flush();
        insert.BindText(_parameter, _text.GetBuffer().AsSpan(0, (int)_text.Length));
    }
}
