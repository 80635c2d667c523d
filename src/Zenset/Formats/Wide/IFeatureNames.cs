using System.Collections.Immutable;

namespace Zenset.Formats.Wide;

/// <summary>The features of a wide table, in the source's order. By number, since there may be a hundred thousand.</summary>
internal interface IFeatureNames
{
    /// <summary>Number of features.</summary>
    int Count { get; }

    /// <summary>Field that holds the feature.</summary>
    string Field(int index);

    /// <summary>Position in the field's vector; null when it has the field for itself.</summary>
    int? Position(int index);

    /// <summary>Name in the source.</summary>
    string Name(int index);

    /// <summary>Type that the source declares; null when it says none.</summary>
    string? Type(int index);

    /// <summary>Categories of a nominal feature that shares its field; empty for others.</summary>
    ImmutableArray<string> Categories(int index);
}
