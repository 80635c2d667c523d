using System.Runtime.InteropServices;
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

/// <summary>Texts of varying length: addresses of texts that end in a zero. An empty one may have none.</summary>
internal sealed unsafe class TextCell : Cell
{
    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        for (var i = 0; i < count; i++) Set(target, row + i, At(from + (long)i * stride));
    }

    /// <summary>A text of a type, wherever it lies.</summary>
    public static ReadOnlySpan<byte> Bytes(byte* at, Hdf5Type type) => type.IsVariable ? At(at) : FixedText.Trim(new ReadOnlySpan<byte>(at, type.Size), type.Padding);

    private static ReadOnlySpan<byte> At(byte* address)
    {
        var text = *(byte**)address;
        return text == null ? [] : MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text);
    }

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
    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var list = (VariableLength*)(from + (long)i * stride);
            target.SetText(row + i, list->Length == 0 ? [] : new ReadOnlySpan<byte>(list->Items, checked((int)list->Length)));
        }
    }
}

/// <summary><c>hvl_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct VariableLength
{
    public nuint Length;
    public byte* Items;
}
