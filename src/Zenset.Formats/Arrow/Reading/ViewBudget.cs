namespace Zenset.Formats.Arrow.Reading;

/// <summary>
/// Views may share what they refer to, so a small file can stand for data without end. Sharing is what they are for, and this leaves room
/// for it.
/// </summary>
internal static unsafe class ViewBudget
{
    private const long FreeItems = 1 << 20, ItemsPerItem = 16;
    private const long FreeBytes = 1 << 30, BytesPerByte = 64;

    /// <summary>Checks the lists of an array of list views.</summary>
    /// <exception cref="ArrowDataException">They stand for far more items than there are.</exception>
    public static void CheckLists(ArrowArray array, int width)
    {
        var items = array.Children[0].Length;
        var most = Math.Max(FreeItems, items > long.MaxValue / ItemsPerItem ? long.MaxValue : items * ItemsPerItem);
        long total = 0;
        for (long row = 0; row < array.Length; row++)
        {
            if (array.IsMissing(row)) continue;
            var size = width == 4 ? ((int*)array.Second.Start)[row] : ((long*)array.Second.Start)[row];
            if (size < 0 || size > items) throw ArrowDataException.Damaged($"a list claims {size:N0} of {items:N0} items");
            total += size;
            if (total > most) throw new ArrowDataException(ArrowErrors.Unsupported, $"list views share their {items:N0} items more than {ItemsPerItem} times", "Write it with plain lists.", isUnsupported: true);
        }
    }

    /// <summary>Checks the texts of an array of views.</summary>
    /// <exception cref="ArrowDataException">They stand for far more bytes than there are.</exception>
    public static void CheckTexts(ArrowArray array)
    {
        var bytes = array.Variadic.Sum(b => b.Length);
        var most = Math.Max(FreeBytes, bytes > long.MaxValue / BytesPerByte ? long.MaxValue : bytes * BytesPerByte);
        var views = (ArrowView*)array.First.Start;
        long total = 0;
        for (long row = 0; row < array.Length; row++)
        {
            if (views[row].Length <= ArrowView.InlineBytes || array.IsMissing(row)) continue;
            total += views[row].Length;
            if (total > most) throw new ArrowDataException(ArrowErrors.Unsupported, $"views share their {bytes:N0} bytes more than {BytesPerByte} times", "Write it with plain text.", isUnsupported: true);
        }
    }
}
