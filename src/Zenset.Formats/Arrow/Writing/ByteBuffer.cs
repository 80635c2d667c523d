using System.Runtime.InteropServices;

namespace Zenset.Formats.Arrow.Writing;

/// <summary>Bytes that grow, and whose room is used again for the next batch.</summary>
internal sealed class ByteBuffer
{
    private byte[] _bytes = [];

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written. Valid until more is.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    /// <summary>What was written. Valid until more is.</summary>
    public Span<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Room for further bytes; what stands in it is anything.</summary>
    public Span<byte> Take(int count)
    {
        var needed = (long)Length + count;
        if (needed > _bytes.Length)
        {
            if (needed > Array.MaxLength)
            {
                throw new NotSupportedSourceException(ArrowErrors.Unsupported, "a row has more than 2 GiB in one column, more than a buffer of ours holds", fix: "Split the value into several rows, or export to Parquet.");
            }
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, Math.Max(256, _bytes.Length * 2L))));
        }
        var room = _bytes.AsSpan(Length, count);
        Length += count;
        return room;
    }

    /// <summary>Room for further values; what stands in it is anything.</summary>
    public unsafe Span<T> Take<T>(int count) where T : unmanaged => MemoryMarshal.Cast<byte, T>(Take(checked(count * sizeof(T))));

    /// <summary>Bytes, at the end.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>Leaves out what stands behind.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Length, nameof(length));
        Length = length;
    }

    /// <summary>Forgets the bytes, not the room.</summary>
    public void Clear() => Length = 0;
}
