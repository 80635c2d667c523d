using System.Collections.Immutable;
using System.Globalization;
using Zenset.Formats.Hdf5.Reading;
using Zenset.Formats.Hdf5.Reading.Layouts;

namespace Zenset.Formats.Hdf5.Own;

/// <summary>Files that Zenset wrote: the tables that went in, exactly.</summary>
internal sealed class OwnLayout : ILayout
{
    public void Take(StoredGroup group, TableCollector into)
    {
        if (group.Path.Length > 0 || group.Attributes[OwnNames.Version]?.Number is not { } version || group.Attributes[OwnNames.Tables]?.Texts is not { } tables) return;
        if (version > OwnNames.CurrentVersion)
        {
            throw new NotSupportedSourceException(
                Hdf5Errors.Layout, string.Create(CultureInfo.InvariantCulture, $"it was written by a later version of Zenset (layout {version}; up to {OwnNames.CurrentVersion} are read)"),
                new SourceLocation { Source = into.File.Source }, "Use that version.");
        }
        var written = new List<WrittenTable>();
        foreach (var name in tables.Distinct(StringComparer.Ordinal))
        {
            // Somebody may have taken a table out, or put others in; those are read like any.
            if (group.Group(name) is not { } table) continue;
            group.Groups.Remove(table);
            written.Add(WrittenTable.Of(table, into.File));
        }
        foreach (var table in written) into.Tables.Add(TableOf(table, written, into));
    }

    private static DatasetTable TableOf(WrittenTable table, List<WrittenTable> all, TableCollector into)
    {
        var nodes = new StoredNodes(into.File, table.Group.Path);
        var names = StoredNames.Of(table.Fields.Select(f => f.Name));
        ImmutableArray<TableColumn> columns = [.. table.Fields.Zip(names, (f, n) => new OwnColumn(f, nodes.Of(f, table.Group, n)))];
        if (columns.FirstOrDefault(c => c.Rows != columns[0].Rows) is { } odd)
        {
            throw nodes.Wrong(table.Group.Path, string.Create(
                CultureInfo.InvariantCulture, $"has {columns[0].Rows:N0} rows of '{Quoting.Shorten(columns[0].Field.Name)}' and {odd.Rows:N0} of '{Quoting.Shorten(odd.Field.Name)}'"));
        }
        return new DatasetTable(into.File, into.NameFor(table.Name), columns)
        {
            PrimaryKey = table.Has(table.Facts.PrimaryKey) ? table.Facts.PrimaryKey : [],
            ForeignKeys = [.. table.Facts.ForeignKeys.Where(k => table.CanRefer(k, all))],
            SourceMetadata = table.Facts.Metadata,
        };
    }
}
