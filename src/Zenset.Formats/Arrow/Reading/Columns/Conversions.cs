using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zenset.DuckDb;

namespace Zenset.Formats.Arrow.Reading.Columns;

/// <summary>Half precision, which the engine has as single.</summary>
internal readonly struct HalfToSingle : IConversion<Half, float>
{
    public bool TryConvert(Half from, out float to)
    {
        to = (float)from;
        return true;
    }

    public ArrowDataException Misfit(Half from) => throw new InvalidOperationException("Every half fits.");
}

/// <summary>A count of one unit as a count of a smaller one, within bounds.</summary>
/// <param name="what">What it is, for the message.</param>
/// <param name="factor">Smaller units in one.</param>
/// <param name="least">Least value that fits, before.</param>
/// <param name="most">Greatest value that fits, before.</param>
internal readonly struct Scaled(string what, long factor, long least, long most) : IConversion<long, long>, IConversion<int, long>, IConversion<int, int>
{
    public bool TryConvert(long from, out long to)
    {
        to = unchecked(from * factor);
        return from >= least && from <= most;
    }

    public bool TryConvert(int from, out long to) => TryConvert((long)from, out to);

    public bool TryConvert(int from, out int to)
    {
        to = from;
        return from >= least && from <= most;
    }

    public ArrowDataException Misfit(long from) => new(ArrowErrors.Value, $"{from} is no {what} that Zenset holds ({least} to {most})", "Mend the value, or make it missing.");

    public ArrowDataException Misfit(int from) => Misfit((long)from);
}

/// <summary>Days as milliseconds.</summary>
internal readonly struct DaysOfMilliseconds : IConversion<long, int>
{
    private const long MillisecondsOfDay = 86_400_000;

    public bool TryConvert(long from, out int to)
    {
        var (days, rest) = Math.DivRem(from, MillisecondsOfDay);
        to = unchecked((int)days);
        return rest == 0 && Math.Abs(days) < int.MaxValue;
    }

    public ArrowDataException Misfit(long from) => new(ArrowErrors.Value, $"{from} ms are no whole days, as a date has", "Write the column as a timestamp.");
}

/// <summary>The unscaled digits of a decimal, from any size to any: 4, 8, 16 or 32 bytes to 2, 4, 8 or 16.</summary>
/// <param name="precision">Digits.</param>
internal readonly struct DigitsOf<TFrom, TTo>(int precision) : IConversion<TFrom, TTo> where TFrom : unmanaged where TTo : unmanaged
{
    private readonly Int128 _limit = Power(precision);

    public unsafe bool TryConvert(TFrom from, out TTo to)
    {
        var (value, fits) = Widen(from);
        if (sizeof(TTo) == 2) to = Unsafe.BitCast<short, TTo>(unchecked((short)value));
        else if (sizeof(TTo) == 4) to = Unsafe.BitCast<int, TTo>(unchecked((int)value));
        else if (sizeof(TTo) == 8) to = Unsafe.BitCast<long, TTo>(unchecked((long)value));
        else to = Unsafe.BitCast<Int128, TTo>(value);
        return fits && value < _limit && value > -_limit;
    }

    public ArrowDataException Misfit(TFrom from)
    {
        var (value, fits) = Widen(from);
        return new ArrowDataException(
            ArrowErrors.Value, $"{(fits ? value.ToString(CultureInfo.InvariantCulture) : "a value")} (without its point) has more than the {precision} digits that its decimal declares", "Declare more digits.");
    }

    private static unsafe (Int128 Value, bool Fits) Widen(TFrom from)
    {
        if (sizeof(TFrom) == 4) return (Unsafe.BitCast<TFrom, int>(from), true);
        if (sizeof(TFrom) == 8) return (Unsafe.BitCast<TFrom, long>(from), true);
        if (sizeof(TFrom) == 16) return (Unsafe.BitCast<TFrom, Int128>(from), true);
        var wide = Unsafe.BitCast<TFrom, WideInteger>(from);
        return (wide.Low, wide.IsLow);
    }

    private static Int128 Power(int digits)
    {
        Int128 power = 1;
        for (var i = 0; i < digits; i++) power *= 10;
        return power;
    }
}

/// <summary>A whole number of 256 bits, which is read as far as it is one of 128.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct WideInteger(Int128 Low, Int128 High)
{
    /// <summary>The upper half is only the sign of the lower.</summary>
    public bool IsLow => High == (Low < 0 ? -1 : 0);
}

/// <summary>A whole number of 128 bits in one of 256.</summary>
internal readonly struct WideToInt128 : IConversion<WideInteger, Int128>
{
    public bool TryConvert(WideInteger from, out Int128 to)
    {
        to = from.Low;
        // The engine's HUGEINT has no least number of two's complement.
        return from.IsLow;
    }

    public ArrowDataException Misfit(WideInteger from) => new(ArrowErrors.Value, $"a whole number has more than 128 bits", "Cast the column to text.");
}

/// <summary>The three kinds of interval.</summary>
internal readonly struct Intervals : IConversion<int, EngineInterval>, IConversion<long, EngineInterval>, IConversion<MonthDayNano, EngineInterval>
{
    public bool TryConvert(int from, out EngineInterval to)
    {
        to = new EngineInterval(from, 0, 0);
        return true;
    }

    // Days in the lower half, milliseconds in the upper.
    public bool TryConvert(long from, out EngineInterval to)
    {
        to = new EngineInterval(0, unchecked((int)from), (from >> 32) * 1000);
        return true;
    }

    public bool TryConvert(MonthDayNano from, out EngineInterval to)
    {
        var (micros, rest) = Math.DivRem(from.Nanoseconds, 1000);
        to = new EngineInterval(from.Months, from.Days, micros);
        return rest == 0;
    }

    public ArrowDataException Misfit(int from) => throw new InvalidOperationException("Every number of months fits.");
    public ArrowDataException Misfit(long from) => throw new InvalidOperationException("Every number of days fits.");
    public ArrowDataException Misfit(MonthDayNano from) => new(ArrowErrors.Value, $"an interval has {from.Nanoseconds} ns, and Zenset holds whole microseconds", "Round it, or write the column as a duration.");
}

/// <summary>An interval of the kind MONTH_DAY_NANO.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct MonthDayNano(int Months, int Days, long Nanoseconds);

/// <summary>Sixteen bytes, the most significant first, as the engine's UUID.</summary>
internal readonly struct BytesToUuid : IConversion<Int128, Int128>
{
    public bool TryConvert(Int128 from, out Int128 to)
    {
        to = BinaryPrimitives.ReverseEndianness(from) ^ Int128.MinValue;
        return true;
    }

    public ArrowDataException Misfit(Int128 from) => throw new InvalidOperationException("Every UUID fits.");
}
