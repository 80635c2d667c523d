using System.Globalization;
using Zenset.DuckDb;

namespace Zenset.Formats.Sqlite.Values;

/// <summary>Decimals between SQLite's numbers and texts and the engine's scaled integers.</summary>
internal static class Decimals
{
    // Doubles hold every whole number up to here, and 10^22 is the last power of ten that is one.
    private const long MostExact = 1L << 53;

    /// <summary>10 to the power of <paramref name="exponent"/>, 0 … 38.</summary>
    public static Int128 Power(int exponent)
    {
        Int128 power = 1;
        for (var i = 0; i < exponent; i++) power *= 10;
        return power;
    }

    /// <summary>
    /// The decimal of which <paramref name="value"/> is the nearest double; false when there is none of so many digits. The division below is
    /// correctly rounded, as both numbers are exact.
    /// </summary>
    public static bool TryFromReal(double value, int precision, int scale, out Int128 unscaled)
    {
        unscaled = 0;
        if (!double.IsFinite(value) || scale > 22 || (value == 0 && double.IsNegative(value))) return false;
        var power = (double)Power(scale);
        var nearest = Math.Round(value * power);
        if (Math.Abs(nearest) > MostExact || nearest / power != value) return false;
        unscaled = (Int128)nearest;
        return Int128.Abs(unscaled) < Power(precision);
    }

    public static bool TryFromInteger(long value, int precision, int scale, out Int128 unscaled)
    {
        unscaled = value;
        // Whole digits first: the product of 64 bits and 10^38 would not fit.
        if (Int128.Abs(unscaled) >= Power(precision - scale)) return false;
        unscaled *= Power(scale);
        return true;
    }

    /// <summary>Digits with a point or without; no exponent.</summary>
    public static bool TryFromText(ReadOnlySpan<byte> text, int precision, int scale, out Int128 unscaled)
    {
        unscaled = 0;
        var isNegative = !text.IsEmpty && text[0] == '-';
        if (isNegative) text = text[1..];
        var point = text.IndexOf((byte)'.');
        var fraction = point < 0 ? 0 : text.Length - point - 1;
        if (text.Length - (point < 0 ? 0 : 1) is < 1 or > 78 || fraction > scale) return false;
        var most = Power(precision);
        for (var i = 0; i < text.Length; i++)
        {
            if (i == point) continue;
            if (text[i] is < (byte)'0' or > (byte)'9') return false;
            unscaled = unscaled * 10 + (text[i] - '0');
            if (unscaled >= most) return false;
        }
        if (unscaled >= Power(precision - scale + fraction)) return false;
        unscaled *= Power(scale - fraction);
        if (isNegative) unscaled = -unscaled;
        return true;
    }

    /// <summary>Writes all digits; returns the length.</summary>
    public static int Write(Span<byte> to, Int128 unscaled, int scale)
    {
        var at = 0;
        if (unscaled < 0) to[at++] = (byte)'-';
        var digits = (UInt128)Int128.Abs(unscaled);
        var power = (UInt128)Power(scale);
        (digits / power).TryFormat(to[at..], out var written, default, CultureInfo.InvariantCulture);
        at += written;
        if (scale == 0) return at;
        to[at++] = (byte)'.';
        var rest = digits % power;
        for (var i = scale - 1; i >= 0; i--, rest /= 10) to[at + i] = (byte)('0' + (int)(rest % 10));
        return at + scale;
    }

    public static Int128 Get(Vector vector, int row) => vector.Type.ValueBytes switch
    {
        2 => vector.Values<short>()[row],
        4 => vector.Values<int>()[row],
        8 => vector.Values<long>()[row],
        _ => vector.Values<Int128>()[row],
    };

    public static void Set(VectorBuilder vector, int row, Int128 unscaled)
    {
        switch (vector.Type.ValueBytes)
        {
            case 2: vector.Values<short>()[row] = (short)unscaled; break;
            case 4: vector.Values<int>()[row] = (int)unscaled; break;
            case 8: vector.Values<long>()[row] = (long)unscaled; break;
            default: vector.Values<Int128>()[row] = unscaled; break;
        }
    }
}
