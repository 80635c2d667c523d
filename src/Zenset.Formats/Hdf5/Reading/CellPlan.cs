using System.Collections.Immutable;
using Zenset.Formats.Arrays;
using Zenset.Formats.Hdf5.Cells;
using Zenset.Hdf5;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>How values of a type of the file become values of a field.</summary>
/// <param name="Type">Type of the field.</param>
/// <param name="Open">Makes what takes the values; one for each scan.</param>
/// <param name="Categories">Of a nominal field.</param>
/// <param name="SourceFormat">What the field type does not say of the source.</param>
internal sealed record CellPlan(FieldType Type, Func<Cell> Open, Categories? Categories = null, string? SourceFormat = null)
{
    // h5py's tag of NumPy's times (h5py.opaque_dtype).
    private const string NumpyTag = "NUMPY:";

    /// <summary>The plan of a type.</summary>
    /// <param name="file">Type in the file; values lie in memory as its <see cref="Hdf5Type.InMemory"/>.</param>
    /// <param name="areBitsTruth">PyTables: a bit field of one byte is a truth value.</param>
    /// <exception cref="Hdf5Exception">Such values are not read.</exception>
    public static CellPlan Of(Hdf5Type file, bool areBitsTruth = false) => file.Class == Hdf5Class.Enumeration ? Enumeration(file) : Inside(file, file.InMemory(), areBitsTruth);

    /// <summary>A fixed number of them, one after the other.</summary>
    public CellPlan Repeated(long length, int itemSize) => new(FieldType.FixedList(Type, length), () => new VectorCell(Open(), itemSize, checked((int)length)), null, SourceFormat);

    /// <summary>Codes of categories that stand elsewhere; -1 is a missing value.</summary>
    public static CellPlan Codes(StoredDataset codes, ImmutableArray<string> categories, bool isOrdered) => categories.IsEmpty
        ? new CellPlan(FieldType.String, () => new NothingCell())
        : new CellPlan(
            FieldType.String, () => new CategoryCell([.. Enumerable.Range(0, categories.Length).Select(i => (long)i)], codes.Memory.Size, codes.Memory.IsSigned, -1),
            new Categories(categories, isOrdered));

    // Where a field has no categories: inside lists and structs.
    private static CellPlan Inside(Hdf5Type file, Hdf5Type memory, bool areBitsTruth)
    {
        switch (file.Class)
        {
            case Hdf5Class.Integer:
                return Integer(memory.Size, memory.IsSigned);
            case Hdf5Class.BitField when areBitsTruth && file.Size == 1:
                return new CellPlan(FieldType.Boolean, () => new BooleanCell(1));
            case Hdf5Class.BitField:
                return Integer(memory.Size, false);
            case Hdf5Class.Float when memory.Size == 2:
                return new CellPlan(FieldType.Float16, () => new HalfCell());
            case Hdf5Class.Float when memory.Size == 4:
                // bfloat16 has 7 bits, and is no binary16.
                return new CellPlan(file is { Size: 2, MantissaBits: 10 } ? FieldType.Float16 : FieldType.Float32, () => new PlainCell<float>());
            case Hdf5Class.Float:
                return new CellPlan(FieldType.Float64, () => new PlainCell<double>());
            case Hdf5Class.String:
                return new CellPlan(FieldType.String, file.IsVariable ? () => new TextCell() : () => new FixedTextCell(file.Size, file.Padding));
            case Hdf5Class.Opaque:
                return Opaque(file);
            case Hdf5Class.Enumeration when IsTruth(file):
                return new CellPlan(FieldType.Boolean, () => new BooleanCell(memory.Size));
            case Hdf5Class.Enumeration:
                return new CellPlan(FieldType.String, () => new CategoryTextCell(file.Values, memory.Size, memory.IsSigned));
            case Hdf5Class.Compound:
                return Compound(file, memory, areBitsTruth);
            case Hdf5Class.VariableLength:
                var itemMemory = file.Item!.InHeap();
                var item = Inside(file.Item!, itemMemory, areBitsTruth);
                return new CellPlan(FieldType.List(item.Type), () => new ListCell(item.Open(), itemMemory.Size), null, item.SourceFormat);
            case Hdf5Class.Array:
                return Inside(file.Item!, memory.Item!, areBitsTruth).Repeated(file.ItemCount, memory.Item!.Size);
            case Hdf5Class.Time or Hdf5Class.Reference:
            default:
                throw new Hdf5Exception($"values of type {file.Describe()} are not read") { IsUnsupported = true };
        }
    }

