using System.Diagnostics.CodeAnalysis;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>A group and what of it no table has taken yet.</summary>
internal sealed class StoredGroup(string name, string path, StoredAttributes attributes)
{
    /// <summary>Name; empty for the root.</summary>
    public string Name { get; } = name;

    /// <summary>Path in the file, without the first slash; empty for the root.</summary>
    public string Path { get; } = path;

    public StoredAttributes Attributes { get; } = attributes;

    /// <summary>Datasets that are left, in the order of their names.</summary>
    public List<StoredDataset> Datasets { get; } = [];

    /// <summary>Groups that are left.</summary>
    public List<StoredGroup> Groups { get; } = [];

    /// <summary>The path of something in it.</summary>
    public string Below(string name) => Path.Length == 0 ? name : $"{Path}/{name}";

    public StoredDataset? Dataset(string name) => Datasets.Find(d => d.Name == name);

    public StoredGroup? Group(string name) => Groups.Find(g => g.Name == name);

    public bool TryDataset(string name, [NotNullWhen(true)] out StoredDataset? dataset)
    {
        dataset = Dataset(name);
        return dataset is not null;
    }

    /// <summary>Takes datasets away: a table has them.</summary>
    public void Take(params ReadOnlySpan<StoredDataset> taken)
    {
        foreach (var dataset in taken) Datasets.Remove(dataset);
    }
}
