using System.Buffers.Binary;
using System.Numerics;

namespace Zenset.Formats.Tests.Hdf5;

/// <summary>
/// The checksums of a file's metadata: found once in a sound file, and put right again after bytes were changed. Else nothing that is changed
/// in a file of the newer kind would get as far as the code that decodes it.
/// </summary>
/// <remarks>HDF5 File Format Specification 3.0, appendix B: Jenkins' lookup3.</remarks>
internal sealed class Hdf5Checksums
{
    private const int MostBytes = 8192;

    private static readonly string[] Signatures = ["OHDR", "OCHK", "FRHP", "FHIB", "BTHD", "BTIN", "BTLF", "FAHD", "FADB", "EAHD", "EAIB", "EASB", "EADB", "FSHD", "FSSE", "SMTB", "SMLI", "\u0089HDF"];

    // Where the bytes begin, how many there are, and where their checksum is: behind them, or (fractal heap direct blocks) among them.
    private readonly List<(int Start, int Length, int Place)> _blocks = [];

    public Hdf5Checksums(byte[] sound)
    {
        for (var at = 0; at + 16 < sound.Length; at++)
        {
            if (sound.AsSpan(at, 4).SequenceEqual("FHDB"u8)) FindDirectBlock(sound, at);
            else if (Signatures.Any(s => sound.AsSpan(at, 4).SequenceEqual(System.Text.Encoding.Latin1.GetBytes(s)))) Find(sound, at);
        }
    }

    /// <summary>Number of checksums that were found.</summary>
    public int Count => _blocks.Count;

    /// <summary>Puts the checksums of a file of the same length right.</summary>
    public void Mend(byte[] bytes)
    {
        foreach (var (start, length, place) in _blocks)
        {
            var target = bytes.AsSpan(place, 4);
            if (place < start + length) target.Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(target, Of(bytes.AsSpan(start, length)));
        }
    }

    private void Find(byte[] sound, int at)
    {
        for (var length = 8; length <= MostBytes && at + length + 4 <= sound.Length; length++)
        {
            if (Of(sound.AsSpan(at, length)) != BinaryPrimitives.ReadUInt32LittleEndian(sound.AsSpan(at + length))) continue;
            _blocks.Add((at, length, at + length));
            return;
        }
    }

    private void FindDirectBlock(byte[] sound, int at)
    {
        for (var length = 256; length <= 1 << 16 && at + length <= sound.Length; length *= 2)
        {
            for (var offsetBytes = 2; offsetBytes <= 8; offsetBytes++)
            {
                var block = sound.AsSpan(at, length).ToArray();
                var place = block.AsSpan(13 + offsetBytes, 4);
                var stored = BinaryPrimitives.ReadUInt32LittleEndian(place);
                place.Clear();
                if (stored == 0 || Of(block) != stored) continue;
                _blocks.Add((at, length, at + 13 + offsetBytes));
                return;
            }
        }
    }

    private static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint a, b, c;
        a = b = c = 0xDEADBEEF + (uint)bytes.Length;
        while (bytes.Length > 12)
        {
            a += BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            b += BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            c += BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
            a -= c; a ^= BitOperations.RotateLeft(c, 4); c += b;
            b -= a; b ^= BitOperations.RotateLeft(a, 6); a += c;
            c -= b; c ^= BitOperations.RotateLeft(b, 8); b += a;
            a -= c; a ^= BitOperations.RotateLeft(c, 16); c += b;
            b -= a; b ^= BitOperations.RotateLeft(a, 19); a += c;
            c -= b; c ^= BitOperations.RotateLeft(b, 4); b += a;
            bytes = bytes[12..];
        }
        if (bytes.IsEmpty) return c;
        Span<byte> last = stackalloc byte[12];
        last.Clear();
        bytes.CopyTo(last);
        a += BinaryPrimitives.ReadUInt32LittleEndian(last);
        b += BinaryPrimitives.ReadUInt32LittleEndian(last[4..]);
        c += BinaryPrimitives.ReadUInt32LittleEndian(last[8..]);
        c ^= b; c -= BitOperations.RotateLeft(b, 14);
        a ^= c; a -= BitOperations.RotateLeft(c, 11);
        b ^= a; b -= BitOperations.RotateLeft(a, 25);
        c ^= b; c -= BitOperations.RotateLeft(b, 16);
        a ^= c; a -= BitOperations.RotateLeft(c, 4);
        b ^= a; b -= BitOperations.RotateLeft(a, 14);
        c ^= b; c -= BitOperations.RotateLeft(b, 24);
        return c;
    }
}
