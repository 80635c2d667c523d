using System.Collections.Immutable;
using Zenset.Formats.Hdf5.Reading;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Own;

/// <summary>What the attributes of a table say of it.</summary>
/// <param name="Group">Where it lies.</param>
/// <param name="Name">Its name.</param>
/// <param name="Fields">Its fields.</param>
/// <param name="Facts">Keys and metadata.</param>
internal sealed record WrittenTable(StoredGroup Group, string Name, ImmutableArray<Field> Fields, TableFacts Facts)
{
    /// <summary>Reads them.</summary>
    /// <exception cref="SourceDataException">They do not describe a table.</exception>
    public static WrittenTable Of(StoredGroup group, OpenedFile file) => new(
        group, group.Attributes.Text(OwnNames.Table) ?? group.Name,
        WrittenFields.Read(group.Attributes.Text(OwnNames.Fields)) ?? throw new StoredNodes(file, group.Path).Wrong(group.Path, $"has no fields in its attribute {OwnNames.Fields}"),
        TableFacts.Read(group.Attributes.Text(OwnNames.Facts)));

    /// <summary>It has fields of these names.</summary>
    public bool Has(ImmutableArray<string> names) => names.All(n => Fields.Any(f => f.Name == n));

    /// <summary>Both ends of a key are there: somebody may have taken a table out.</summary>
    public bool CanRefer(ForeignKey key, List<WrittenTable> tables) =>
        Has(key.Fields) && key.Fields.Length == key.ReferenceFields.Length
        && (key.ReferenceResource.Length == 0 ? this : tables.Find(t => t.Name == key.ReferenceResource))?.Has(key.ReferenceFields) == true;
}
