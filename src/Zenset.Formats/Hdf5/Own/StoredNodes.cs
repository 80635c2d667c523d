using System.Collections.Immutable;
using Zenset.Formats.Hdf5.Cells;
using Zenset.Formats.Hdf5.Reading;
using Zenset.Hdf5;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Own;

/// <summary>Finds the datasets of fields, as <see cref="Writing.ColumnWriters"/> has written them.</summary>
/// <param name="file">The file.</param>
/// <param name="table">Group of the table, for messages.</param>
internal sealed class StoredNodes(OpenedFile file, string table)
{
    /// <summary>The values of a field.</summary>
    /// <exception cref="SourceDataException">Its datasets are not there, or not as they were written.</exception>
    public StoredNode Of(Field field, StoredGroup group, StoredNames names) =>
        field is { Categories: { } categories, Type.Kind: FieldKind.String } ? Nominal(categories, Group(group, names.Data)) : Of(field.Type, group, names);

    /// <summary>The datasets do not make up the table.</summary>
    public SourceDataException Wrong(string path, string problem) => new(
        Hdf5Errors.Layout, $"'{Quoting.Shorten(path, 200)}' {problem}", new SourceLocation { Source = file.Source, Resource = table }, "Fetch or write the file again.");

    private StoredNode Of(FieldType type, StoredGroup group, StoredNames names, bool canMiss = true)
    {
        var node = Values(type, group, names);
        if (!canMiss || !group.TryDataset(names.Missing, out var missing)) return node;
        Require(missing, FlatStorage.Truth, 1);
        return missing.Rows == node.Rows ? new MissingNode(node, missing) : throw Wrong(missing.Path, "has not as many rows as the values that it is about");
    }

    private StoredNode Values(FieldType type, StoredGroup group, StoredNames names)
    {
        if (FlatStorage.Of(type) is { } flat) return new PlainNode(Dataset(group, names.Data, flat.File, 1), FlatCells.Of(type));
        switch (type.Kind)
        {
            case FieldKind.String:
                return new PlainNode(Dataset(group, names.Data, Hdf5Type.Text, 1), () => new TextCell());
            case FieldKind.Binary:
                return new PlainNode(Dataset(group, names.Data, Hdf5Type.ListOf(Hdf5Type.Integer(1, false)), 1), () => new BytesCell());
            case FieldKind.Uuid:
                return new PlainNode(Dataset(group, names.Data, OwnTypes.Uuid, 1), () => new UuidCell());
            case FieldKind.FixedList when OwnTypes.IsMatrix(type, out var item):
                return Matrix(type, item, group, names);
            case FieldKind.List or FieldKind.FixedList:
                var own = Group(group, names.Data);
                return List(own, Of(type.Item!, own, StoredNames.Part(OwnNames.Items)), type.Kind == FieldKind.FixedList ? type.Length : null);
            case FieldKind.Map:
                own = Group(group, names.Data);
                return List(own, Together(own, [Of(type.Key!, own, StoredNames.Part(OwnNames.Keys), canMiss: false), Of(type.Item!, own, StoredNames.Part(OwnNames.Values))]), null);
            case FieldKind.Struct:
                own = Group(group, names.Data);
                return Together(own, [.. type.Members.Zip(StoredNames.Of(type.Members.Select(m => m.Name)), (m, n) => Of(m.Type, own, n))]);
            case FieldKind.Sparse:
                own = Group(group, names.Data);
                var starts = Offsets(own, OwnNames.Starts);
                return new SparseNode(starts, Of(FieldType.Int32, own, StoredNames.Part(OwnNames.Positions), canMiss: false), Of(type.Item!, own, StoredNames.Part(OwnNames.Entries)), type.Length);
            default:
                throw Wrong(group.Below(names.Data), $"is said to be {type}");
        }
    }

    private MatrixNode Matrix(FieldType type, FlatStorage item, StoredGroup group, StoredNames names)
    {
        var dataset = Dataset(group, names.Data, item.File, 2);
        if (dataset.RowElements != type.Length) throw Wrong(dataset.Path, $"has rows of {dataset.RowElements} values and not of {type.Length}");
        if (!group.TryDataset(names.ItemsMissing, out var missing)) return new MatrixNode(dataset, null, FlatCells.Of(type.Item!));
        Require(missing, FlatStorage.Truth, 2);
        if (!missing.Dimensions.AsSpan().SequenceEqual(dataset.Dimensions.AsSpan())) throw Wrong(missing.Path, "has not the shape of the values that it is about");
        return new MatrixNode(dataset, missing, FlatCells.Of(type.Item!));
    }

    private ListNode List(StoredGroup own, StoredNode items, long? length) => new(Offsets(own, OwnNames.Offsets), items, length);

    private StructNode Together(StoredGroup own, ImmutableArray<StoredNode> members) =>
        members.All(m => m.Rows == members[0].Rows) ? new StructNode(members) : throw Wrong(own.Path, "has members of different numbers of rows");

    private PlainNode Nominal(Categories categories, StoredGroup own)
    {
        var written = OwnTypes.Codes(categories.Values.Length);
        var codes = Dataset(own, OwnNames.Codes, written, 1);
        ImmutableArray<long> values = [.. Enumerable.Range(0, categories.Values.Length).Select(i => (long)i)];
        return new PlainNode(codes, values.IsEmpty ? () => new NothingCell() : () => new CategoryCell(values, written.Size, true, -1));
    }

    private StoredDataset Offsets(StoredGroup own, string name)
    {
        var offsets = Dataset(own, name, Hdf5Type.Integer(8, true), 1);
        return offsets.Rows > 0 ? offsets : throw Wrong(offsets.Path, "is empty");
    }

    private StoredDataset Dataset(StoredGroup group, string name, Hdf5Type type, int rank)
    {
        if (!group.TryDataset(name, out var dataset)) throw Wrong(group.Below(name), "is not there, or cannot be read");
        Require(dataset, type, rank);
        return dataset;
    }

    private void Require(StoredDataset dataset, Hdf5Type type, int rank)
    {
        if (dataset.Dimensions.Length != rank) throw Wrong(dataset.Path, $"has {dataset.Dimensions.Length} dimensions and not {rank}");
        if (!FlatStorage.Fits(dataset.Type, type)) throw Wrong(dataset.Path, $"has values of type {dataset.Type.Describe()} and not {type.Describe()}");
    }

    private StoredGroup Group(StoredGroup group, string name) => group.Group(name) ?? throw Wrong(group.Below(name), "is not there");
}
