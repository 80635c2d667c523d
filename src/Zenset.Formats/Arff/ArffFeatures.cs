using System.Collections.Immutable;
using Zenset.Formats.Arff.Header;
using Zenset.Formats.Wide;

namespace Zenset.Formats.Arff;

/// <summary>The attributes of a file whose layout shares columns, in file order.</summary>
internal sealed class ArffFeatures(ImmutableArray<ArffAttribute> attributes, ArffLayout layout) : IFeatureNames
{
    private static readonly string[] KindNames = [.. Enum.GetNames<ArffKind>().Select(name => name.ToLowerInvariant())];

    public int Count => attributes.Length;
    public string Field(int index) => layout.Columns[layout.Slots[index].Column].Field.Name;
    public int? Position(int index) => layout.Slots[index].Position is >= 0 and var position ? position : null;
    public string Name(int index) => attributes[index].Name;
    public string Type(int index) => KindNames[(int)attributes[index].Kind];
    public ImmutableArray<string> Categories(int index) => layout.Slots[index].Position >= 0 ? layout.LabelsOf(index, attributes[index]) : [];
}
