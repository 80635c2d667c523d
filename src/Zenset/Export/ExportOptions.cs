using System.Collections.Immutable;
using Zenset.Formats;

namespace Zenset.Export;

/// <summary>What to export of a version, and how.</summary>
public sealed record ExportOptions
{
    /// <summary>Name of the one resource to export; null: all.</summary>
    public string? Resource { get; init; }

    /// <summary>Names of the fields to export, in this order; empty: all.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>An SQL condition over the fields; null: all rows.</summary>
    public string? Where { get; init; }

    /// <summary>Write although the format cannot hold everything.</summary>
    public bool Lossy { get; init; }

    /// <summary>Options of the format.</summary>
    public OptionValues FormatOptions { get; init; } = OptionValues.Empty;
}

/// <summary>Where an export or a conversion stands.</summary>
/// <param name="Rows">Rows written so far, of all tables.</param>
/// <param name="TotalRows">Rows to write; null when unknown.</param>
/// <param name="IsSurvey">The source is being read a first time, to find its types and what would be lost: rows are rows read.</param>
/// <param name="Elapsed">Time since the start.</param>
public sealed record ExportProgress(long Rows, long? TotalRows, bool IsSurvey, TimeSpan Elapsed);

/// <summary>What an export did.</summary>
/// <param name="Files">The files written, in order.</param>
/// <param name="Losses">What they do not hold, when that was accepted.</param>
/// <param name="Elapsed">Time it took.</param>
public sealed record ExportResult(ImmutableArray<ExportedFile> Files, ImmutableArray<Loss> Losses, TimeSpan Elapsed);

/// <summary>A file that was written.</summary>
/// <param name="Path">Path as the caller gave it, or below the folder given; <c>-</c> for standard output.</param>
/// <param name="Resources">Names of the tables in it.</param>
/// <param name="Rows">Rows of all of them.</param>
/// <param name="Fields">Fields of all of them.</param>
/// <param name="Bytes">Size in bytes; 0 for standard output.</param>
public sealed record ExportedFile(string Path, ImmutableArray<string> Resources, long Rows, int Fields, long Bytes);
