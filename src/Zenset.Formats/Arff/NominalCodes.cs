using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Zenset.Formats.Arff;

/// <summary>From the bytes of a nominal value to its place among the declared ones, without an object.</summary>
/// <remarks>
/// Open addressing over a hash of eight bytes at a time; the table is at least twice as large as the
/// number of labels, so that a look-up is one comparison of bytes nearly always.
/// </remarks>
internal sealed class NominalCodes
{
    private readonly byte[][] _labels;
    private readonly int[] _table;
    private readonly int _mask;

    public NominalCodes(ImmutableArray<string> labels)
    {
        _labels = [.. labels.Select(Pinned)];
        _table = new int[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, labels.Length * 2 + 1))];
        _mask = _table.Length - 1;
        for (var code = 0; code < _labels.Length; code++)
        {
            var at = Hash(_labels[code]) & _mask;
            while (_table[at] != 0) at = at + 1 & _mask;
            _table[at] = code + 1;
        }
    }

    /// <summary>Number of labels.</summary>
    public int Count => _labels.Length;

    /// <summary>The bytes of a label, which do not move.</summary>
    public ReadOnlySpan<byte> Label(int code) => _labels[code];

    /// <summary>Place of <paramref name="value"/>, from 0, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ReadOnlySpan<byte> value)
    {
        var at = Hash(value) & _mask;
        while (true)
        {
            var code = _table[at] - 1;
            if (code < 0 || value.SequenceEqual(_labels[code])) return code;
            at = at + 1 & _mask;
        }
    }

    private static byte[] Pinned(string label)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetByteCount(label), pinned: true);
        Encoding.UTF8.GetBytes(label, bytes);
        return bytes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Hash(ReadOnlySpan<byte> value)
    {
        ulong first, last;
        if (value.Length >= 8)
        {
            first = Unsafe.ReadUnaligned<ulong>(ref Unsafe.AsRef(in value[0]));
            last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.AsRef(in value[^8]));
            // What lies between counts too: long labels often begin and end alike.
            for (var i = 8; i < value.Length - 8; i += 8) first = (first ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.AsRef(in value[i]))) * 0x9E3779B97F4A7C15 >> 3;
        }
        else if (value.Length >= 4)
        {
            first = Unsafe.ReadUnaligned<uint>(ref Unsafe.AsRef(in value[0]));
            last = Unsafe.ReadUnaligned<uint>(ref Unsafe.AsRef(in value[^4]));
        }
        else
        {
            first = value.Length > 0 ? (uint)(value[0] | value[^1] << 8 | value[value.Length / 2] << 16) : 0;
            last = 0;
        }
        var hash = (first ^ BitOperations.RotateLeft(last, 23) ^ (ulong)value.Length) * 0x9E3779B97F4A7C15;
        return (int)(hash >> 40);
    }
}
