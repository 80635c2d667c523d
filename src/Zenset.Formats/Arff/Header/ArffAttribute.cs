using System.Collections.Immutable;

namespace Zenset.Formats.Arff.Header;

/// <summary>What an attribute declares itself to be.</summary>
internal enum ArffKind
{
    /// <summary><c>numeric</c> or <c>real</c>.</summary>
    Numeric,
    /// <summary><c>integer</c>.</summary>
    Integer,
    /// <summary><c>string</c>.</summary>
    String,
    /// <summary>A list of values in braces.</summary>
    Nominal,
    /// <summary><c>date</c> with a pattern.</summary>
    Date,
    /// <summary><c>relational</c>: a table in every cell.</summary>
    Relational,
}

/// <summary>One <c>@attribute</c> line.</summary>
/// <param name="Name">Name, unquoted.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Line">Line of the file, from 0.</param>
internal sealed record ArffAttribute(string Name, ArffKind Kind, long Line)
{
    /// <summary>Nominal: the declared values, in order, each once.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>Date: the Java pattern.</summary>
    public string? DatePattern { get; init; }

    /// <summary>Relational: the attributes of the nested table.</summary>
    public ImmutableArray<ArffAttribute> Children { get; init; } = [];
}

/// <summary>The header of an ARFF file.</summary>
/// <param name="Relation">Relation name, unquoted.</param>
/// <param name="Comment">The comment lines before <c>@relation</c>, without their <c>%</c>; null when there are none.</param>
/// <param name="Attributes">Attributes in order.</param>
/// <param name="DataOffset">Offset of the first byte after the <c>@data</c> line.</param>
/// <param name="DataLine">Number of lines before that byte.</param>
internal sealed record ArffHeader(string Relation, string? Comment, ImmutableArray<ArffAttribute> Attributes, long DataOffset, long DataLine)
{
    /// <summary>Lines end in a carriage return alone.</summary>
    public bool HasCarriageReturns { get; init; }
}
