using System.Buffers;
using System.Text;

namespace Zenset.Formats.Text;

/// <summary>UTF-8 text on its way to a stream, through one pooled buffer; without a stream, text that is gathered in memory.</summary>
internal sealed class TextOutput(Stream? stream = null) : IDisposable
{
    // Large enough that a call of the stream costs nothing against what fills it.
    private const int BufferBytes = 256 << 10;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _used;

    /// <summary>What was gathered since the last <see cref="Clear"/> or flush.</summary>
    public ReadOnlySpan<byte> Gathered => _buffer.AsSpan(0, _used);

    /// <summary>Room for at least <paramref name="bytes"/>; say with <see cref="Advance"/> how many were written.</summary>
    public Span<byte> Reserve(int bytes)
    {
        if (_buffer.Length - _used < bytes) MakeRoom(bytes);
        return _buffer.AsSpan(_used);
    }

    /// <summary>Counts bytes written to what <see cref="Reserve"/> gave.</summary>
    public void Advance(int bytes) => _used += bytes;

    public void Write(byte value)
    {
        if (_used == _buffer.Length) MakeRoom(1);
        _buffer[_used++] = value;
    }

    public void Write(ReadOnlySpan<byte> utf8)
    {
        if (_buffer.Length - _used < utf8.Length) MakeRoom(utf8.Length);
        utf8.CopyTo(_buffer.AsSpan(_used));
        _used += utf8.Length;
    }

    public void Write(ReadOnlySpan<char> text) => Advance(Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetMaxByteCount(text.Length))));

    /// <summary>Forgets what was gathered.</summary>
    public void Clear() => _used = 0;

    /// <summary>Hands everything to the stream.</summary>
    public void Flush()
    {
        stream!.Write(_buffer, 0, _used);
        _used = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer.Length == 0) return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _used = 0;
    }

    private void MakeRoom(int bytes)
    {
        if (stream is not null) Flush();
        if (_buffer.Length - _used >= bytes) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_used + bytes, checked(_buffer.Length * 2)));
        Gathered.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
