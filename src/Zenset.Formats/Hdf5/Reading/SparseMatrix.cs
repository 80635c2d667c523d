using System.Globalization;
using Zenset.Hdf5;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>A compressed matrix: where the entries of each row (or column) begin, their positions in it, and their values.</summary>
internal sealed record SparseMatrix
{
    /// <summary>Where entries begin, as 64-bit numbers in memory; one more than there are rows or columns.</summary>
    public required StoredDataset Starts { get; init; }

    /// <summary>Positions, as 32-bit numbers in memory.</summary>
    public required StoredDataset Positions { get; init; }

    public required StoredDataset Values { get; init; }

    /// <summary>How values are taken.</summary>
    public required CellPlan Plan { get; init; }

    /// <summary>Number of positions.</summary>
    public required long Width { get; init; }

    /// <summary>A matrix of three datasets; null when they are not such.</summary>
    public static SparseMatrix? Of(StoredDataset starts, StoredDataset positions, StoredDataset values, long width)
    {
        if (!IsWhole(starts) || !IsWhole(positions) || values.Dimensions.Length != 1 || starts.Rows == 0 || positions.Rows != values.Rows || width is < 0 or > int.MaxValue) return null;
        var plan = CellPlan.Of(values.Type);
        if (plan.Categories is not null || !(plan.Type.Kind is FieldKind.Boolean or (>= FieldKind.Int8 and <= FieldKind.Float64) && plan.Type.Kind is not FieldKind.Int128)) return null;
        return new SparseMatrix
        {
            // The library turns numbers into these; what does not fit becomes the greatest, which is out of range.
            Starts = starts with { Memory = Hdf5Type.Integer(8, true) }, Positions = positions with { Memory = Hdf5Type.Integer(4, true) }, Values = values, Plan = plan, Width = width,
        };
    }

    private static bool IsWhole(StoredDataset dataset) => dataset is { Dimensions.Length: 1, Type.Class: Hdf5Class.Integer };
}

/// <summary>Where the entries of some rows begin, checked: none before the one before it, none after the last entry.</summary>
internal sealed unsafe class EntryOffsets(SparseMatrix matrix, Windows windows)
{
    private readonly RowWindow _window = windows[matrix.Starts];
    private long[] _loaded = new long[2049];

    /// <summary>Where the entries of row <paramref name="index"/> of those loaded begin.</summary>
    public long this[int index] => _loaded[index];

    /// <summary>Loads one more than the rows.</summary>
    public void Load(long row, int rows)
    {
        if (_loaded.Length <= rows) _loaded = new long[rows + 1];
        var done = 0;
        while (done <= rows)
        {
            var count = Math.Min(rows + 1 - done, _window.Load(row + done, matrix.Starts.Rows));
            new ReadOnlySpan<long>(_window.At(row + done), count).CopyTo(_loaded.AsSpan(done));
            done += count;
        }
        var last = 0L;
        for (var i = 0; i <= rows; i++)
        {
            if (_loaded[i] < last || _loaded[i] > matrix.Positions.Rows)
            {
                throw new CellException(string.Create(
                    CultureInfo.InvariantCulture, $"its entries begin at {_loaded[i]:N0}, which is before those of the row before or after the last of {matrix.Positions.Rows:N0}"));
            }
            last = _loaded[i];
        }
    }
}
