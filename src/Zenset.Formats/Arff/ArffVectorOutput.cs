using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zenset.DuckDb;

namespace Zenset.Formats.Arff;

/// <summary>A vector column of a chunk: every row has <c>length</c> numbers, one row's after the other's.</summary>
internal sealed unsafe class VectorOutput(int output, int length)
{
    private double* _items;
    private bool _hasMissing;

    /// <summary>Column of the chunk.</summary>
    public int Output { get; } = output;

    /// <summary>Numbers of a row.</summary>
    public int Length { get; } = length;

    /// <summary>Where the numbers of a row stand, from a position on.</summary>
    public double* From(int row, int position) => _items + (long)row * Length + position;

    public void Begin(ChunkBuilder chunk, int rows)
    {
        var vector = chunk[Output];
        _hasMissing = false;
        if (vector.Type.Id == EngineTypeId.List) vector.ReserveItems((long)rows * Length);
        _items = (double*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(vector.Items.Values<double>()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(int row, int position, double number) => _items[(long)row * Length + position] = number;

    public void WriteMissing(ChunkBuilder chunk, int row, int position)
    {
        _hasMissing = true;
        chunk[Output].Items.SetMissing(row * Length + position);
    }

    /// <summary>Nothing in the row is missing any more.</summary>
    public void Restore(ChunkBuilder chunk, int row)
    {
        if (!_hasMissing) return;
        var validity = chunk[Output].Items.Validity();
        for (var i = (long)row * Length; i < (long)(row + 1) * Length; i++) validity[(int)(i >> 6)] |= 1UL << (int)(i & 63);
    }

    public void ClearRow(int row) => new Span<double>(_items + (long)row * Length, Length).Clear();

    public void Finish(ChunkBuilder chunk, int rows)
    {
        var vector = chunk[Output];
        if (vector.Type.Id != EngineTypeId.List) return;
        var entries = vector.Entries;
        for (var row = 0; row < rows; row++) entries[row] = new ListEntry((ulong)row * (ulong)Length, (ulong)Length);
        vector.SetItemCount((long)rows * Length);
    }
}

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

    /// <summary>Entries of the chunk so far.</summary>
    public long Used => _used;

    public void Begin(ChunkBuilder chunk)
    {
        // The engine forgets the room of a list with every chunk, and growing copies what is there: as much as last time, and some more.
        _usual = Math.Max(_usual, _used + _used / 8);
        _used = 0;
        _capacity = 0;
        _indexEntries = (ListEntry*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(chunk[output].Member(0).Entries));
        _valueEntries = (ListEntry*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(chunk[output].Member(1).Entries));
    }

    /// <summary>Makes room for a row of at most <paramref name="entries"/>.</summary>
    public void BeginRow(ChunkBuilder chunk, int entries)
    {
        _rowStart = _used;
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
        Add(position, 0);
    }

    public void FinishRow(int row)
    {
        var entry = new ListEntry((ulong)_rowStart, (ulong)(_used - _rowStart));
        _indexEntries[row] = entry;
        _valueEntries[row] = entry;
    }

    public void Finish(ChunkBuilder chunk)
    {
        if (_capacity == 0) return;
        chunk[output].Member(0).SetItemCount(_used);
        chunk[output].Member(1).SetItemCount(_used);
    }
}
