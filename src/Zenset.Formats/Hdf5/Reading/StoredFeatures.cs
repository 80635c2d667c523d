using System.Collections.Immutable;
using Zenset.Formats.Wide;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>Names of the positions of one field, from a dataset of them.</summary>
internal sealed class StoredFeatures(OpenedFile file, string field, StoredDataset names) : IFeatureNames
{
    private readonly ImmutableArray<string> _names = SmallDataset.Texts(file, names) ?? [];

    public int Count => _names.Length;
    public string Field(int index) => field;
    public int? Position(int index) => index;
    public string Name(int index) => _names[index];
    public string? Type(int index) => null;
    public ImmutableArray<string> Categories(int index) => [];
}
