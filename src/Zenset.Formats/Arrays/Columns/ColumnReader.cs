using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zenset.DuckDb;

namespace Zenset.Formats.Arrays.Columns;

/// <summary>Fills vectors with the values of a field, or of the items of one. Belongs to one thread.</summary>
internal abstract class ColumnReader
{
    /// <summary>How many of the <paramref name="rows"/> from <paramref name="start"/> on a chunk should have, at least 1: fewer where they have many items.</summary>
    public virtual int LimitRows(long start, int rows) => rows;

    /// <summary>Writes the values <paramref name="start"/> … of the column to the vector's places from <paramref name="at"/> on.</summary>
    public abstract void Fill(VectorBuilder target, int at, long start, int count);

    /// <summary>Clears the validity of <paramref name="count"/> places that a mask of the file marks.</summary>
    protected static unsafe void SetMissing(VectorBuilder target, int at, byte* mask, int count)
    {
        if (!new ReadOnlySpan<byte>(mask, count).ContainsAnyExcept((byte)0)) return;
        for (var i = 0; i < count; i++)
        {
            if (mask[i] != 0) target.SetMissing(at + i);
        }
    }

    /// <summary>Where the values of a vector are.</summary>
    protected static unsafe T* Pointer<T>(Span<T> values) where T : unmanaged => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(values));
}

/// <summary>What a field is made of; immutable, shared by all scans.</summary>
internal interface IColumnPlan
{
    /// <summary>The arrays that it needs.</summary>
    IEnumerable<StoredArray> Arrays { get; }

    /// <summary>A reader for one scan.</summary>
    ColumnReader Open(ArrayWindows windows);
}

/// <summary>The windows of one scan: fields that lie in one array share its window.</summary>
/// <param name="count">Number of arrays, which share the memory.</param>
internal sealed class ArrayWindows(int count) : IDisposable
{
    // Large enough that reads of single columns of an array in Fortran order are some pages long; for many arrays less of each.
    private const int MostWindowBytes = 4 << 20;
    private const int LeastWindowBytes = 32 << 10;
    private const int AllBytes = 16 << 20;

    private readonly Dictionary<StoredArray, ArrayWindow> _windows = new(ReferenceEqualityComparer.Instance);

    public ArrayWindow this[StoredArray array]
    {
        get
        {
            if (!_windows.TryGetValue(array, out var window)) _windows[array] = window = new ArrayWindow(array, Math.Clamp(AllBytes / Math.Max(1, count), LeastWindowBytes, MostWindowBytes));
            return window;
        }
    }

    public void Dispose()
    {
        foreach (var window in _windows.Values) window.Dispose();
    }
}
