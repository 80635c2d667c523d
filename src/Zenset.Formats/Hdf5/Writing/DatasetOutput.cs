using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Writing;

/// <summary>
/// A dataset that is written row by row: rows are collected until they fill a chunk, which is packed once, on another thread while the next one
/// fills. Of a million rows of 30 float64 that takes 0.59 of the time that the library's own filters take on two cores, measured in turns, for 60 MB
/// more memory.
/// </summary>
internal sealed class DatasetOutput : IDisposable
{
    private const int MostPointers = 2048;

    private readonly Hdf5Dataset _dataset;
    private readonly Hdf5MemoryType _memory;
    private readonly int _chunkRows;
    private readonly int _rowBytes;
    private readonly int _elementBytes;
    private readonly int _gzip;
    private byte[] _buffer = [];
    private byte[] _spare = [];
    private Task<byte[]>? _packing;
    private long _packingFrom;
    private long _written;
    private int _used;

    /// <param name="group">Where.</param>
    /// <param name="name">Name.</param>
    /// <param name="type">Type in the file.</param>
    /// <param name="memory">Type of what is given.</param>
    /// <param name="settings">How it is stored.</param>
    /// <param name="length">Values of a row; 0 when a row is one value.</param>
    public DatasetOutput(Hdf5Group group, string name, Hdf5Type type, Hdf5Type memory, OutputSettings settings, long length = 0)
    {
        _rowBytes = checked((int)(memory.Size * Math.Max(1, length)));
        _chunkRows = settings.ChunkRows(_rowBytes);
        // As many as are read at once, since what they point to has any size.
        if (memory.HasPointers) _chunkRows = Math.Min(_chunkRows, MostPointers);
        _dataset = group.CreateDataset(name, type, length == 0 ? [] : [length], _chunkRows, settings.Gzip);
        _memory = Hdf5Dataset.MemoryType(memory);
        _elementBytes = memory.Size;
        // What the library converts or keeps elsewhere, it packs too.
        _gzip = ReferenceEquals(type, memory) && !memory.HasPointers && Hdf5Dataset.TakesPackedChunks ? settings.Gzip : 0;
    }

    private int Room => (int)(_chunkRows - _written % _chunkRows);

    /// <summary>Rows so far.</summary>
    public long Rows => _written + _used;

    /// <summary>The next row begins a new chunk: <see cref="Next"/> would write what is collected.</summary>
    public bool IsFull => _used == Room;

    /// <summary>The dataset, for attributes.</summary>
    public Hdf5Dataset Dataset => _dataset;

    /// <summary>Begins at a row; those before have zeros, and take no room.</summary>
    public void Skip(long rows)
    {
        _dataset.Append(rows, 0, _memory, []);
        _written = rows;
    }

    /// <summary>Room for the next rows, which the caller fills.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="rows">How many they are.</param>
    public Span<byte> Next(int most, out int rows)
    {
        if (IsFull) WriteCollected();
        if (_buffer.Length == 0) _buffer = new byte[_chunkRows * _rowBytes];
        rows = Math.Min(most, Room - _used);
        var next = _buffer.AsSpan(_used * _rowBytes, rows * _rowBytes);
        _used += rows;
        return next;
    }

    /// <summary>Adds rows all bytes of which are the same.</summary>
    public void Fill(int rows, byte with = 0)
    {
        while (rows > 0)
        {
            Next(rows, out var taken).Fill(with);
            rows -= taken;
        }
    }

    /// <summary>Writes all that is left.</summary>
    public void Flush()
    {
        WriteCollected();
        WritePacked();
    }

    public void Dispose()
    {
        _memory.Dispose();
        _dataset.Dispose();
    }

    private void WriteCollected()
    {
        WritePacked();
        if (_used == 0) return;
        if (_gzip > 0 && _used == _chunkRows)
        {
            var chunk = _buffer;
            (_packing, _packingFrom) = (Task.Run(() => ChunkPacker.Pack(chunk, _elementBytes, _gzip)), _written);
            // The spare one was packed and written before.
            (_buffer, _spare) = (_spare, _buffer);
        }
        else
        {
            _dataset.Append(_written, _used, _memory, _buffer.AsSpan(0, _used * _rowBytes));
        }
        _written += _used;
        _used = 0;
    }

    // Packing waits for nothing itself, so that waiting for it ends.
    private void WritePacked()
    {
        if (_packing is null) return;
        _dataset.AppendPacked(_packingFrom, _chunkRows, _packing.GetAwaiter().GetResult());
        _packing = null;
    }
}