    private static CellPlan Integer(int size, bool isSigned) => (size, isSigned) switch
    {
        (1, true) => new CellPlan(FieldType.Int8, () => new PlainCell<sbyte>()),
        (1, false) => new CellPlan(FieldType.UInt8, () => new PlainCell<byte>()),
        (2, true) => new CellPlan(FieldType.Int16, () => new PlainCell<short>()),
        (2, false) => new CellPlan(FieldType.UInt16, () => new PlainCell<ushort>()),
        (4, true) => new CellPlan(FieldType.Int32, () => new PlainCell<int>()),
        (4, false) => new CellPlan(FieldType.UInt32, () => new PlainCell<uint>()),
        (_, true) => new CellPlan(FieldType.Int64, () => new PlainCell<long>()),
        (_, false) => new CellPlan(FieldType.UInt64, () => new PlainCell<ulong>()),
    };

    private static CellPlan Compound(Hdf5Type file, Hdf5Type memory, bool areBitsTruth)
    {
        // The engine matches names of members without case.
        if (file.Members.Select(m => m.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() != file.Members.Length)
            throw new Hdf5Exception("members of a nested compound whose names differ in case only are not read") { IsUnsupported = true };
        if (file.Members.Any(m => m.Name.Length == 0)) throw new Hdf5Exception("members of a nested compound without a name are not read") { IsUnsupported = true };
        ImmutableArray<CellPlan> members = [.. file.Members.Zip(memory.Members, (m, inMemory) => Inside(m.Type, inMemory.Type, areBitsTruth))];
        int[] offsets = [.. memory.Members.Select(m => m.Offset)];
        return new CellPlan(
            FieldType.Struct(file.Members.Zip(members, (m, plan) => new FieldMember(m.Name, plan.Type))), () => new StructCell([.. members.Select(m => m.Open())], offsets));
    }

    private static CellPlan Enumeration(Hdf5Type file)
    {
        var memory = file.InMemory();
        if (IsTruth(file)) return Inside(file, memory, false);
        var values = file.Values.DistinctBy(v => v.Name).ToImmutableArray();
        // One integer under two names would be read as the first of them; a type without names has nothing to read as.
        if (values.Length == 0 || values.Length != file.Values.Length || values.DistinctBy(v => v.Value).Count() != values.Length) return Integer(memory.Size, memory.IsSigned);
        ImmutableArray<long> numbers = [.. values.Select(v => v.Value)];
        return new CellPlan(FieldType.String, () => new CategoryCell(numbers, memory.Size, memory.IsSigned, null), new Categories([.. values.Select(v => v.Name)]));
    }

    // h5py's bool: an enumeration of FALSE = 0 and TRUE = 1.
    private static bool IsTruth(Hdf5Type file) =>
        file.Values is [("FALSE", 0), ("TRUE", 1)] or [("TRUE", 1), ("FALSE", 0)];

    private static CellPlan Opaque(Hdf5Type file)
    {
        var dtype = file.Size == 8 && file.Tag.StartsWith(NumpyTag, StringComparison.Ordinal) ? file.Tag[NumpyTag.Length..].TrimStart('<') : "";
        TimeUnit? unit = dtype switch
        {
            "M8[s]" => TimeUnit.Second,
            "M8[ms]" => TimeUnit.Millisecond,
            "M8[us]" => TimeUnit.Microsecond,
            "M8[ns]" => TimeUnit.Nanosecond,
            _ => null,
        };
        if (unit is { } known) return new CellPlan(FieldType.Timestamp(known), () => new NumpyTimeCell());
        return dtype.StartsWith("m8[", StringComparison.Ordinal)
            ? new CellPlan(FieldType.Int64, () => new NumpyTimeCell(), null, $"{ArrayFields.Duration}{dtype[2..]}")
            : new CellPlan(FieldType.Binary, () => new OpaqueCell(file.Size));
    }
}
