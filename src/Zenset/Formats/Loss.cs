using System.Collections.Immutable;
using Zenset.Model;

namespace Zenset.Formats;

/// <summary>A table as an exporter sees it before writing.</summary>
/// <param name="Name">Resource.</param>
/// <param name="Fields">Fields, in order.</param>
/// <param name="Rows">Number of rows, when known.</param>
/// <param name="SourceMetadata">Key-value metadata kept from the source.</param>
public sealed record TableShape(string Name, ImmutableArray<Field> Fields, long? Rows, ImmutableSortedDictionary<string, string> SourceMetadata)
{
    /// <summary>
    /// Names of the positions of vector and sparse fields, in the source's order; empty when nobody knows them. Only for formats
    /// that say <see cref="FormatCapabilities.NamesFeatures"/>.
    /// </summary>
    public ImmutableArray<Feature> Features { get; init; } = [];

    /// <summary>Fields that tell rows apart; empty when nobody said.</summary>
    public ImmutableArray<string> PrimaryKey { get; init; } = [];

    /// <summary>Keys into other tables that are written too; into itself under an empty name.</summary>
    public ImmutableArray<ForeignKey> ForeignKeys { get; init; } = [];
}

/// <summary>Something that a format would lose of a field.</summary>
/// <param name="Field">Field name; null for the table as a whole.</param>
/// <param name="Message">What is lost and what stands in its place, as a sentence without a full stop.</param>
/// <param name="Predicate">SQL that is true in rows that lose something; null when the whole field does.</param>
public sealed record LossRule(string? Field, string Message, string? Predicate = null)
{
    /// <summary>
    /// SQL with aggregates over all rows that is true of a table that loses something, for a rule without a predicate: a format without a
    /// schema loses, say, the type of a field that has no value. Null: any table does.
    /// </summary>
    public string? Condition { get; init; }
}

/// <summary>Why a table cannot be written in a format at all.</summary>
/// <param name="Problem">What is in the way, as a sentence without a full stop: "field 'name' is text, and an npy file holds numbers".</param>
/// <param name="Fix">What can be done.</param>
public sealed record Obstacle(string Problem, string? Fix = null);

/// <summary>A loss that an export would really have.</summary>
/// <param name="Resource">Resource.</param>
/// <param name="Field">Field; null for the table as a whole.</param>
/// <param name="Message">What is lost.</param>
/// <param name="Rows">Number of rows concerned; null when all are.</param>
public sealed record Loss(string Resource, string? Field, string Message, long? Rows);
