using System.Text;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>A vector whose positions become columns.</summary>
/// <param name="field">Index of the vector's column in the chunk that is read.</param>
/// <param name="outputs">The column of the chunk that is filled for each position; -1 for one that nobody asked for.</param>
/// <param name="columns">The columns as fields; null for one that nobody asked for.</param>
internal sealed class UnfoldedVector(int field, int[] outputs, Field?[] columns)
{
    private readonly CategoryCodes?[] _codes = [.. columns.Select(c => c?.Categories is { Values.IsEmpty: false } categories ? new CategoryCodes(categories) : null)];
    private readonly nint[] _addresses = new nint[outputs.Length];
    private long[] _starts = [];

    public void Scatter(Chunk source, int firstRow, int rows, ChunkBuilder target)
    {
        var vector = source[field];
        if (_starts.Length < rows) _starts = new long[rows];
        var hasMissingRows = vector.HasMissing;
        // Of a vector that is missing as a whole nothing is read; its columns are marked below.
        for (var row = 0; row < rows; row++) _starts[row] = hasMissingRows && vector.IsMissing(firstRow + row) ? 0 : StartOf(vector, firstRow + row);
        var items = vector.Items;
        if (items.Count > 0)
        {
            if (items.Type.IsText)
            {
                for (var i = 0; i < outputs.Length; i++) ScatterTexts(vector, items, firstRow, i, rows, target);
            }
            else if (Array.IndexOf(outputs, -1) < 0)
            {
                for (var i = 0; i < outputs.Length; i++) _addresses[i] = StridedCopy.AddressOf(target[outputs[i]]);
                StridedCopy.Scatter(StridedCopy.AddressOf(items), _starts.AsSpan(0, rows), _addresses, items.Type.ValueBytes);
            }
            else
            {
                ScatterSome(items, rows, target);
            }
            if (items.HasMissing) ScatterMissing(vector, items, firstRow, rows, target);
        }
        if (hasMissingRows) MarkMissingRows(vector, firstRow, rows, target);
    }

    private static long StartOf(Vector vector, int row) =>
        vector.Type.Id == EngineTypeId.List ? (long)vector.Entries[row].Offset : (long)row * vector.Type.Length;

    private void ScatterSome(Vector items, int rows, ChunkBuilder target)
    {
        var starts = new long[rows];
        for (var i = 0; i < outputs.Length; i++)
        {
            if (outputs[i] < 0) continue;
            for (var row = 0; row < rows; row++) starts[row] = _starts[row] + i;
            StridedCopy.Scatter(StridedCopy.AddressOf(items), starts, [StridedCopy.AddressOf(target[outputs[i]])], items.Type.ValueBytes);
        }
    }

    private void ScatterTexts(Vector vector, Vector items, int firstRow, int position, int rows, ChunkBuilder target)
    {
        if (outputs[position] < 0) return;
        var column = target[outputs[position]];
        for (var row = 0; row < rows; row++)
        {
            var item = (int)_starts[row] + position;
            if (vector.IsMissing(firstRow + row) || items.IsMissing(item)) continue;
            if (_codes[position] is { } codes)
            {
                SetCode(column, row, codes.Of(items.Text(item)));
            }
            else
            {
                column.SetTextInPlace(row, items.Text(item));
            }
        }
    }

    private static void SetCode(VectorBuilder column, int row, int code)
    {
        switch (column.Type.ValueBytes)
        {
            case 1: column.Values<byte>()[row] = (byte)code; break;
            case 2: column.Values<ushort>()[row] = (ushort)code; break;
            default: column.Values<uint>()[row] = (uint)code; break;
        }
    }

    private void ScatterMissing(Vector vector, Vector items, int firstRow, int rows, ChunkBuilder target)
    {
        for (var row = 0; row < rows; row++)
        {
            if (vector.IsMissing(firstRow + row)) continue;
            for (var i = 0; i < outputs.Length; i++)
            {
                if (outputs[i] >= 0 && items.IsMissing((int)_starts[row] + i)) target[outputs[i]].SetMissing(row);
            }
        }
    }

    private void MarkMissingRows(Vector vector, int firstRow, int rows, ChunkBuilder target)
    {
        for (var row = 0; row < rows; row++)
        {
            if (!vector.IsMissing(firstRow + row)) continue;
            foreach (var output in outputs)
            {
                if (output >= 0) target[output].SetMissing(row);
            }
        }
    }

    /// <summary>From the text of a category to its code.</summary>
    private sealed class CategoryCodes
    {
        private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

        public CategoryCodes(Categories categories)
        {
            for (var i = 0; i < categories.Values.Length; i++) _codes.TryAdd(categories.Values[i], i);
            _lookup = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
        }

        public int Of(ReadOnlySpan<byte> text)
        {
            Span<char> chars = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
            var length = Encoding.UTF8.GetChars(text, chars);
            return _lookup.TryGetValue(chars[..length], out var code)
                ? code
                : throw new IntegrityException(CoreErrors.Damaged, $"'{Quoting.Shorten(text)}' is none of the categories that the table of features has for it", "`zenset verify` names what is damaged.");
        }
    }
}
