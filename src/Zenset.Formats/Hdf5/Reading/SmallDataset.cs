using System.Collections.Immutable;
using System.Text;
using Zenset.Formats.Hdf5.Cells;
using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>Datasets that say something about others, read whole: names, shapes, categories.</summary>
internal static unsafe class SmallDataset
{
    /// <summary>Most values that are read.</summary>
    public const int MostValues = 1 << 20;

    /// <summary>Whole numbers of a row of them; null when they are none, or too many.</summary>
    public static ImmutableArray<long>? Numbers(OpenedFile file, StoredDataset dataset)
    {
        if (dataset.Type.Class != Hdf5Class.Integer || !IsSmall(dataset)) return null;
        var numbers = ImmutableArray.CreateBuilder<long>();
        Read(file, dataset with { Memory = Hdf5Type.Integer(8, true) }, at => numbers.Add(*(long*)at));
        return numbers.ToImmutable();
    }

    /// <summary>Texts, or numbers as texts, of a row of them; null when they are neither, or too many.</summary>
    public static ImmutableArray<string>? Texts(OpenedFile file, StoredDataset dataset)
    {
        if (!IsSmall(dataset)) return null;
        if (Numbers(file, dataset) is { } numbers) return [.. numbers.Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        if (dataset.Type.Class != Hdf5Class.String) return null;
        var texts = ImmutableArray.CreateBuilder<string>();
        Read(file, dataset, at => texts.Add(Encoding.UTF8.GetString(TextCell.Bytes(at, dataset.Type, file.Heap))));
        return texts.ToImmutable();
    }

    /// <summary>A member of a compound, text or whole numbers, as texts; null when it is neither.</summary>
    public static ImmutableArray<string>? Member(OpenedFile file, StoredDataset compound, string name)
    {
        if (!IsSmall(compound) || compound.Memory.Members.FirstOrDefault(m => m.Name == name) is not { } member) return null;
        var (type, offset) = (compound.Type.Members.First(m => m.Name == name).Type, member.Offset);
        if (type is { Class: Hdf5Class.Array, ItemCount: 1 }) type = type.Item!;
        if (type.Class is not (Hdf5Class.String or Hdf5Class.Integer)) return null;
        var texts = ImmutableArray.CreateBuilder<string>();
        Read(file, compound, at => texts.Add(type.Class == Hdf5Class.String
            ? Encoding.UTF8.GetString(TextCell.Bytes(at + offset, type, file.Heap))
            : Cell.Number(at + offset, type.InMemory().Size, type.IsSigned).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return texts.ToImmutable();
    }

    private delegate void Take(byte* at);

    private static bool IsSmall(StoredDataset dataset) => dataset.Dimensions.Length <= 1 && dataset.Rows <= MostValues;

    private static void Read(OpenedFile file, StoredDataset dataset, Take take)
    {
        using var opened = file.Open(dataset, 0);
        using var window = new RowWindow(opened, dataset, BlockSizes.RowsOf(dataset, 1));
        for (long row = 0; row < dataset.Rows;)
        {
            var count = window.Load(row, dataset.Rows);
            for (var i = 0; i < count; i++) take(window.At(row + i));
            row += count;
        }
    }
}
