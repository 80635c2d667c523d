using System.Runtime.InteropServices;

namespace Zenset.Formats.Arrow.Reading;

/// <summary>Native memory that lives as long as a batch: what was decompressed or had its bytes swapped. Belongs to one thread.</summary>
internal sealed unsafe class BatchMemory : IDisposable
{
    private readonly List<nint> _blocks = [];

    /// <summary>Room for <paramref name="bytes"/>, not cleared. The system gives pages only as they are written.</summary>
    public NativeBuffer Allocate(long bytes)
    {
        var block = NativeMemory.Alloc((nuint)Math.Max(1, bytes));
        _blocks.Add((nint)block);
        return new NativeBuffer((byte*)block, bytes);
    }

    /// <summary>Frees everything.</summary>
    public void Clear()
    {
        foreach (var block in _blocks) NativeMemory.Free((void*)block);
        _blocks.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();
}

/// <summary>Bytes outside the managed heap, which somebody else keeps alive.</summary>
/// <param name="Address">Where they begin.</param>
/// <param name="Length">How many.</param>
internal readonly unsafe record struct NativeBuffer(nint Address, long Length)
{
    public NativeBuffer(byte* start, long length)
        : this((nint)start, length)
    {
    }

    /// <summary>The first byte.</summary>
    public byte* Start => (byte*)Address;

    /// <summary>All of them, when they are few enough for a span.</summary>
    public Span<byte> Span => new(Start, checked((int)Length));

    /// <summary>A piece.</summary>
    public Span<byte> Slice(long offset, int length) => offset >= 0 && length >= 0 && offset <= Length - length
        ? new Span<byte>(Start + offset, length)
        : throw ArrowDataException.Damaged("an offset leads out of its buffer");
}
