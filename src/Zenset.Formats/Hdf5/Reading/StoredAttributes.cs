using System.Collections.Immutable;
using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>Attributes of a group or dataset, those that are numbers or text.</summary>
internal sealed record StoredAttributes(ImmutableArray<(string Name, Hdf5Attribute Value)> All)
{
    /// <summary>Reads them.</summary>
    public static StoredAttributes Of(Hdf5Object of)
    {
        var all = ImmutableArray.CreateBuilder<(string, Hdf5Attribute)>();
        foreach (var name in of.AttributeNames())
        {
            if (of.Attribute(name) is { } value) all.Add((name, value));
        }
        return new StoredAttributes(all.ToImmutable());
    }

    /// <summary>One of them; null when there is none.</summary>
    public Hdf5Attribute? this[string name] => All.FirstOrDefault(a => a.Name == name).Value;

    /// <summary>The only text of one.</summary>
    public string? Text(string name) => this[name]?.Text;
}
