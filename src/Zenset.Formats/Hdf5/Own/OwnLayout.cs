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
        foreach (var name in tables.Distinct(StringComparer.Ordinal))
        {
            // Somebody may have taken a table out, or put others in; those are read like any.
            if (group.Group(name) is not { } table) continue;
            group.Groups.Remove(table);
            TakeTable(table, into);
        }
    }

    private static void TakeTable(StoredGroup group, TableCollector into)
    {
        var nodes = new StoredNodes(into.File, group.Path);
        if (WrittenFields.Read(group.Attributes.Text(OwnNames.Fields)) is not { } fields) throw nodes.Wrong(group.Path, $"has no fields in its attribute {OwnNames.Fields}");
        var names = StoredNames.Of(fields.Select(f => f.Name));
        ImmutableArray<TableColumn> columns = [.. fields.Zip(names, (f, n) => new OwnColumn(f, nodes.Of(f, group, n)))];
        if (columns.FirstOrDefault(c => c.Rows != columns[0].Rows) is { } odd)
            throw nodes.Wrong(group.Path, string.Create(CultureInfo.InvariantCulture, $"has {columns[0].Rows:N0} rows of '{Quoting.Shorten(columns[0].Field.Name)}' and {odd.Rows:N0} of '{Quoting.Shorten(odd.Field.Name)}'"));
        var facts = TableFacts.Read(group.Attributes.Text(OwnNames.Facts));
        into.Tables.Add(new DatasetTable(into.File, into.NameFor(group.Attributes.Text(OwnNames.Table) ?? group.Name), columns)
        {
            PrimaryKey = facts.PrimaryKey, ForeignKeys = facts.ForeignKeys, SourceMetadata = facts.Metadata,
        });
    }
}
