using System.Numerics;
using System.Runtime.InteropServices;
using Vector = Zenset.DuckDb.Vector;

namespace Zenset.Formats.Arrow.Writing.Columns;

/// <summary>Nothing but missing values, of which only the number is written.</summary>
internal sealed class NullWriter : ColumnWriter
{
    private long _count;

    public override void Append(Vector vector, int start, int count) => _count += count;
    public override void AppendMissing(int count) => _count += count;
    public override long Measure(Vector vector, int start, int count) => 0;
    public override void AddTo(BatchBuilder batch) => batch.AddNode(_count, _count);
    public override void Clear() => _count = 0;
}

/// <summary>Booleans as bits.</summary>
internal sealed class BooleanWriter : ColumnWriter
{
    private readonly BitBuffer _values = new();

    public override void Append(Vector vector, int start, int count)
    {
        var values = vector.Values<byte>().Slice(start, count);
        for (var i = 0; i < count; i += 64)
        {
            var n = Math.Min(64, count - i);
            ulong word = 0;
            for (var bit = 0; bit < n; bit++)
            {
                if (values[i + bit] != 0 && !vector.IsMissing(start + i + bit)) word |= 1UL << bit;
            }
            _values.Append(word, n);
        }
        Present.AppendRange(vector.Validity, start, count);
    }

    public override void AppendMissing(int count)
    {
        _values.AppendSame(false, count);
        Present.AppendSame(false, count);
    }

    public override long Measure(Vector vector, int start, int count) => count / 4;

    public override void AddTo(BatchBuilder batch)
    {
        AddValidity(batch);
        batch.AddBuffer(_values.Memory);
    }

    public override void Clear()
    {
        base.Clear();
        _values.Clear();
    }
}

/// <summary>How one value becomes another.</summary>
internal interface IEncoding<TFrom, TTo>
{
    /// <summary>False when Arrow cannot hold it: then it is written as missing, which <see cref="ArrowLosses"/> has announced.</summary>
    bool TryEncode(TFrom from, out TTo to);
}

/// <summary>Numbers that Arrow has in the same form.</summary>
internal readonly struct Same<T> : IEncoding<T, T>
{
    public bool TryEncode(T from, out T to)
    {
        to = from;
        return true;
    }
}

/// <summary>A code as an index, which may be wider.</summary>
internal readonly struct Index<TFrom, TTo> : IEncoding<TFrom, TTo> where TFrom : IBinaryInteger<TFrom> where TTo : IBinaryInteger<TTo>
{
    public bool TryEncode(TFrom from, out TTo to)
    {
        to = TTo.CreateTruncating(from);
        return true;
    }
}

/// <summary>Values of one size.</summary>
internal sealed class FixedWriter<TFrom, TTo, TEncoding>(TEncoding encoding) : ColumnWriter
    where TFrom : unmanaged where TTo : unmanaged where TEncoding : struct, IEncoding<TFrom, TTo>
{
    private readonly TEncoding _encoding = encoding;
    private readonly ByteBuffer _values = new();

    public override void Append(Vector vector, int start, int count)
    {
        var from = vector.Values<TFrom>().Slice(start, count);
        var to = _values.Take<TTo>(count);
        var first = Present.Count;
        Present.AppendRange(vector.Validity, start, count);
        var hasMissing = HasMissing(vector, start, count);
        if (!hasMissing && typeof(TEncoding) == typeof(Same<TFrom>))
        {
            MemoryMarshal.Cast<TFrom, TTo>(from).CopyTo(to);
            return;
        }
        for (var i = 0; i < from.Length; i++)
        {
            if (hasMissing && vector.IsMissing(start + i))
            {
                to[i] = default;
            }
            else if (!_encoding.TryEncode(from[i], out to[i]))
            {
                to[i] = default;
                Present.ClearSet(first + i);
            }
        }
    }

    public override void AppendMissing(int count)
    {
        _values.Take<TTo>(count).Clear();
        Present.AppendSame(false, count);
    }

    public override unsafe long Measure(Vector vector, int start, int count) => (long)count * sizeof(TTo);

    public override void AddTo(BatchBuilder batch)
    {
        AddValidity(batch);
        batch.AddBuffer(_values.Memory);
    }

    public override void Clear()
    {
        base.Clear();
        _values.Clear();
    }
}

/// <summary>The codes of a field without categories, all of which are missing: the engine has no ENUM without labels.</summary>
internal sealed class NoCodesWriter(int indexBytes) : ColumnWriter
{
    private readonly ByteBuffer _values = new();

    public override void Append(Vector vector, int start, int count) => AppendMissing(count);

    public override void AppendMissing(int count)
    {
        _values.Take(count * indexBytes).Clear();
        Present.AppendSame(false, count);
    }

    public override long Measure(Vector vector, int start, int count) => (long)count * indexBytes;

    public override void AddTo(BatchBuilder batch)
    {
        AddValidity(batch);
        batch.AddBuffer(_values.Memory);
    }

    public override void Clear()
    {
        base.Clear();
        _values.Clear();
    }
}
