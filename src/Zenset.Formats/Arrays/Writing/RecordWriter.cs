using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Zenset.DuckDb;

namespace Zenset.Formats.Arrays.Writing;

/// <summary>Writes rows as records of a fixed length to a stream, through one block of native memory.</summary>
internal sealed unsafe class RecordWriter(Stream stream, int recordBytes, ImmutableArray<(int Offset, CellEncoder Encoder)> members) : IDisposable
{
    private const int BufferBytes = 4 << 20;

    private readonly int _capacity = Math.Max(1, BufferBytes / Math.Max(1, recordBytes));
    private byte* _buffer;

    /// <summary>Writes all rows of a chunk; column <c>i</c> is for member <c>i</c>.</summary>
    public void Write(Chunk chunk)
    {
        if (_buffer == null) _buffer = (byte*)NativeMemory.AllocZeroed((nuint)_capacity * (nuint)recordBytes + 1);
        for (var row = 0; row < chunk.RowCount; row += _capacity)
        {
            var count = Math.Min(_capacity, chunk.RowCount - row);
            for (var i = 0; i < members.Length; i++) members[i].Encoder.Encode(chunk[i], row, count, _buffer + members[i].Offset, recordBytes);
            // A record may be up to 1 GiB, and a window of more is one record.
            stream.Write(new ReadOnlySpan<byte>(_buffer, count * recordBytes));
        }
    }

    public void Dispose()
    {
        NativeMemory.Free(_buffer);
        _buffer = null;
    }
}
