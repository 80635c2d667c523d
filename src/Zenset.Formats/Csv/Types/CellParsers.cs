using System.Buffers.Text;
using System.Runtime.CompilerServices;
using Zenset.DuckDb;
using Zenset.Formats.Text;

namespace Zenset.Formats.Csv.Types;

/// <summary>Reads one value from a cell that is not empty. A struct, so that the loop over a column is compiled for it.</summary>
internal unsafe interface ICellParser<T>
{
    /// <summary>All of the text is a value. A few bytes after <paramref name="end"/> may be looked at.</summary>
    bool TryParse(byte* p, byte* end, out T value);
}

internal readonly unsafe struct DoubleParser : ICellParser<double>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(byte* p, byte* end, out double value) => NumberParser.ParseDouble(p, end, out value) == end || TryWord(p, end, out value);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryWord(byte* p, byte* end, out double value)
    {
        var negative = *p == '-';
        if (negative || *p == '+') p++;
        value = (*p | 0x20) == 'n' ? double.NaN : negative ? double.NegativeInfinity : double.PositiveInfinity;
        return NumberShape.IsWord(p, end);
    }
}

/// <summary>Numbers with a decimal comma or marks between groups: made plain first.</summary>
internal readonly unsafe struct FormattedDoubleParser(NumberFormat format) : ICellParser<double>
{
    public bool TryParse(byte* p, byte* end, out double value)
    {
        value = 0;
        if (end - p > 400 || !NumberShape.Of(p, end, format).IsNumber) return false;
        var plain = stackalloc byte[400 + NumberParser.Padding];
        var to = PlainText.Write(p, end, format, plain);
        return new DoubleParser().TryParse(plain, to, out value);
    }
}

internal static unsafe class PlainText
{
    /// <summary>Writes a number without group marks, with a point; returns the end, which is followed by zeros.</summary>
    public static byte* Write(byte* p, byte* end, NumberFormat format, byte* to)
    {
        for (; p < end; p++)
        {
            if (*p == format.Decimal) *to++ = (byte)'.';
            else if (*p != format.Thousands) *to++ = *p;
        }
        new Span<byte>(to, NumberParser.Padding).Clear();
        return to;
    }
}

internal readonly unsafe struct SingleParser(NumberFormat format) : ICellParser<float>
{
    public bool TryParse(byte* p, byte* end, out float value)
    {
        value = 0;
        if (end - p > 400 || !NumberShape.Of(p, end, format).IsNumber) return false;
        var plain = stackalloc byte[400 + NumberParser.Padding];
        var to = PlainText.Write(p, end, format, plain);
        var text = new ReadOnlySpan<byte>(plain, (int)(to - plain));
        if (float.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out value)) return true;
        if (!new DoubleParser().TryParse(plain, to, out var wide)) return false;
        value = (float)wide;
        return true;
    }
}

internal readonly unsafe struct Int64Parser : ICellParser<long>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(byte* p, byte* end, out long value) =>
        // 007 and -0 are no whole numbers: what they say would be lost.
        NumberParser.ParseInt64(p, end, out value) == end && (value == 0 ? end - p == 1 : *p != '0' && (*p is not ((byte)'-' or (byte)'+') || p[1] != '0'));
}

/// <summary>Whole numbers of any width and format.</summary>
internal readonly unsafe struct IntegerParser<T>(NumberFormat format) : ICellParser<T>
    where T : unmanaged, System.Numerics.IBinaryInteger<T>
{
    public bool TryParse(byte* p, byte* end, out T value)
    {
        value = default;
        var shape = NumberShape.Of(p, end, format);
        if (!shape.IsWhole || shape.IsCode) return false;
        var plain = stackalloc byte[400 + NumberParser.Padding];
        var to = PlainText.Write(p, end, format, plain);
        return T.TryParse(new ReadOnlySpan<byte>(plain, (int)(to - plain)), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out value);
    }
}

