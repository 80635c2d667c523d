using System.Text.Unicode;
using Zenset.DuckDb;

namespace Zenset.Formats.Arrow.Reading.Columns;

/// <summary>Text and bytes between offsets of four or eight bytes.</summary>
internal sealed unsafe class BytesReader<TOffset>(bool isText) : ColumnReader where TOffset : unmanaged
{
    public override void Copy(ArrowArray array, long start, int count, VectorBuilder target, int at)
    {
        CopyValidity(array, start, count, target, at);
        if (count == 0) return;
        // Text of all rows at once; then each row must begin at a character.
        var isChecked = !isText || IsWholeText(array, start, count);
        for (var i = 0; i < count; i++)
        {
            if (array.IsMissing(start + i)) continue;
            var bytes = Row(array, start + i);
            if (!isChecked && !Utf8.IsValid(bytes)) throw NotUtf8(bytes);
            target.SetTextInPlace(at + i, bytes);
        }
    }

    public override long Measure(ArrowArray array, long start, long count, long most)
    {
        if (count <= 0) return 0;
        var bytes = Offset(array, start + count) - Offset(array, start);
        return bytes > 0 && bytes <= array.Second.Length ? count + bytes / 16 : count;
    }

    /// <summary>The bytes of a row.</summary>
    public static ReadOnlySpan<byte> Row(ArrowArray array, long row)
    {
        var (from, to) = (Offset(array, row), Offset(array, row + 1));
        if (from < 0 || to < from || to > array.Second.Length) throw ArrowDataException.Damaged($"text from byte {from:N0} to {to:N0} of {array.Second.Length:N0}");
        if (to - from > int.MaxValue) throw new ArrowDataException(ArrowErrors.Unsupported, $"a value is longer than 2 GiB", "Keep it in a file of its own.", isUnsupported: true);
        return new ReadOnlySpan<byte>(array.Second.Start + from, (int)(to - from));
    }

    // Any doubt is left to the check of single rows, which knows what is missing.
    private static bool IsWholeText(ArrowArray array, long start, int count)
    {
        var (from, to) = (Offset(array, start), Offset(array, start + count));
        if (from < 0 || to < from || to > array.Second.Length || to - from > int.MaxValue) return false;
        var all = new ReadOnlySpan<byte>(array.Second.Start + from, (int)(to - from));
        if (!Utf8.IsValid(all)) return false;
        for (var i = 1; i < count; i++)
        {
            var offset = Offset(array, start + i);
            if (offset < from || offset > to || (offset < to && (array.Second.Start[offset] & 0xC0) == 0x80)) return false;
        }
        return true;
    }

    private static long Offset(ArrowArray array, long row) => sizeof(TOffset) == 4 ? ((int*)array.First.Start)[row] : ((long*)array.First.Start)[row];

    private static ArrowDataException NotUtf8(ReadOnlySpan<byte> bytes) => TextErrors.NotUtf8(bytes);
}

/// <summary>Text and bytes by views.</summary>
internal sealed unsafe class ViewsReader(bool isText) : ColumnReader
{
    public override void Copy(ArrowArray array, long start, int count, VectorBuilder target, int at)
    {
        CopyValidity(array, start, count, target, at);
        for (var i = 0; i < count; i++)
        {
            if (array.IsMissing(start + i)) continue;
            var bytes = Row(array, start + i);
            if (isText && !Utf8.IsValid(bytes)) throw TextErrors.NotUtf8(bytes);
            target.SetTextInPlace(at + i, bytes);
        }
    }

    public override long Measure(ArrowArray array, long start, long count, long most)
    {
        var total = count;
        for (var row = start; row < start + count && total < most; row++)
        {
            if (!array.IsMissing(row)) total += Math.Max(0, ((ArrowView*)array.First.Start)[row].Length) / 16;
        }
        return total;
    }

    /// <summary>The bytes of a row.</summary>
    public static ReadOnlySpan<byte> Row(ArrowArray array, long row)
    {
        var view = (ArrowView*)array.First.Start + row;
        var length = view->Length;
        if (length is >= 0 and <= ArrowView.InlineBytes) return new ReadOnlySpan<byte>((byte*)view + 4, length);
        if (length < 0 || (uint)view->Buffer >= (uint)array.Variadic.Length) throw ArrowDataException.Damaged($"a view of {length:N0} bytes in buffer {view->Buffer} of {array.Variadic.Length}");
        return array.Variadic[view->Buffer].Slice(view->Offset, length);
    }
}

/// <summary>Bytes of one length.</summary>
internal sealed unsafe class FixedBytesReader(int width) : ColumnReader
{
    public override void Copy(ArrowArray array, long start, int count, VectorBuilder target, int at)
    {
        CopyValidity(array, start, count, target, at);
        for (var i = 0; i < count; i++)
        {
            if (!array.IsMissing(start + i)) target.SetTextInPlace(at + i, new ReadOnlySpan<byte>(array.First.Start + (start + i) * width, width));
        }
    }
}

/// <summary>The bytes of single rows of text, however it lies.</summary>
internal readonly struct TextRows(ArrowTypeId type)
{
    public ReadOnlySpan<byte> Row(ArrowArray array, long row) => type switch
    {
        ArrowTypeId.Utf8 => BytesReader<int>.Row(array, row),
        ArrowTypeId.LargeUtf8 => BytesReader<long>.Row(array, row),
        _ => ViewsReader.Row(array, row),
    };
}

/// <summary>What can be wrong with text.</summary>
internal static class TextErrors
{
    public static ArrowDataException NotUtf8(ReadOnlySpan<byte> bytes) => new(
        ArrowErrors.Data, $"text is not UTF-8: '{Quoting.Shorten(bytes)}' ({Convert.ToHexString(bytes[..Math.Min(bytes.Length, 16)])})", "Write the column as binary, or mend the text.");
}
