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
