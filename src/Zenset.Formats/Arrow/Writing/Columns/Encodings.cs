using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Zenset.DuckDb;
using Zenset.Formats.Arrow.Reading.Columns;

namespace Zenset.Formats.Arrow.Writing.Columns;

/// <summary>Single precision that was half.</summary>
internal readonly struct SingleToHalf : IEncoding<float, Half>
{
    public bool TryEncode(float from, out Half to)
    {
        to = (Half)from;
        return true;
    }
}

/// <summary>Days since 1970. The engine has an infinite one at either end.</summary>
internal readonly struct Days : IEncoding<int, int>, IEncoding<int, long>
{
    private const long MillisecondsOfDay = 86_400_000;

    public bool TryEncode(int from, out int to)
    {
        to = from;
        return from is not (int.MaxValue or -int.MaxValue);
    }

    public bool TryEncode(int from, out long to)
    {
        to = from * MillisecondsOfDay;
        return from is not (int.MaxValue or -int.MaxValue);
    }
}

/// <summary>Moments as a count of <paramref name="factor"/> of the engine's units. The engine has an infinite one at either end.</summary>
internal readonly struct Moments(long factor) : IEncoding<long, long>
{
    public bool TryEncode(long from, out long to)
    {
        to = factor == 1 ? from : (from - ((from % factor) + factor) % factor) / factor;
        return from is not (long.MaxValue or -long.MaxValue);
    }
}

/// <summary>Times of day as a count of <paramref name="factor"/> of the engine's units.</summary>
internal readonly struct TimeOfDay(long factor) : IEncoding<long, int>
{
    public bool TryEncode(long from, out int to)
    {
        to = (int)(from / factor);
        return true;
    }
}

/// <summary>Intervals of months, days and nanoseconds, which hold 292 years less than the engine's microseconds do.</summary>
internal readonly struct IntervalToNanoseconds : IEncoding<EngineInterval, MonthDayNano>
{
    public bool TryEncode(EngineInterval from, out MonthDayNano to)
    {
        to = new MonthDayNano(from.Months, from.Days, unchecked(from.Microseconds * 1000));
        return from.Microseconds is >= -IntervalLimits.MostMicroseconds and <= IntervalLimits.MostMicroseconds;
    }
}

/// <summary>Intervals of days and milliseconds, which was made sure of before.</summary>
internal readonly struct IntervalToDayTime : IEncoding<EngineInterval, long>
{
    public bool TryEncode(EngineInterval from, out long to)
    {
        to = (long)(uint)from.Days | from.Microseconds / 1000 << 32;
        return true;
    }
}

/// <summary>Intervals of months, which was made sure of before.</summary>
internal readonly struct IntervalToMonths : IEncoding<EngineInterval, int>
{
    public bool TryEncode(EngineInterval from, out int to)
    {
        to = from.Months;
        return true;
    }
}

/// <summary>What intervals can hold.</summary>
internal static class IntervalLimits
{
    /// <summary>Microseconds that 64 bits hold as nanoseconds.</summary>
    public const long MostMicroseconds = long.MaxValue / 1000;
}

/// <summary>The engine's UUID as sixteen bytes, the most significant first.</summary>
internal readonly struct UuidToBytes : IEncoding<Int128, Int128>
{
    public bool TryEncode(Int128 from, out Int128 to)
    {
        to = BinaryPrimitives.ReverseEndianness(from ^ Int128.MinValue);
        return true;
    }
}

/// <summary>The unscaled digits of a decimal, from 2, 4, 8 or 16 bytes to 4, 8, 16 or 32, which are enough.</summary>
internal readonly struct DigitsTo<TFrom, TTo> : IEncoding<TFrom, TTo> where TFrom : unmanaged where TTo : unmanaged
{
    public unsafe bool TryEncode(TFrom from, out TTo to)
    {
        var value = sizeof(TFrom) switch
        {
            2 => Unsafe.BitCast<TFrom, short>(from),
            4 => Unsafe.BitCast<TFrom, int>(from),
            8 => Unsafe.BitCast<TFrom, long>(from),
            _ => Unsafe.BitCast<TFrom, Int128>(from),
        };
        if (sizeof(TTo) == 4) to = Unsafe.BitCast<int, TTo>((int)value);
        else if (sizeof(TTo) == 8) to = Unsafe.BitCast<long, TTo>((long)value);
        else if (sizeof(TTo) == 16) to = Unsafe.BitCast<Int128, TTo>(value);
        else to = Unsafe.BitCast<WideInteger, TTo>(new WideInteger(value, value < 0 ? -1 : 0));
        return true;
    }
}
