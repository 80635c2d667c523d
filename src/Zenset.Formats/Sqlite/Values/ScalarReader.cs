using System.Buffers.Text;
using System.Globalization;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Sqlite.Values;

/// <summary>Writes single values into vectors. Every method says whether the type holds the value exactly; if not, nothing counts as written.</summary>
internal static class ScalarReader
{
    private const long MostExact = 1L << 53;

    /// <summary>NaN as C and the engine have it; that of .NET has a sign.</summary>
    public static readonly double NaN = BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000);

    public static bool TryInteger(FieldType type, long value, VectorBuilder vector, int row)
    {
        switch (type.Kind)
        {
            case FieldKind.Boolean:
                vector.Values<byte>()[row] = (byte)value;
                return value is 0 or 1;
            case FieldKind.Int8:
                vector.Values<sbyte>()[row] = (sbyte)value;
                return value is >= sbyte.MinValue and <= sbyte.MaxValue;
            case FieldKind.Int16:
                vector.Values<short>()[row] = (short)value;
                return value is >= short.MinValue and <= short.MaxValue;
            case FieldKind.Int32:
                vector.Values<int>()[row] = (int)value;
                return value is >= int.MinValue and <= int.MaxValue;
            case FieldKind.Int64:
                vector.Values<long>()[row] = value;
                return true;
            case FieldKind.Int128:
                vector.Values<Int128>()[row] = value;
                return true;
            case FieldKind.UInt8:
                vector.Values<byte>()[row] = (byte)value;
                return value is >= 0 and <= byte.MaxValue;
            case FieldKind.UInt16:
                vector.Values<ushort>()[row] = (ushort)value;
                return value is >= 0 and <= ushort.MaxValue;
            case FieldKind.UInt32:
                vector.Values<uint>()[row] = (uint)value;
                return value is >= 0 and <= uint.MaxValue;
            case FieldKind.UInt64:
                vector.Values<ulong>()[row] = (ulong)value;
                return value >= 0;
            case FieldKind.Float16 or FieldKind.Float32 or FieldKind.Float64:
                return value is >= -MostExact and <= MostExact && TryReal(type, value, vector, row);
            case FieldKind.Decimal:
                if (!Decimals.TryFromInteger(value, type.Precision, type.Scale, out var unscaled)) return false;
                Decimals.Set(vector, row, unscaled);
                return true;
            default:
                return false;
        }
    }

    public static bool TryReal(FieldType type, double value, VectorBuilder vector, int row)
    {
        switch (type.Kind)
        {
            case FieldKind.Float64:
                vector.Values<double>()[row] = value;
                return true;
            case FieldKind.Float32:
                vector.Values<float>()[row] = (float)value;
                return (float)value == value || double.IsNaN(value);
            case FieldKind.Float16:
                vector.Values<float>()[row] = (float)value;
                return (double)(Half)value == value || double.IsNaN(value);
            case FieldKind.Decimal:
                if (!Decimals.TryFromReal(value, type.Precision, type.Scale, out var unscaled)) return false;
                Decimals.Set(vector, row, unscaled);
                return true;
            default:
                return false;
        }
    }

    /// <summary>A text that spells a value.</summary>
    public static bool TryText(FieldType type, ReadOnlySpan<byte> text, VectorBuilder vector, int row)
    {
        switch (type.Kind)
        {
            case FieldKind.Boolean:
                var isTrue = text.SequenceEqual("true"u8) || text.SequenceEqual("1"u8);
                vector.Values<byte>()[row] = isTrue ? (byte)1 : (byte)0;
                return isTrue || text.SequenceEqual("false"u8) || text.SequenceEqual("0"u8);
            case FieldKind.Int8 or FieldKind.Int16 or FieldKind.Int32 or FieldKind.Int64 or FieldKind.UInt8 or FieldKind.UInt16 or FieldKind.UInt32:
                return Utf8Parser.TryParse(text, out long whole, out var used) && used == text.Length && TryInteger(type, whole, vector, row);
            case FieldKind.UInt64:
                return Utf8Parser.TryParse(text, out vector.Values<ulong>()[row], out used) && used == text.Length;
            case FieldKind.Int128:
                return Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out vector.Values<Int128>()[row]) && vector.Values<Int128>()[row] != Int128.MinValue;
            case FieldKind.Float16 or FieldKind.Float32 or FieldKind.Float64:
                if (text.SequenceEqual("NaN"u8)) return TryReal(type, NaN, vector, row);
                return Utf8Parser.TryParse(text, out double real, out used) && used == text.Length && (type.Kind == FieldKind.Float64 ? TryReal(type, real, vector, row) : TrySingle(text, vector, row));
            case FieldKind.Decimal:
                if (!Decimals.TryFromText(text, type.Precision, type.Scale, out var unscaled)) return false;
                Decimals.Set(vector, row, unscaled);
                return true;
            case FieldKind.Uuid:
                if (!Utf8Parser.TryParse(text, out Guid guid, out used, 'D') || used != text.Length) return false;
                vector.Values<Int128>()[row] = EngineUuid.FromGuid(guid);
                return true;
            case FieldKind.Date or FieldKind.Time or FieldKind.Timestamp:
                return TimeText.TryParse(text, out var time) && TryTime(type, time, vector, row);
            case FieldKind.Interval:
                return IntervalText.TryParse(text, out vector.Values<EngineInterval>()[row]);
            default:
                return false;
        }
    }

    /// <summary>A date or time of the type's kind.</summary>
    public static bool TryTime(FieldType type, TimeText time, VectorBuilder vector, int row)
    {
        if (type.Kind == FieldKind.Date) return time.TryDays(out vector.Values<int>()[row]);
        if (type.Kind == FieldKind.Time)
        {
            if (time.Infinity != 0 || time.Layout.HasDate || time.Nanoseconds % TimeText.UnitNanoseconds(type.Unit) != 0) return false;
            // Times move in microseconds, but for nanoseconds.
            vector.Values<long>()[row] = time.Nanoseconds / (type.Unit == TimeUnit.Nanosecond ? 1 : 1_000);
            return true;
        }
        if (time.Infinity == 0 && (!time.Layout.HasDate || !time.Layout.HasTime || time.Layout.Zone != 0 != type.Zone is not null)) return false;
        return time.TryUnits(EngineUnit(type), out vector.Values<long>()[row]);
    }

    /// <summary>The unit in which a timestamp moves: zoned ones have only two.</summary>
    public static TimeUnit EngineUnit(FieldType type) => type.Zone is not null && type.Unit != TimeUnit.Nanosecond ? TimeUnit.Microsecond : type.Unit;

    private static bool TrySingle(ReadOnlySpan<byte> text, VectorBuilder vector, int row) =>
        Utf8Parser.TryParse(text, out vector.Values<float>()[row], out var used) && used == text.Length;
}
