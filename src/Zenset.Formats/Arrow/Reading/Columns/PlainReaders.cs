using Zenset.DuckDb;

namespace Zenset.Formats.Arrow.Reading.Columns;

/// <summary>Nothing but missing values.</summary>
internal sealed class NullReader : ColumnReader
{
    public override void Copy(ArrowArray array, long start, int count, VectorBuilder target, int at)
    {
        for (var i = 0; i < count; i++) target.SetMissing(at + i);
    }
}

/// <summary>Bits.</summary>
internal sealed unsafe class BooleanReader : ColumnReader
{
    public override void Copy(ArrowArray array, long start, int count, VectorBuilder target, int at)
    {
        var values = Target<byte>(target, at, count);
        for (var i = 0; i < count; i += 64)
        {
            var n = Math.Min(64, count - i);
            var word = Bits.Read(array.First.Start, start + i, n);
            for (var bit = 0; bit < n; bit++, word >>= 1) values[i + bit] = (byte)(word & 1);
        }
        CopyValidity(array, start, count, target, at);
    }
}

/// <summary>Numbers that the engine has in the same form.</summary>
internal sealed unsafe class SameReader<T> : ColumnReader where T : unmanaged
{
    public override void Copy(ArrowArray array, long start, int count, VectorBuilder target, int at)
    {
        new ReadOnlySpan<T>((T*)array.First.Start + start, count).CopyTo(target.Values<T>().Slice(at, count));
        CopyValidity(array, start, count, target, at);
    }
}

/// <summary>How one value becomes another.</summary>
internal interface IConversion<TFrom, TTo>
{
    /// <summary>False when the value does not fit.</summary>
    bool TryConvert(TFrom from, out TTo to);

    /// <summary>What is wrong with a value that does not fit.</summary>
    ArrowDataException Misfit(TFrom from);
}

/// <summary>Numbers that have another form in the engine, or a range there.</summary>
internal sealed unsafe class ConvertingReader<TFrom, TTo, TConversion>(TConversion conversion) : ColumnReader
    where TFrom : unmanaged where TTo : unmanaged where TConversion : struct, IConversion<TFrom, TTo>
{
    private readonly TConversion _conversion = conversion;

    public override void Copy(ArrowArray array, long start, int count, VectorBuilder target, int at)
    {
        var from = (TFrom*)array.First.Start + start;
        var to = Target<TTo>(target, at, count);
        for (var i = 0; i < count; i++)
        {
            // What stands at a missing value means nothing.
            if (!_conversion.TryConvert(from[i], out to[i]) && !array.IsMissing(start + i)) throw _conversion.Misfit(from[i]);
        }
        CopyValidity(array, start, count, target, at);
    }
}
