using System.Numerics;
using Vector = Zenset.DuckDb.Vector;

namespace Zenset.Formats.Arrow.Writing.Columns;

/// <summary>Text and bytes between offsets of four or eight bytes.</summary>
internal sealed class BytesWriter<TOffset> : ColumnWriter where TOffset : unmanaged, IBinaryInteger<TOffset>
{
    private readonly ByteBuffer _offsets = new();
    private readonly ByteBuffer _bytes = new();

    public BytesWriter() => Clear();

    public override void Append(Vector vector, int start, int count)
    {
        var ends = _offsets.Take<TOffset>(count);
        for (var i = 0; i < count; i++)
        {
            if (!vector.IsMissing(start + i)) _bytes.Append(vector.Text(start + i));
            ends[i] = TOffset.CreateTruncating(_bytes.Length);
        }
        Present.AppendRange(vector.Validity, start, count);
    }

    /// <summary>One value.</summary>
    public void Append(ReadOnlySpan<byte> value)
    {
        _bytes.Append(value);
        _offsets.Take<TOffset>(1)[0] = TOffset.CreateTruncating(_bytes.Length);
        Present.AppendSame(true, 1);
    }

    public override void AppendMissing(int count)
    {
        _offsets.Take<TOffset>(count).Fill(TOffset.CreateTruncating(_bytes.Length));
        Present.AppendSame(false, count);
    }

    public override unsafe long Measure(Vector vector, int start, int count)
    {
        var total = (long)count * sizeof(TOffset);
        for (var i = start; i < start + count; i++)
        {
            if (!vector.IsMissing(i)) total += vector.Text(i).Length;
        }
        return total;
    }

    public override void AddTo(BatchBuilder batch)
    {
        AddValidity(batch);
        batch.AddBuffer(_offsets.Memory);
        batch.AddBuffer(_bytes.Memory);
    }

    public override void Clear()
    {
        base.Clear();
        _bytes.Clear();
        _offsets.Clear();
        // One offset more than values.
        _offsets.Take<TOffset>(1)[0] = TOffset.Zero;
    }
}

/// <summary>Bytes of one length, which was made sure of before.</summary>
internal sealed class FixedBytesWriter(int width) : ColumnWriter
{
    private readonly ByteBuffer _bytes = new();

    public override void Append(Vector vector, int start, int count)
    {
        for (var i = start; i < start + count; i++)
        {
            var room = _bytes.Take(width);
            if (vector.IsMissing(i)) room.Clear();
            else vector.Text(i).CopyTo(room);
        }
        Present.AppendRange(vector.Validity, start, count);
    }

    public override void AppendMissing(int count)
    {
        _bytes.Take(checked(count * width)).Clear();
        Present.AppendSame(false, count);
    }

    public override long Measure(Vector vector, int start, int count) => (long)count * width;

    public override void AddTo(BatchBuilder batch)
    {
        AddValidity(batch);
        batch.AddBuffer(_bytes.Memory);
    }

    public override void Clear()
    {
        base.Clear();
        _bytes.Clear();
    }
}
