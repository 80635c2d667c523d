using Zenset.Formats.Text;

namespace Zenset.Formats.Csv.Sniffing;

/// <summary>The beginning of a text, or all of it, in memory that does not move.</summary>
internal sealed unsafe class Sample
{
    // Enough for types that hold for most files, little enough not to be felt. A record that is longer makes it grow.
    private const int UsualBytes = 1 << 20;
    private const int MostBytes = 64 << 20;
    private const int PaddingBytes = 64;

    private readonly byte[] _buffer;

    private Sample(byte[] buffer, int length, long start, bool isWhole)
    {
        _buffer = buffer;
        Length = length;
        Start = start;
        IsWhole = isWhole;
    }

    /// <summary>First byte; followed by zeros that may be read.</summary>
    public byte* Text => (byte*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_buffer, 0);

    /// <summary>One after the last byte.</summary>
    public byte* End => Text + Length;

    /// <summary>Bytes.</summary>
    public int Length { get; }

    /// <summary>Offset of the first byte in the text.</summary>
    public long Start { get; }

    /// <summary>Nothing comes after it.</summary>
    public bool IsWhole { get; }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, Length);

    /// <summary>Takes a sample from offset <paramref name="start"/> on.</summary>
    public static Sample Take(TextInput input, long start)
    {
        for (var bytes = UsualBytes; ; bytes *= 8)
        {
            var sample = Take(input, start, bytes);
            // A few lines are needed to see anything.
            if (sample.IsWhole || bytes >= MostBytes || sample.Bytes.Count((byte)'\n') + sample.Bytes.Count((byte)'\r') >= 4) return sample;
        }
    }

    private static Sample Take(TextInput input, long start, int bytes)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(bytes + 1 + PaddingBytes, pinned: true);
        int read;
        using (var stream = input.OpenSequential())
        {
            for (var skip = start; skip > 0;)
            {
                var skipped = stream.Read(buffer, 0, (int)Math.Min(skip, bytes));
                if (skipped == 0) break;
                skip -= skipped;
            }
            read = stream.ReadAtLeast(buffer.AsSpan(0, bytes + 1), bytes + 1, throwOnEndOfStream: false);
        }
        var length = Math.Min(read, bytes);
        Array.Clear(buffer, length, buffer.Length - length);
        return new Sample(buffer, length, start, read <= bytes);
    }
}
