using System.Collections.Immutable;
using Zenset.Formats;
using Zenset.Model;

namespace Zenset.Import;

/// <summary>How to import.</summary>
public sealed record ImportOptions
{
    /// <summary>Name of the dataset; null: from the source's name.</summary>
    public DatasetName? Name { get; init; }

    /// <summary>Id of the format; null: detected.</summary>
    public string? Format { get; init; }

    /// <summary>The field that models predict; null: what the source says, or for ARFF the last nominal field.</summary>
    public string? Target { get; init; }

    /// <summary>Why this version was made.</summary>
    public string? Message { get; init; }

    /// <summary>Who made it.</summary>
    public string? Author { get; init; }

    /// <summary>What to do with a row that cannot be read. Default: stop.</summary>
    public OnError OnError { get; init; }

    /// <summary>Strict reading of the format.</summary>
    public bool Strict { get; init; }

    /// <summary>Options of the format.</summary>
    public OptionValues FormatOptions { get; init; } = OptionValues.Empty;

    /// <summary>Field types the user insists on.</summary>
    public IReadOnlyDictionary<string, FieldType> Types { get; init; } = ImmutableDictionary<string, FieldType>.Empty;

    /// <summary>File for rejected rows when <see cref="OnError"/> is Skip; null: beside the working folder as <c>NAME.rejected.txt</c>.</summary>
    public string? RejectedPath { get; init; }

    /// <summary>Segments read at once; default: one for each core. Never changes the result.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;
}

/// <summary>Where an import stands.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Bytes">Bytes of the source read so far.</param>
/// <param name="TotalBytes">Bytes of the source; null when unknown.</param>
/// <param name="Rows">Rows written so far.</param>
/// <param name="Elapsed">Time since the start.</param>
public sealed record ImportProgress(ImportStage Stage, long Bytes, long? TotalBytes, long Rows, TimeSpan Elapsed);

/// <summary>Stages of an import.</summary>
public enum ImportStage
{
    /// <summary>Detecting the format, reading the header, finding the types.</summary>
    Understand,
    /// <summary>Reading rows and writing parts.</summary>
    Store,
    /// <summary>Reading again from the start, with wider types.</summary>
    Restart,
    /// <summary>Hashing and flushing parts.</summary>
    Seal,
    /// <summary>Writing the manifest.</summary>
    Commit,
}

/// <summary>What an import did.</summary>
/// <param name="Manifest">The committed version.</param>
/// <param name="Format">Format of the source.</param>
/// <param name="SourceName">Name of the source.</param>
/// <param name="SourceBytes">Its bytes as stored.</param>
/// <param name="RejectedRows">Rows left out, with <see cref="OnError.Skip"/>.</param>
/// <param name="RejectedPath">Where they are, if there were any.</param>
/// <param name="Elapsed">Time it took.</param>
public sealed record ImportResult(
    Manifest Manifest, IFormat Format, string SourceName, long SourceBytes, long RejectedRows, string? RejectedPath, TimeSpan Elapsed);