/// <summary>Decimals as scaled whole numbers; digits beyond the scale must be zeros.</summary>
internal readonly unsafe struct DecimalParser<T>(int precision, int scale, NumberFormat format) : ICellParser<T>
    where T : unmanaged, System.Numerics.IBinaryInteger<T>
{
    public bool TryParse(byte* p, byte* end, out T value)
    {
        value = default;
        var shape = NumberShape.Of(p, end, format);
        if (!shape.IsNumber || shape.IsFloating || shape.WholeDigits > precision - scale) return false;
        var negative = *p == '-';
        if (negative || *p == '+') p++;
        Int128 digits = 0;
        var fraction = -1;
        for (; p < end; p++)
        {
            if (*p == format.Decimal)
            {
                fraction = 0;
                continue;
            }
            if (format.Thousands != 0 && *p == format.Thousands) continue;
            if (fraction >= scale)
            {
                if (*p != '0') return false;
                continue;
            }
            digits = digits * 10 + (*p - '0');
            if (fraction >= 0) fraction++;
        }
        for (fraction = Math.Max(0, fraction); fraction < scale; fraction++) digits *= 10;
        value = T.CreateTruncating(negative ? -digits : digits);
        return true;
    }
}

internal readonly unsafe struct BooleanParser : ICellParser<byte>
{
    public bool TryParse(byte* p, byte* end, out byte value)
    {
        var fits = Booleans.TryParse(new ReadOnlySpan<byte>(p, (int)(end - p)), out var isTrue);
        value = isTrue ? (byte)1 : (byte)0;
        return fits;
    }
}

internal readonly unsafe struct DateParser(DateOrder order, byte separator) : ICellParser<int>
{
    public bool TryParse(byte* p, byte* end, out int value)
    {
        value = 0;
        if (!TimeText.TryParse(p, end, out var parts) || parts.Between != 0 || (parts.Orders & order) == 0 || parts.Separator != separator) return false;
        value = parts.Days(order);
        return true;
    }
}

/// <summary>Nanoseconds or microseconds since 1970, of UTC where a zone is written.</summary>
internal readonly unsafe struct TimestampParser(DateOrder order, byte separator, bool hasZone, long unitsPerSecond) : ICellParser<long>
{
    public bool TryParse(byte* p, byte* end, out long value)
    {
        value = 0;
        if (!TimeText.TryParse(p, end, out var parts) || (parts.Orders & order) == 0 || parts.Separator != separator) return false;
        if (parts.HasZone != hasZone) return false;
        var nanosecondsPerUnit = 1_000_000_000 / unitsPerSecond;
        if (parts.Nanoseconds % nanosecondsPerUnit != 0) return false;
        var seconds = parts.Days(order) * 86_400L - parts.OffsetMinutes * 60L;
        // Nanoseconds reach from 1677 to 2262.
        var whole = (Int128)seconds * unitsPerSecond + parts.Nanoseconds / nanosecondsPerUnit;
        value = (long)whole;
        return whole == value;
    }
}

internal readonly unsafe struct TimeOfDayParser(long unitsPerSecond) : ICellParser<long>
{
    public bool TryParse(byte* p, byte* end, out long value)
    {
        value = 0;
        if (!TimeText.TryParseTime(p, end, out var parts)) return false;
        var nanosecondsPerUnit = 1_000_000_000 / unitsPerSecond;
        value = parts.Nanoseconds / nanosecondsPerUnit;
        return parts.Nanoseconds % nanosecondsPerUnit == 0;
    }
}

internal readonly unsafe struct UuidParser : ICellParser<Int128>
{
    public bool TryParse(byte* p, byte* end, out Int128 value)
    {
        var fits = Utf8Parser.TryParse(new ReadOnlySpan<byte>(p, (int)(end - p)), out Guid guid, out var used) && used == end - p;
        value = EngineUuid.FromGuid(guid);
        return fits;
    }
}

/// <summary>A column without values: none fits.</summary>
internal readonly unsafe struct NothingParser : ICellParser<int>
{
    public bool TryParse(byte* p, byte* end, out int value)
    {
        value = 0;
        return false;
    }
}
