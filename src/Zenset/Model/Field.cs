using System.Collections.Immutable;

namespace Zenset.Model;

/// <summary>The declared values of a nominal field, in order. Missing is not one of them.</summary>
/// <param name="Values">Each value once, unused ones included.</param>
/// <param name="Ordered">Their order means something.</param>
public sealed record Categories(ImmutableArray<string> Values, bool Ordered = false)
{
    /// <summary>Compares the values one by one.</summary>
    public bool Equals(Categories? other) =>
        other is not null && Ordered == other.Ordered && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Values.Length, Ordered);
}

/// <summary>A field (column) of a resource.</summary>
public sealed record Field
{
    /// <summary>Name as the source wrote it; any text, unique in the resource.</summary>
    public required string Name { get; init; }

    /// <summary>Type of the values. A nominal field is a <see cref="FieldKind.String"/> with <see cref="Categories"/>.</summary>
    public required FieldType Type { get; init; }

    /// <summary>Declared values, when the field is nominal.</summary>
    public Categories? Categories { get; init; }

    /// <summary>What the field is for.</summary>
    public FieldRole Role { get; init; }

    /// <summary>How the source wrote its dates (a Java or strptime pattern), kept so that it can be written the same way.</summary>
    public string? SourceFormat { get; init; }

    /// <summary>Human-readable description from the source.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// Name of its column in the parts, where that is not the one <see cref="StoredColumn"/> would choose; null nearly always.
    /// </summary>
    public string? Column { get; init; }

    /// <summary>
    /// For a vector: how many positions of it stand together in the parts (<see cref="StoredBlock"/>), where that is not what <see cref="StoredColumn"/>
    /// would choose; 0: all of them. Null nearly always.
    /// </summary>
    public int? Block { get; init; }

    /// <summary>The field has declared values.</summary>
    public bool IsNominal => Categories is not null;
}
