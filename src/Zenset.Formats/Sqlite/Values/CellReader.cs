using System.Buffers.Text;
using System.Text.Unicode;
using Zenset.DuckDb;
using Zenset.Formats.Arff;
using Zenset.Formats.Sqlite.Database;
using Zenset.Model;

namespace Zenset.Formats.Sqlite.Values;

/// <summary>How the values of a column are read into its field. Belongs to one scan.</summary>
internal sealed class CellReader
{
    private readonly ColumnReading _reading;
    private readonly FieldType _type;
    private readonly NominalCodes? _codes;
    private readonly NestedReader? _nested;

    public CellReader(ColumnReading reading)
    {
        _reading = reading;
        _type = reading.Field.Type;
        if (_type.Kind == FieldKind.String && reading.Field.Categories is { Values.Length: > 0 } categories) _codes = new NominalCodes(categories.Values);
        if (_type.IsNested) _nested = new NestedReader(_type);
    }

    /// <summary>Begins a chunk.</summary>
    public void Begin() => _nested?.Begin();

    /// <summary>Ends a chunk.</summary>
    public void Finish(VectorBuilder vector) => _nested?.Finish(vector);

    /// <summary>Reads the value at which <paramref name="row"/> stands; false when the field's type does not hold it.</summary>
    public bool TryRead(SqliteStatement values, int column, VectorBuilder vector, int row)
    {
        var kind = values.ClassOf(column);
        if (_reading.IsOpen && kind != StorageClass.Null) return false;
        switch (kind)
        {
            case StorageClass.Integer:
                var whole = values.Integer(column);
                return ScalarReader.TryInteger(_type, whole, vector, row) || (_reading.IsAskedFor && TryAsText(whole, vector, row));
            case StorageClass.Real:
                var real = values.Real(column);
                return ScalarReader.TryReal(_type, real, vector, row) || (_reading.IsAskedFor && TryAsText(real, vector, row));
            case StorageClass.Text:
                return TryText(values.Bytes(column), vector, row);
            case StorageClass.Blob:
                return TryBlob(values.Bytes(column), vector, row);
            case StorageClass.Null:
            default:
                if (_nested is not null) _nested.SetMissing(vector, row);
                else vector.SetMissing(row);
                return true;
        }
    }

    /// <summary>Bytes of texts and blobs that were read.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes back what a row has been marked as: its place is used again.</summary>
    public void Undo(VectorBuilder vector, int row)
    {
        if (_nested is not null) _nested.Undo(vector, row);
        else vector.Validity()[row >> 6] |= 1UL << (row & 63);
    }

    // Other ways of writing a time than the one found so far would not come back as they were.
    private bool IsAsOthers(TimeText time) => _reading.Layout is { } layout ? time.IsIn(layout) : _reading.IsLenient || time.Infinity != 0;

    private bool TryText(ReadOnlySpan<byte> text, VectorBuilder vector, int row)
    {
        Bytes += text.Length;
        switch (_type.Kind)
        {
            case FieldKind.String when _codes is not null:
                return TrySetCode(_codes.Find(text), vector, row);
            case FieldKind.String:
                if (_reading.Field.IsNominal || !Utf8.IsValid(text)) return false;
                vector.SetText(row, text);
                return true;
            case FieldKind.Binary when _reading.IsAskedFor:
                vector.SetText(row, text);
                return true;
            case FieldKind.Float64 or FieldKind.Float32 or FieldKind.Float16 when text.SequenceEqual("NaN"u8):
                // SQLite makes a missing value of NaN, so this is how it is written by those who want to keep it.
                return ScalarReader.TryReal(_type, ScalarReader.NaN, vector, row);
            case FieldKind.Date or FieldKind.Time or FieldKind.Timestamp:
                return TimeText.TryParse(text, out var time) && IsAsOthers(time) && ScalarReader.TryTime(_type, time, vector, row);
            default:
                if (_nested is not null) return _nested.TryRead(text, vector, row);
                return _reading.IsLenient && ScalarReader.TryText(_type, text, vector, row);
        }
    }

    private bool TryBlob(ReadOnlySpan<byte> bytes, VectorBuilder vector, int row)
    {
        Bytes += bytes.Length;
        if (_type.Kind == FieldKind.FixedList) return VectorBytes.TryRead(_type, bytes, vector, row, _nested!);
        if (_type.Kind != FieldKind.Binary) return false;
        vector.SetText(row, bytes);
        return true;
    }

    private bool TryAsText(long value, VectorBuilder vector, int row)
    {
        Span<byte> text = stackalloc byte[24];
        Utf8Formatter.TryFormat(value, text, out var length);
        return TryText(text[..length], vector, row);
    }

    private bool TryAsText(double value, VectorBuilder vector, int row)
    {
        if (_type.IsInteger && double.IsInteger(value) && Math.Abs(value) < 1L << 53) return ScalarReader.TryInteger(_type, (long)value, vector, row);
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var length, "R", System.Globalization.CultureInfo.InvariantCulture);
        return TryText(text[..length], vector, row);
    }

    private static bool TrySetCode(int code, VectorBuilder vector, int row)
    {
        if (code < 0) return false;
        switch (vector.Type.ValueBytes)
        {
            case 1: vector.Values<byte>()[row] = (byte)code; break;
            case 2: vector.Values<ushort>()[row] = (ushort)code; break;
            default: vector.Values<uint>()[row] = (uint)code; break;
        }
        return true;
    }
}
