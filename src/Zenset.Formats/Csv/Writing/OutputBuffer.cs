namespace Zenset.Formats.Csv.Writing;

/// <summary>Bytes on their way to a stream.</summary>
internal sealed class OutputBuffer(Stream stream)
{
    private const int FlushBytes = 256 << 10;

    private byte[] _bytes = new byte[FlushBytes + (64 << 10)];
    private int _length;

    /// <summary>Room for at least <paramref name="bytes"/>; tell how many were used with <see cref="Advance"/>.</summary>
    public Span<byte> Room(int bytes)
    {
        if (_bytes.Length - _length < bytes) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes));
        return _bytes.AsSpan(_length);
    }

    /// <summary>Keeps what was written into the room.</summary>
    public void Advance(int bytes) => _length += bytes;

    public void Add(byte value)
    {
        if (_length == _bytes.Length) Room(1);
        _bytes[_length++] = value;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Hands on what has gathered, if it is much.</summary>
    public void FlushIfFull()
    {
        if (_length >= FlushBytes) Flush();
    }

    /// <summary>Hands on everything.</summary>
    public void Flush()
    {
        stream.Write(_bytes, 0, _length);
        _length = 0;
    }
}
