using System.Runtime.InteropServices;

namespace Zenset.Formats.Arrow.Reading;

/// <summary>Native memory that lives as long as a batch: what was decompressed or had its bytes swapped. Belongs to one thread.</summary>
internal sealed unsafe class BatchMemory : IDisposable
{
    // Honest columns shrink so far only when they are nearly empty, and then they are small.
    private const long FreeBytes = 1 << 30, BytesPerByte = 256;

    private readonly List<nint> _blocks = [];
    private long _bytes;

    /// <summary>Room for <paramref name="bytes"/>, not cleared. The system gives pages only as they are written.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="storedBytes">Bytes of the file that everything in this memory was made of.</param>
    /// <exception cref="ArrowDataException">That is far more than they are.</exception>
    public NativeBuffer Allocate(long bytes, long storedBytes)
    {
        if ((_bytes += bytes) > Math.Max(FreeBytes, storedBytes > long.MaxValue / BytesPerByte ? long.MaxValue : storedBytes * BytesPerByte))
        {
            throw new ArrowDataException(ArrowErrors.Unsupported, $"a batch of {storedBytes:N0} bytes unpacks to more than {_bytes - bytes:N0}", "Write it in smaller batches.", isUnsupported: true);
        }
        var block = NativeMemory.Alloc((nuint)Math.Max(1, bytes));
        _blocks.Add((nint)block);
        return new NativeBuffer((byte*)block, bytes);
    }

    /// <summary>Frees everything.</summary>
    public void Clear()
    {
        foreach (var block in _blocks) NativeMemory.Free((void*)block);
        _blocks.Clear();
        _bytes = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();
}

/// <summary>Bytes outside the managed heap, which somebody else keeps alive.</summary>
/// <param name="start">The first byte.</param>
/// <param name="length">How many.</param>
/// <remarks>No record: what the compiler writes to print one cannot be compiled ahead of time with pointers and spans in it.</remarks>
internal readonly unsafe struct NativeBuffer(byte* start, long length)
{
    /// <summary>The first byte.</summary>
    public byte* Start { get; } = start;

    /// <summary>Number of bytes.</summary>
    public long Length { get; } = length;

    /// <summary>All of them, when they are few enough for a span.</summary>
    public Span<byte> Span => new(Start, checked((int)Length));

    /// <summary>A piece.</summary>
    public Span<byte> Slice(long offset, int length) => offset >= 0 && length >= 0 && offset <= Length - length
        ? new Span<byte>(Start + offset, length)
        : throw ArrowDataException.Damaged($"an offset leads out of its buffer");
}
