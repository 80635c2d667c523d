using System.Runtime.CompilerServices;
using Zenset.DuckDb;

namespace Zenset.Formats.Csv.Types;

/// <summary>Rows that are cut into cells and wait to be parsed.</summary>
internal readonly unsafe ref struct CellBatch(byte* text, Cell* cells, int width, int rows)
{
    /// <summary>What the places of the cells are relative to.</summary>
    public byte* Text { get; } = text;

    /// <summary>Cells of the first row, then of the second.</summary>
    public Cell* Cells { get; } = cells;

    /// <summary>Cells of a row.</summary>
    public int Width { get; } = width;

    /// <summary>Rows.</summary>
    public int Rows { get; } = rows;
}

/// <summary>Cells that do not fit their column, found while a batch is parsed.</summary>
internal sealed class Misfits
{
    /// <summary>Row in the batch and column, in no order.</summary>
    public List<(int Row, int Column)> Cells { get; } = [];
}

/// <summary>Parses the cells of one column. Belongs to one scan.</summary>
internal abstract class ColumnReader(int column)
{
    /// <summary>Place of the column among the cells of a row.</summary>
    public int Column { get; } = column;

    private long[]? _pending;

    /// <summary>How often each word for a missing value was met, in batches that were kept.</summary>
    public long[]? MissingWordCounts { get; private set; }

    /// <summary>The last batch is kept, or it will be parsed again.</summary>
    public void EndBatch(bool isKept)
    {
        if (_pending is null) return;
        if (isKept)
        {
            MissingWordCounts ??= new long[_pending.Length];
            for (var i = 0; i < _pending.Length; i++) MissingWordCounts[i] += _pending[i];
        }
        _pending = null;
    }

    /// <summary>A word for a missing value was met.</summary>
    protected void CountMissingWord(int word, MissingWords missing) => (_pending ??= new long[missing.Count])[word]++;

    /// <summary>Parses the column of a batch.</summary>
    public abstract void Read(CellBatch batch, CellTarget target, Misfits misfits);
}

/// <summary>Values of fixed size.</summary>
internal sealed unsafe class ValueReader<T, TParser>(int column, TParser parser, MissingWords missing) : ColumnReader(column)
    where T : unmanaged
    where TParser : struct, ICellParser<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Read(CellBatch batch, CellTarget target, Misfits misfits)
    {
        var values = target.Vector.Values<T>();
        var cell = batch.Cells + Column;
        var text = batch.Text;
        var local = parser;
        // Words that the user named may look like values: then every cell is looked at twice.
        var isPlain = !missing.IsGiven;
        var at = target.At(0);
        for (var row = 0; row < batch.Rows; row++, cell += batch.Width, at += target.Stride)
        {
            var p = text + cell->Start;
            var end = text + cell->End;
            if (p == end) target.Vector.SetMissing(at);
            else if (isPlain && local.TryParse(p, end, out var value)) values[at] = value;
            else ReadOdd(p, end, row, ref values[at], target, misfits);
        }
    }

    private void ReadOdd(byte* p, byte* end, int row, ref T value, CellTarget target, Misfits misfits)
    {
        RecordSplitter.Trim(ref p, ref end);
        if (p == end)
        {
            target.Vector.SetMissing(target.At(row));
            return;
        }
        var word = missing.IndexOf(new ReadOnlySpan<byte>(p, (int)(end - p)));
        // The parser may have looked at the blanks; what it makes of the text without them counts.
        if (word < 0 && parser.TryParse(p, end, out value)) return;
        value = default;
        target.Vector.SetMissing(target.At(row));
        if (word < 0) misfits.Cells.Add((row, Column));
        else CountMissingWord(word, missing);
    }
}

/// <summary>Text: cells without escapes stay where they are.</summary>
internal sealed unsafe class TextReader(int column, CsvDialect dialect, MissingWords missing) : ColumnReader(column)
{
    private byte[] _buffer = new byte[256];

    public override void Read(CellBatch batch, CellTarget target, Misfits misfits)
    {
        var vector = target.Vector;
        var cell = batch.Cells + Column;
        for (var row = 0; row < batch.Rows; row++, cell += batch.Width)
        {
            var text = new ReadOnlySpan<byte>(batch.Text + cell->Start, cell->Length);
            if (cell->IsQuoted)
            {
                if (cell->IsEscaped) SetUnescaped(text, vector, target.At(row));
                else vector.SetTextInPlace(target.At(row), text);
                continue;
            }
            if (text.IsEmpty)
            {
                vector.SetMissing(target.At(row));
                continue;
            }
            if (missing.IsGiven && missing.IndexOf(text) is >= 0 and var word)
            {
                CountMissingWord(word, missing);
                vector.SetMissing(target.At(row));
                continue;
            }
            vector.SetTextInPlace(target.At(row), text);
        }
    }

    private void SetUnescaped(ReadOnlySpan<byte> text, VectorBuilder target, int row)
    {
        if (_buffer.Length < text.Length) _buffer = new byte[Math.Max(text.Length, _buffer.Length * 2)];
        var length = Quotes.Unescape(dialect, text, _buffer);
        target.SetText(row, _buffer.AsSpan(0, length));
    }
}
