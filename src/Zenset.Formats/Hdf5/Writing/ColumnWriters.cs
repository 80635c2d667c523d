using Zenset.Formats.Hdf5.Own;
using Zenset.Hdf5;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Writing;

/// <summary>Makes the writers of fields; how each kind is stored is decided here, and read again by <see cref="StoredNodes"/>.</summary>
internal static class ColumnWriters
{
    /// <summary>The writer of a field.</summary>
    public static ColumnWriter Of(Field field, Hdf5Group group, StoredNames names, OutputSettings settings) =>
        field is { Categories: { } categories, Type.Kind: FieldKind.String } ? Nominal(categories, group, names, settings) : Of(field.Type, group, names, settings);

    /// <summary>Datasets that a type takes, about; masks of missing values are left out.</summary>
    public static int CountDatasets(FieldType type) => type.Kind switch
    {
        FieldKind.Struct => type.Members.Sum(m => CountDatasets(m.Type)),
        FieldKind.List or FieldKind.FixedList => 1 + CountDatasets(type.Item!),
        FieldKind.Map => 1 + CountDatasets(type.Key!) + CountDatasets(type.Item!),
        FieldKind.Sparse => 2 + CountDatasets(type.Item!),
        _ => 1,
    };

    private static ColumnWriter Of(FieldType type, Hdf5Group group, StoredNames names, OutputSettings settings, bool canMiss = true)
    {
        if (FlatStorage.Of(type) is { } flat) return Flat(type, flat, group, names, settings, canMiss);
        var missing = new MissingOutput(group, names.Missing, settings);
        switch (type.Kind)
        {
            case FieldKind.String:
                return new HeapWriter(new DatasetOutput(group, names.Data, Hdf5Type.Text, Hdf5Type.Text, settings), missing, isText: true);
            case FieldKind.Binary:
                var bytes = Hdf5Type.ListOf(Hdf5Type.Integer(1, false));
                return new HeapWriter(new DatasetOutput(group, names.Data, bytes, bytes, settings), missing, isText: false);
            case FieldKind.Uuid:
                return new UuidWriter(new DatasetOutput(group, names.Data, OwnTypes.Uuid, OwnTypes.Uuid, settings), missing);
            case FieldKind.FixedList when OwnTypes.IsMatrix(type, out var item):
                return Vector(type, item, group, names, settings, missing);
            case FieldKind.List or FieldKind.FixedList:
                return List(type, group.CreateGroup(names.Data), settings, missing);
            case FieldKind.Map:
                return List(type, group.CreateGroup(names.Data), settings, missing);
            case FieldKind.Struct:
                var own = group.CreateGroup(names.Data);
                return new StructWriter(own, missing, [.. type.Members.Zip(StoredNames.Of(type.Members.Select(m => m.Name)), (m, n) => Of(m.Type, own, n, settings))]);
            case FieldKind.Sparse:
                return Sparse(type, group.CreateGroup(names.Data), settings, missing);
            default:
                throw new InvalidOperationException($"{type} has no place in a file.");
        }
    }

    private static ColumnWriter Flat(FieldType type, FlatStorage flat, Hdf5Group group, StoredNames names, OutputSettings settings, bool canMiss)
    {
        var output = new DatasetOutput(group, names.Data, flat.File, flat.Memory, settings);
        Describe(output.Dataset, type, flat);
        var missing = canMiss ? new MissingOutput(group, names.Missing, settings) : null;
        return type.Kind switch
        {
            FieldKind.Float16 or FieldKind.Float32 => new ValueWriter<float>(output, missing, float.NaN),
            FieldKind.Float64 => new ValueWriter<double>(output, missing, double.NaN),
            _ => flat.Memory.Size switch
            {
                1 => new ValueWriter<byte>(output, missing, 0),
                2 => new ValueWriter<short>(output, missing, 0),
                4 => new ValueWriter<int>(output, missing, 0),
                8 => new ValueWriter<long>(output, missing, 0),
                _ => new ValueWriter<Int128>(output, missing, 0),
            },
        };
    }

    private static ColumnWriter Vector(FieldType type, FlatStorage item, Hdf5Group group, StoredNames names, OutputSettings settings, MissingOutput missing)
    {
        var length = (int)type.Length;
        var output = new DatasetOutput(group, names.Data, item.File, item.Memory, settings, length);
        Describe(output.Dataset, type.Item!, item);
        var items = new MissingOutput(group, names.ItemsMissing, settings, length);
        return type.Item!.Kind switch
        {
            FieldKind.Float16 or FieldKind.Float32 => new VectorWriter<float>(output, missing, items, length, float.NaN),
            FieldKind.Float64 => new VectorWriter<double>(output, missing, items, length, double.NaN),
            _ => item.Memory.Size switch
            {
                1 => new VectorWriter<byte>(output, missing, items, length, 0),
                2 => new VectorWriter<short>(output, missing, items, length, 0),
                4 => new VectorWriter<int>(output, missing, items, length, 0),
                8 => new VectorWriter<long>(output, missing, items, length, 0),
                _ => new VectorWriter<Int128>(output, missing, items, length, 0),
            },
        };
    }

    private static GroupedWriter List(FieldType type, Hdf5Group own, OutputSettings settings, MissingOutput missing)
    {
        var nested = settings with { Rows = null };
        var offsets = Offsets(own, OwnNames.Offsets, settings);
        var items = type.Kind == FieldKind.Map
            ? new StructWriter(null, null, [
                Of(type.Key!, own, StoredNames.Part(OwnNames.Keys), nested, canMiss: false), Of(type.Item!, own, StoredNames.Part(OwnNames.Values), nested)])
            : Of(type.Item!, own, StoredNames.Part(OwnNames.Items), nested);
        return new GroupedWriter(own, new ListWriter(offsets, missing, items, type.Kind == FieldKind.FixedList ? checked((int)type.Length) : null));
    }

    private static SparseWriter Sparse(FieldType type, Hdf5Group own, OutputSettings settings, MissingOutput missing)
    {
        var nested = settings with { Rows = null };
        return new SparseWriter(
            own, Offsets(own, OwnNames.Starts, settings), missing, Of(FieldType.Int32, own, StoredNames.Part(OwnNames.Positions), nested, canMiss: false),
            Of(type.Item!, own, StoredNames.Part(OwnNames.Entries), nested), type.Length);
    }

    private static OffsetOutput Offsets(Hdf5Group own, string name, OutputSettings settings)
    {
        var type = Hdf5Type.Integer(8, true);
        return new OffsetOutput(new DatasetOutput(own, name, type, type, settings with { Rows = settings.Rows + 1 }));
    }

    private static CategoryWriter Nominal(Categories categories, Hdf5Group group, StoredNames names, OutputSettings settings)
    {
        var own = group.CreateGroup(names.Data);
        own.SetAttribute(OwnNames.Encoding, "categorical");
        own.SetAttribute(OwnNames.EncodingVersion, "0.2.0");
        own.SetAttribute("ordered", categories.Ordered ? 1 : 0);
        CategoryTexts.Write(own, categories.Values, settings);
        var codes = OwnTypes.Codes(categories.Values.Length);
        return new CategoryWriter(own, new DatasetOutput(own, OwnNames.Codes, codes, codes, settings), codes.Size);
    }

    private static void Describe(Hdf5Dataset dataset, FieldType type, FlatStorage flat)
    {
        if (flat.Units is { } units) dataset.SetAttribute("units", units);
        if (type.Kind == FieldKind.Decimal) dataset.SetAttribute("scale", type.Scale);
    }
}
