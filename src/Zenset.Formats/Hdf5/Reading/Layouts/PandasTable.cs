using System.Collections.Immutable;
using System.Text;
using Zenset.Formats.Hdf5.Cells;
using Zenset.Hdf5;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Reading.Layouts;

/// <summary>A frame in pandas' table format: members of a compound, of which those called <c>values_block_…</c> hold several columns.</summary>
internal sealed class PandasTable(StoredGroup group, StoredDataset table, OpenedFile file)
{
    // pandas' text for a missing text, unless the store was told another.
    private readonly byte[] _missing = Encoding.UTF8.GetBytes(group.Attributes.Text("nan_rep") ?? "nan");

    /// <summary>Index and columns, in the frame's order.</summary>
    public ImmutableArray<TableColumn> Columns()
    {
        var order = Pickle.Axis(group.Attributes.Text("non_index_axes")) ?? [];
        var names = new FieldNames();
        var (indexes, values) = (new List<DatasetColumn>(), new List<DatasetColumn>());
        foreach (var (member, memory) in table.Type.Members.Zip(table.Memory.Members))
        {
            var kind = table.Attributes.Text($"{member.Name}_kind");
            if (Pickle.Names(kind) is not { } columns)
            {
                // The kind of an index is its type; of what pandas does not know, there is none.
                indexes.Add(DatasetColumn.Of(table, member.Name, memory.Offset, Plan(member.Name, member.Type, kind)));
                continue;
            }
            var said = table.Attributes.Text($"{member.Name}_dtype");
            var isBlock = member.Type.Class == Hdf5Class.Array && member.Type.ItemCount == columns.Length;
            if (!isBlock && columns.Length != 1)
            {
                values.Add(DatasetColumn.Of(table, member.Name, memory.Offset, Plan(member.Name, member.Type, said)));
                continue;
            }
            var (item, size) = isBlock ? (member.Type.Item!, memory.Type.Item!.Size) : (member.Type, 0);
            var plan = Plan(member.Name, item, said);
            for (var i = 0; i < columns.Length; i++) values.Add(DatasetColumn.Of(table, columns[i], memory.Offset + i * size, plan));
        }
        var ranks = order.Select((name, i) => (name, i)).DistinctBy(p => p.name).ToDictionary(p => p.name, p => p.i, StringComparer.Ordinal);
        return [.. indexes.Concat(values.OrderBy(c => ranks.GetValueOrDefault(c.Field.Name, int.MaxValue))).Select(c => c with { Field = c.Field with { Name = names.Free(c.Field.Name) } })];
    }

    private CellPlan Plan(string member, Hdf5Type type, string? said)
    {
        if (table.Attributes.Text($"{member}_meta") == "category" && type.Class == Hdf5Class.Integer && Categories(member) is { } categories)
        {
            var memory = type.InMemory();
            return categories.IsEmpty
                ? new CellPlan(FieldType.String, () => new NothingCell())
                : new CellPlan(
                    FieldType.String, () => new CategoryCell([.. Enumerable.Range(0, categories.Length).Select(i => (long)i)], memory.Size, memory.IsSigned, -1), new Categories(categories, IsOrdered(member)));
        }
        if (type is { Class: Hdf5Class.String, IsVariable: false })
            return new CellPlan(FieldType.String, () => new MissingTextCell(type.Size, type.Padding, _missing));
        return PandasTypes.Of(type, said, Zone(member));
    }

    // Of a zone with rules of its own there is an object in the pickle, and its times are UTC all the same.
    private string? Zone(string member) => Pickle.Entry(Info, member, "tz") as string;

    private bool IsOrdered(string member) => Pickle.Entry(Info, member, "ordered") is 1L;

    private string? Info => group.Attributes.Text("info");

    private ImmutableArray<string>? Categories(string member)
    {
        if (group.Group("meta")?.Group(member)?.Group("meta")?.Dataset("table") is not { Type.Class: Hdf5Class.Compound } stored) return null;
        var values = stored.Type.Members.FirstOrDefault(m => m.Name is "values" or "values_block_0");
        if (values is null) return null;
        var texts = SmallDataset.Member(file, stored, values.Name);
        return texts is { } all && all.Distinct().Count() == all.Length ? all : null;
    }
}
