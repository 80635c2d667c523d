using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zenset.DuckDb;

namespace Zenset.Formats.Wide;

/// <summary>The sparse column of a chunk: for every row the indices and the values of what is stored.</summary>
internal sealed unsafe class SparseOutput(int output)
{
    private int* _indices;
    private double* _values;
    private ListEntry* _indexEntries;
    private ListEntry* _valueEntries;
    private long _capacity;
    private long _used;
    private long _rowStart;
    private long _usual;
    private bool _rowHasMissing;

    /// <summary>Entries of the chunk so far.</summary>
    public long Used => _used;

    public void Begin(ChunkBuilder chunk)
    {
        // The engine forgets the room of a list with every chunk, and growing copies what is there: as much as last time, and some more.
        _usual = Math.Max(_usual, _used + _used / 8);
        _used = _rowStart = 0;
        _rowHasMissing = false;
        _capacity = 0;
        _indexEntries = (ListEntry*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(chunk[output].Member(0).Entries));
        _valueEntries = (ListEntry*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(chunk[output].Member(1).Entries));
    }

    /// <summary>Makes room for a row of at most <paramref name="entries"/>.</summary>
    public void BeginRow(ChunkBuilder chunk, int entries)
    {
        _rowStart = _used;
        _rowHasMissing = false;
        var needed = _used + entries;
        if (needed <= _capacity) return;
        _capacity = Math.Max(needed, Math.Max(Math.Max(1 << 14, _usual), _capacity * 2));
        var indices = chunk[output].Member(0);
        var values = chunk[output].Member(1);
        indices.ReserveItems(_capacity);
        values.ReserveItems(_capacity);
        _indices = (int*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(indices.Items.Values<int>()));
        _values = (double*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(values.Items.Values<double>()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int position, double number)
    {
        _indices[_used] = position;
        _values[_used++] = number;
    }

    public void AddMissing(ChunkBuilder chunk, int position)
    {
        chunk[output].Member(1).Items.SetMissing((int)_used);
        _rowHasMissing = true;
        Add(position, 0);
    }

    /// <summary>Takes back what the row has so far: its place is used again.</summary>
    public void ForgetRow(ChunkBuilder chunk)
    {
        if (_rowHasMissing)
        {
            var validity = chunk[output].Member(1).Items.Validity();
            for (var i = _rowStart; i < _used; i++) validity[(int)(i >> 6)] |= 1UL << (int)(i & 63);
            _rowHasMissing = false;
        }
        _used = _rowStart;
    }

    public void FinishRow(int row)
    {
        var entry = new ListEntry((ulong)_rowStart, (ulong)(_used - _rowStart));
        _indexEntries[row] = entry;
        _valueEntries[row] = entry;
        _rowStart = _used;
        _rowHasMissing = false;
    }

    public void Finish(ChunkBuilder chunk)
    {
        if (_capacity == 0) return;
        chunk[output].Member(0).SetItemCount(_used);
        chunk[output].Member(1).SetItemCount(_used);
    }
}
