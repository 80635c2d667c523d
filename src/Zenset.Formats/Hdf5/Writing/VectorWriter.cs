using System.Runtime.InteropServices;
using Zenset.DuckDb;

namespace Zenset.Formats.Hdf5.Writing;

/// <summary>Vectors of numbers: a dataset of two dimensions.</summary>
/// <param name="output">Where; a row of it is a vector.</param>
/// <param name="missing">Says where vectors are missing.</param>
/// <param name="itemsMissing">Says where items are.</param>
/// <param name="length">Items of a vector.</param>
/// <param name="placeholder">Stands for a missing item.</param>
internal sealed class VectorWriter<T>(DatasetOutput output, MissingOutput missing, MissingOutput itemsMissing, int length, T placeholder) : ColumnWriter where T : unmanaged
{
    public override void Append(Vector values, int first, int count)
    {
        missing.Append(values, first, count);
        var items = values.Items;
        for (var row = first; row < first + count; row++)
        {
            if (values.IsMissing(row))
            {
                FillMissing();
                continue;
            }
            var to = MemoryMarshal.Cast<byte, T>(output.Next(1, out _));
            var at = ItemRange.Of(values, row, length).First;
            items.Values<T>().Slice(at, length).CopyTo(to);
            itemsMissing.Append(items, at, 1);
            for (var i = 0; !items.Validity.IsEmpty && i < length; i++)
            {
                if (items.IsMissing(at + i)) to[i] = placeholder;
            }
        }
    }

    public override void AppendMissing(int count)
    {
        missing.AppendAll(count);
        for (; count > 0; count--) FillMissing();
    }

    public override void Finish()
    {
        output.Flush();
        missing.Finish();
        itemsMissing.Finish();
    }

    public override void Dispose()
    {
        output.Dispose();
        missing.Dispose();
        itemsMissing.Dispose();
    }

    private void FillMissing()
    {
        MemoryMarshal.Cast<byte, T>(output.Next(1, out _)).Fill(placeholder);
        itemsMissing.AppendNone(1);
    }
}

/// <summary>Where the items of a row lie.</summary>
internal readonly record struct ItemRange(int First, int Length)
{
    /// <summary>Those of a list or map, or of a vector, which the engine has as an ARRAY or as a LIST.</summary>
    public static ItemRange Of(Vector values, int row, int vectorLength)
    {
        if (values.Type.Id == EngineTypeId.Array) return new ItemRange(row * vectorLength, vectorLength);
        var entry = values.Entries[row];
        return new ItemRange((int)entry.Offset, (int)entry.Length);
    }
}
