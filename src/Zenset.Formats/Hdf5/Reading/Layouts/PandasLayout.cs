using System.Collections.Immutable;
using System.Globalization;
using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Reading.Layouts;

/// <summary>
/// Frames and series of pandas.HDFStore. Fixed format: columns of one type lie side by side in <c>block0_values</c> and so on. Table format: a
/// compound, whose members <c>values_block_0</c> … hold them.
/// </summary>
/// <remarks>pandas/io/pytables.py, classes BlockManagerFixed, SeriesFixed and AppendableFrameTable.</remarks>
internal sealed class PandasLayout : ILayout
{
    public void Take(StoredGroup group, TableCollector into)
    {
        switch (group.Attributes.Text("pandas_type"))
        {
            case "frame" when group.Dataset("axis0") is not null:
                into.Try(group.Path, () => TakeFixedFrame(group, into));
                break;
            case "series" when group.TryDataset("values", out var values):
                into.Try(group.Path, () => TakeSeries(group, values, into));
                break;
            case "frame_table" or "series_table" when group.TryDataset("table", out var table) && table.Type.Class == Hdf5Class.Compound && table.Dimensions.Length == 1:
                into.Try(group.Path, () => TakeTable(group, table, into));
                break;
            default:
                break;
        }
    }

    private static void TakeFixedFrame(StoredGroup group, TableCollector into)
    {
        var order = Names(group, "axis0", into) ?? throw Unreadable(group, into, "its columns have names that are not read: of several levels, or pickled");
        // Columns of a name that several have go by their blocks' order.
        var found = new List<(string Name, TableColumn Column)>();
        for (var block = 0; ; block++)
        {
            var values = group.Dataset(Invariant($"block{block}_values"));
            if (values is null && group.Dataset(Invariant($"block{block}_items")) is null) break;
            if (values is null || Names(group, Invariant($"block{block}_items"), into) is not { } items) continue;
            into.Try(values.Path, () => AddBlock(found, values, items, group, into));
        }
        var names = new FieldNames();
        var columns = ImmutableArray.CreateBuilder<TableColumn>();
        if (Index(group, "axis1", names) is { } index) columns.Add(index);
        foreach (var name in order)
        {
            var at = found.FindIndex(f => f.Name == name);
            if (at < 0) continue;
            columns.Add(Named(found[at].Column, names.Free(name)));
            found.RemoveAt(at);
        }
        Add(group, columns, into);
        group.Datasets.RemoveAll(d => d.Name.StartsWith("axis", StringComparison.Ordinal) || d.Name.StartsWith("block", StringComparison.Ordinal));
    }

    private static void AddBlock(List<(string, TableColumn)> found, StoredDataset values, ImmutableArray<string> items, StoredGroup group, TableCollector into)
    {
        RequireNotPickled(values, into);
        if (values.Dimensions is not [_, var width] || width != items.Length) throw Unreadable(group, into, $"'{values.Name}' does not fit its {items.Length} names");
        var plan = PandasTypes.Of(values.Type, values.Attributes.Text("value_type"), values.Attributes.Text("tz"));
        for (var i = 0; i < items.Length; i++) found.Add((items[i], DatasetColumn.Of(values, items[i], checked(i * values.Memory.Size), plan)));
    }

    private static void TakeSeries(StoredGroup group, StoredDataset values, TableCollector into)
    {
        RequireNotPickled(values, into);
        if (values.Dimensions.Length != 1) return;
        var names = new FieldNames();
        var columns = ImmutableArray.CreateBuilder<TableColumn>();
        if (Index(group, "index", names) is { } index) columns.Add(index);
        // 'N.' is the pickled None.
        var name = group.Attributes.Text("name") is { Length: > 0 } said and not "N." ? said : "values";
        columns.Add(DatasetColumn.Of(values, names.Free(name), 0, PandasTypes.Of(values.Type, values.Attributes.Text("value_type"), values.Attributes.Text("tz"))));
        Add(group, columns, into);
        group.Datasets.RemoveAll(d => d == values || d.Name.StartsWith("index", StringComparison.Ordinal));
    }

    private static void TakeTable(StoredGroup group, StoredDataset table, TableCollector into)
    {
        var frame = new PandasTable(group, table, into.File);
        var columns = frame.Columns();
        if (columns.IsEmpty) return;
        into.Add(group.Path, columns, group.Attributes);
        group.Take(table);
        // The categories of its columns.
        if (group.Group("meta") is { } meta) group.Groups.Remove(meta);
    }

    private static void Add(StoredGroup group, ImmutableArray<TableColumn>.Builder columns, TableCollector into)
    {
        if (columns.Count == 0) throw Unreadable(group, into, "it has no columns that are read");
        if (columns.FirstOrDefault(c => c.Rows != columns[0].Rows) is { } odd) throw Unreadable(group, into, $"column '{Quoting.Shorten(odd.Field.Name)}' has {odd.Rows} rows, and others have {columns[0].Rows}");
        into.Add(group.Path, columns.ToImmutable(), group.Attributes);
    }

    // An index of several levels is left to be read as the arrays that it is.
    private static DatasetColumn? Index(StoredGroup group, string name, FieldNames names)
    {
        if (!group.TryDataset(name, out var index) || index.Dimensions.Length != 1 || IsPickled(index)) return null;
        var said = index.Attributes.Text("name") is { Length: > 0 } called and not "N." ? called : "index";
        return DatasetColumn.Of(index, names.Free(said), 0, PandasTypes.Of(index.Type, index.Attributes.Text("kind"), index.Attributes.Text("tz")));
    }

    private static ImmutableArray<string>? Names(StoredGroup group, string name, TableCollector into) =>
        group.TryDataset(name, out var names) && !IsPickled(names) ? SmallDataset.Texts(into.File, names) : null;

    private static bool IsPickled(StoredDataset dataset) => dataset.Attributes.Text("PSEUDOATOM") == "object";

    private static void RequireNotPickled(StoredDataset values, TableCollector into)
    {
        if (IsPickled(values))
        {
            throw new NotSupportedSourceException(
                Hdf5Errors.Pickled, "it holds pickled Python objects, which are programs and are not run", new SourceLocation { Source = into.File.Source, Resource = values.Path },
                "Write the frame with format='table', which stores text as text.");
        }
    }

    private static TableColumn Named(TableColumn column, string name) => column with { Field = column.Field with { Name = name } };

    private static NotSupportedSourceException Unreadable(StoredGroup group, TableCollector into, string problem) => new(
        Hdf5Errors.Layout, problem, new SourceLocation { Source = into.File.Source, Resource = group.Path }, "Write the frame with format='table'.");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
