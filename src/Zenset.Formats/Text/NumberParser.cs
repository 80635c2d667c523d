using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zenset.Formats.Text;

/// <summary>
/// Numbers from text, correctly rounded, several times faster than the library's parser.
/// </summary>
/// <remarks>
/// 1. Digits are read eight at a time: a byte-wise subtraction finds how many of the next eight bytes are digits, three
///    multiplications make a number of them.
/// 2. Up to 19 digits fit 64 bits. With at most 53 bits and a power of ten up to 22, one multiplication or division of doubles is
///    exact (Clinger, "How to read floating point numbers accurately", 1990).
/// 3. Otherwise the product with a 128-bit power of five gives the nearest double or says that it cannot tell (Lemire, "Number parsing
///    at a gigabyte per second", 2021, algorithm 1).
/// 4. What is left (more than 19 digits, halfway cases, subnormals) goes to the library's parser.
/// The parser may look at up to <see cref="Padding"/> bytes beyond the number; <see cref="SegmentText"/> has them.
/// </remarks>
internal static unsafe class NumberParser
{
    /// <summary>Bytes beyond the end of a text that may be read (never used).</summary>
    public const int Padding = 16;

    private static readonly double[] ExactPowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    private static ReadOnlySpan<ulong> PowersOfTen => [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    /// <summary>
    /// Reads a decimal number at <paramref name="p"/>: sign, digits, fraction, exponent. Returns the first byte after it, or null when
    /// there is none. Words such as <c>inf</c> are not read here.
    /// </summary>
    /// <param name="p">First byte. <see cref="Padding"/> bytes after <paramref name="end"/> must be readable.</param>
    /// <param name="end">End of the text.</param>
    /// <param name="value">The nearest double; ±infinity beyond the range, ±0 below it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static byte* ParseDouble(byte* p, byte* end, out double value)
    {
        var start = p;
        var negative = *p == '-';
        if (negative || *p == '+') p++;

        // Step 1: whole digits, then the fraction's.
        ulong digits = 0;
        var whole = p;
        int count;
        do
        {
            count = TakeDigits(ref p, ref digits);
        }
        while (count == 8);
        var digitCount = (int)(p - whole);
        var exponent = 0;
        if (*p == '.')
        {
            var fraction = ++p;
            do
            {
                count = TakeDigits(ref p, ref digits);
            }
            while (count == 8);
            var fractionDigits = (int)(p - fraction);
            digitCount += fractionDigits;
            exponent = -fractionDigits;
        }
        if (digitCount == 0 || p > end)
        {
            value = 0;
            return null;
        }
        if ((*p | 0x20) == 'e' && p < end && TryReadExponent(p, end, out var after, out var written))
        {
            p = after;
            exponent += written;
        }

        if (digitCount <= 19 || SignificantDigits(whole, p) <= 19)
        {
            // Step 2.
            if (digits >> 53 == 0 && exponent is >= -22 and <= 22)
            {
                var exact = (double)digits;
                exact = exponent < 0 ? exact / ExactPowersOfTen[-exponent] : exact * ExactPowersOfTen[exponent];
                value = negative ? -exact : exact;
                return p;
            }
            // Step 3.
            if (TryScale(digits, exponent, out var scaled))
            {
                value = negative ? -scaled : scaled;
                return p;
            }
        }
        // Step 4.
        if (Utf8Parser.TryParse(new ReadOnlySpan<byte>(start, (int)(p - start)), out value, out var consumed) && consumed == p - start) return p;
        value = double.Parse(new ReadOnlySpan<byte>(start, (int)(p - start)), System.Globalization.CultureInfo.InvariantCulture);
        return p;
    }

    /// <summary>
    /// Reads a whole number at <paramref name="p"/>. Returns the first byte after it, or null when there is none or it does not fit
    /// 64 bits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static byte* ParseInt64(byte* p, byte* end, out long value)
    {
        value = 0;
        var negative = *p == '-';
        if (negative || *p == '+') p++;
        var first = p;
        ulong digits = 0;
        int count;
        do
        {
            count = TakeDigits(ref p, ref digits);
        }
        while (count == 8);
        var length = (int)(p - first);
        if (length == 0 || p > end) return null;
        if (length > 18)
        {
            // Near the limits, and with leading zeros, the library decides.
            if (!Utf8Parser.TryParse(new ReadOnlySpan<byte>(first - (negative ? 1 : 0), length + (negative ? 1 : 0)), out value, out var consumed)
                || consumed != length + (negative ? 1 : 0))
            {
                return null;
            }
            return p;
        }
        value = negative ? -(long)digits : (long)digits;
        return p;
    }

    /// <summary>The whole text is a number: <see cref="ParseDouble"/> for a span of any memory.</summary>
    public static bool TryParseDouble(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        if (text.IsEmpty || text.Length > MaxSpan) return text.Length > MaxSpan && Utf8Parser.TryParse(text, out value, out var n) && n == text.Length;
        var padded = stackalloc byte[text.Length + Padding];
        text.CopyTo(new Span<byte>(padded, text.Length));
        new Span<byte>(padded + text.Length, Padding).Clear();
        return ParseDouble(padded, padded + text.Length, out value) == padded + text.Length;
    }

    private const int MaxSpan = 512;

    // Takes up to eight digits: returns how many there were. Values of more than 19 digits wrap; the caller looks at their count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TakeDigits(ref byte* p, ref ulong digits)
    {
        var eight = Unsafe.ReadUnaligned<ulong>(p);
        if (!BitConverter.IsLittleEndian) eight = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(eight);
        var t = eight ^ 0x3030303030303030;
        // A byte above 9 sets its top bit; a carry out of one spoils only bytes after it.
        var others = (t + 0x7676767676767676 | t) & 0x8080808080808080;
        var count = BitOperations.TrailingZeroCount(others) >> 3;
        if (count == 0) return 0;
        t <<= 64 - count * 8;
        t = t * 2561 >> 8;
        t = (t & 0x00FF00FF00FF00FF) * 6553601 >> 16;
        t = (t & 0x0000FFFF0000FFFF) * 42949672960001 >> 32;
        digits = digits * Unsafe.Add(ref MemoryMarshal.GetReference(PowersOfTen), count) + t;
        p += count;
        return count;
    }

    private static bool TryReadExponent(byte* p, byte* end, out byte* after, out int exponent)
    {
        after = null;
        exponent = 0;
        p++;
        var negative = p < end && *p == '-';
        if (p < end && (*p == '-' || *p == '+')) p++;
        var first = p;
        while (p < end && *p - (uint)'0' <= 9)
        {
            if (exponent < 100_000) exponent = exponent * 10 + (*p - '0');
            p++;
        }
        if (p == first) return false;
        if (negative) exponent = -exponent;
        after = p;
        return true;
    }

    // Leading zeros do not count: 0.000000000000000000123 has three.
    private static int SignificantDigits(byte* p, byte* end)
    {
        var count = 0;
        for (; p < end && (*p | 0x20) != 'e'; p++)
        {
            if (*p == '.') continue;
            if (count > 0 || *p != '0') count++;
        }
        return count;
    }

    private static bool TryScale(ulong digits, int exponent, out double value)
    {
        value = 0;
        if (digits == 0) return true;
        if (exponent is < PowersOfFive.Least or > PowersOfFive.Greatest) return false;
        var leading = BitOperations.LeadingZeroCount(digits);
        digits <<= leading;
        var (fiveHigh, fiveLow) = PowersOfFive.Get(exponent);
        var high = Math.BigMul(digits, fiveHigh, out ulong low);
        if ((high & 0x1FF) == 0x1FF)
        {
            var second = Math.BigMul(digits, fiveLow, out _);
            low += second;
            if (second > low) high++;
        }
        if (low == ulong.MaxValue && exponent is < -27 or > 55) return false;
        var upper = (int)(high >> 63);
        var shift = upper + 64 - 52 - 3;
        var mantissa = high >> shift;
        var binary = ((152170 + 65536) * exponent >> 16) + 63 + upper - leading + 1023;
        if (binary <= 0) return false;
        if (low <= 1 && exponent is >= -4 and <= 23 && (mantissa & 3) == 1 && mantissa << shift == high) mantissa &= ~1UL;
        mantissa += mantissa & 1;
        mantissa >>= 1;
        if (mantissa >= 2UL << 52)
        {
            mantissa = 1UL << 52;
            binary++;
        }
        if (binary >= 0x7FF) return false;
        value = BitConverter.UInt64BitsToDouble(mantissa & ~(1UL << 52) | (ulong)binary << 52);
        return true;
    }
}
