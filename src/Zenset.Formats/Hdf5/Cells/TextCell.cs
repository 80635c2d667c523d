using System.Text.Unicode;
using Zenset.DuckDb;
using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Cells;

/// <summary>Texts of fixed length.</summary>
internal sealed unsafe class FixedTextCell(int size, int padding) : Cell
{
    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        for (var i = 0; i < count; i++) TextCell.Set(target, row + i, FixedText.Trim(new ReadOnlySpan<byte>(from + (long)i * stride, size), padding));
    }
}

/// <summary>Texts of varying length. An empty one may lie nowhere.</summary>
internal sealed unsafe class TextCell : Cell
{
    private GlobalHeap? _heap;

    public override void Begin(GlobalHeap heap) => _heap = heap;

    public override long Weight(byte* from) => ((HeapReference*)from)->Length;

    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        for (var i = 0; i < count; i++) Set(target, row + i, _heap!.Text(*(HeapReference*)(from + (long)i * stride)));
    }

    /// <summary>A text of a type, wherever it lies.</summary>
    public static ReadOnlySpan<byte> Bytes(byte* at, Hdf5Type type, GlobalHeap heap) =>
        type.IsVariable ? heap.Text(*(HeapReference*)at) : FixedText.Trim(new ReadOnlySpan<byte>(at, type.Size), type.Padding);

    public static void Set(VectorBuilder target, int row, ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text)) throw new CellException($"the text '{Quoting.Shorten(text)}' is not UTF-8");
        target.SetText(row, text);
    }
}

/// <summary>Texts of fixed length, one of which stands for a missing one.</summary>
internal sealed unsafe class MissingTextCell(int size, int padding, byte[] missing) : Cell
{
    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var text = FixedText.Trim(new ReadOnlySpan<byte>(from + (long)i * stride, size), padding);
            if (text.SequenceEqual(missing)) target.SetMissing(row + i);
            else TextCell.Set(target, row + i, text);
        }
    }
}

/// <summary>Bytes of a fixed number.</summary>
internal sealed unsafe class OpaqueCell(int size) : Cell
{
    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        for (var i = 0; i < count; i++) target.SetText(row + i, new ReadOnlySpan<byte>(from + (long)i * stride, size));
    }
}

/// <summary>Bytes of varying number: lists of bytes that were declared to be that.</summary>
internal sealed unsafe class BytesCell : Cell
{
    private GlobalHeap? _heap;

    public override void Begin(GlobalHeap heap) => _heap = heap;

    public override long Weight(byte* from) => ((HeapReference*)from)->Length;

    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        for (var i = 0; i < count; i++) target.SetText(row + i, _heap!.Items(*(HeapReference*)(from + (long)i * stride), 1));
    }
}
