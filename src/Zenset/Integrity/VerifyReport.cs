using System.Collections.Immutable;
using Zenset.Model;

namespace Zenset.Integrity;

/// <summary>What a verification found.</summary>
/// <param name="Objects">Objects looked at: parts, manifests and tags.</param>
/// <param name="Bytes">Bytes read.</param>
/// <param name="Damaged">Each place of damage, by object and offset.</param>
public sealed record VerifyReport(long Objects, long Bytes, ImmutableArray<Damage> Damaged)
{
    /// <summary>Nothing is damaged.</summary>
    public bool Ok => Damaged.IsEmpty;
}

/// <summary>Stored bytes that are not those that were committed, or are missing.</summary>
public sealed record Damage
{
    /// <summary>Key of the object.</summary>
    public required string Object { get; init; }

    /// <summary>Where it begins, in bytes from the start of the object: the first byte of a chunk.</summary>
    public required long Offset { get; init; }

    /// <summary>How many bytes it may concern: whole chunks.</summary>
    public required long Length { get; init; }

    /// <summary>One sentence: what is wrong.</summary>
    public required string Problem { get; init; }

    /// <summary>Dataset that the object belongs to.</summary>
    public required DatasetName Dataset { get; init; }

    /// <summary>The latest version, of those that were verified, that needs the object.</summary>
    public int? Version { get; init; }

    /// <summary>Resource that the part belongs to; null for a manifest.</summary>
    public string? Resource { get; init; }

    /// <summary>Rows of the resource, in <see cref="Version"/>, that may be wrong; null for a manifest.</summary>
    public RowRange? Rows { get; init; }

    /// <summary>Columns, as the part calls them, that may be wrong; empty when it may be any.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];
}

/// <summary>Rows one after the other.</summary>
/// <param name="First">The first, from 0.</param>
/// <param name="Count">How many.</param>
public readonly record struct RowRange(long First, long Count);

/// <summary>Where a verification stands.</summary>
/// <param name="Objects">Parts done.</param>
/// <param name="TotalObjects">Parts in all.</param>
/// <param name="Bytes">Bytes of parts read.</param>
/// <param name="TotalBytes">Bytes of parts in all.</param>
public readonly record struct VerifyProgress(long Objects, long TotalObjects, long Bytes, long TotalBytes);
