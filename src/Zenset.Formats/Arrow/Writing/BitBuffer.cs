using System.Numerics;
using System.Runtime.InteropServices;
using Zenset.Formats.Arrow.Reading;

namespace Zenset.Formats.Arrow.Writing;

/// <summary>Bits, lowest first: which values are there, or Booleans.</summary>
internal sealed class BitBuffer
{
    private readonly ByteBuffer _words = new();

    /// <summary>Bits written.</summary>
    public int Count { get; private set; }

    /// <summary>Bits that are clear.</summary>
    public int Zeros { get; private set; }

    /// <summary>The bytes that have bits; those behind the last are clear.</summary>
    public ReadOnlyMemory<byte> Memory => _words.Memory[..((Count + 7) / 8)];

    /// <summary>Up to 64 bits, the lowest of <paramref name="word"/>; those above must be clear.</summary>
    public void Append(ulong word, int count)
    {
        if (count == 0) return;
        var shift = Count & 63;
        if (shift == 0) _words.Take<ulong>(1)[0] = 0;
        Last() |= word << shift;
        if (shift + count > 64) _words.Take<ulong>(1)[0] = word >> (64 - shift);
        Count += count;
        Zeros += count - BitOperations.PopCount(word);
    }

    /// <summary>The same bit, <paramref name="count"/> times.</summary>
    public void AppendSame(bool bit, int count)
    {
        for (; count > 0; count -= 64)
        {
            var n = Math.Min(64, count);
            Append(bit ? ulong.MaxValue >> (64 - n) : 0, n);
        }
    }

    /// <summary>Bits of the engine's, from <paramref name="start"/> on; none at all stands for set ones.</summary>
    public unsafe void AppendRange(ReadOnlySpan<ulong> bits, int start, int count)
    {
        if (bits.IsEmpty)
        {
            AppendSame(true, count);
            return;
        }
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)start + count, bits.Length * 64L);
        fixed (ulong* words = bits)
        {
            for (var i = 0; i < count; i += 64)
            {
                var n = Math.Min(64, count - i);
                Append(Bits.Read((byte*)words, start + i, n), n);
            }
        }
    }

    /// <summary>Clears a bit that is set.</summary>
    public void ClearSet(int bit)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)bit, (uint)Count, nameof(bit));
        ref var word = ref MemoryMarshal.Cast<byte, ulong>(_words.Bytes)[bit >> 6];
        var mask = 1UL << (bit & 63);
        if ((word & mask) == 0) return;
        word &= ~mask;
        Zeros++;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _words.Clear();
        (Count, Zeros) = (0, 0);
    }

    private ref ulong Last() => ref MemoryMarshal.Cast<byte, ulong>(_words.Bytes)[^1];
}
