using System.Runtime.InteropServices;
using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>Some consecutive rows of a dataset in memory.</summary>
internal sealed unsafe class RowWindow : IDisposable
{
    private readonly Hdf5Dataset _dataset;
    private readonly Hdf5MemoryType _type;
    private readonly long _rowBytes;
    private readonly int _blockRows;
    private byte* _memory;
    private long _first;
    private int _count;

    public RowWindow(Hdf5Dataset dataset, StoredDataset stored, int blockRows)
    {
        _dataset = dataset;
        _rowBytes = stored.RowBytes;
        _blockRows = blockRows;
        _type = Hdf5Dataset.MemoryType(stored.Memory);
    }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride => (int)_rowBytes;

    /// <summary>Makes a row available.</summary>
    /// <returns>How many there are from it on.</returns>
    public int Load(long row, long end)
    {
        if (row >= _first && row < _first + _count) return (int)(_first + _count - row);
        _count = 0;
        var count = (int)Math.Min(_blockRows, end - row);
        // Zeroed: what the library does not fill must not be what was there before.
        if (_memory == null) _memory = (byte*)NativeMemory.AllocZeroed((nuint)Math.Max(1, _blockRows * _rowBytes));
        if (_rowBytes > 0) _dataset.Read(row, count, _type, new Span<byte>(_memory, checked((int)(count * _rowBytes))));
        (_first, _count) = (row, count);
        return count;
    }

    /// <summary>A row that was made available.</summary>
    public byte* At(long row) => _memory + (row - _first) * _rowBytes;

    public void Dispose()
    {
        _count = 0;
        _type.Dispose();
        NativeMemory.Free(_memory);
        _memory = null;
    }
}
