using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Zenset.Model;

/// <summary>What a version is: written as a Data Package v2 descriptor, immutable once committed.</summary>
public sealed record Manifest
{
    /// <summary>Dataset.</summary>
    public required DatasetName Dataset { get; init; }

    /// <summary>Version number, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>When it was committed.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Who committed it, as they said.</summary>
    public string? Author { get; init; }

    /// <summary>Why, in the words of who committed it.</summary>
    public string? Message { get; init; }

    /// <summary>The version before, and the SHA-256 of its manifest: a hash chain. Null for the first.</summary>
    public ParentLink? Parent { get; init; }

    /// <summary>Hash of the content, whatever its layout in parts. See <c>docs/on-disk.md</c>.</summary>
    public required string ContentHash { get; init; }

    /// <summary>The tables, in order.</summary>
    public required ImmutableArray<Resource> Resources { get; init; }

    /// <summary>Title, description, licences and the like, as Data Package properties.</summary>
    public DatasetDescription Description { get; init; } = new();

    /// <summary>What was odd when it was imported.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>Rows of all resources.</summary>
    public long Rows => Resources.Sum(r => r.Rows);

    /// <summary>Bytes of all parts.</summary>
    public long Bytes => Resources.Sum(r => r.Bytes);
}

/// <summary>The version before.</summary>
/// <param name="Version">Its number.</param>
/// <param name="ManifestSha256">SHA-256 of its manifest's bytes, hexadecimal, lower case.</param>
public sealed record ParentLink(int Version, string ManifestSha256);

/// <summary>One table of a version.</summary>
public sealed record Resource
{
    /// <summary>Name, unique in the version; any text.</summary>
    public required string Name { get; init; }

    /// <summary>Folder of its parts below the dataset's, ASCII.</summary>
    public required string Folder { get; init; }

    /// <summary>Fields, in order.</summary>
    public required ImmutableArray<Field> Fields { get; init; }

    /// <summary>Parts in row order: the rows of the resource are those of the parts, one after the other.</summary>
    public required ImmutableArray<Part> Parts { get; init; }

    /// <summary>What is known of the values of each field, in the order of <see cref="Fields"/>; empty when nothing is.</summary>
    public ImmutableArray<FieldStatistics> Statistics { get; init; } = [];

    /// <summary>Field names of the primary key; empty when none.</summary>
    public ImmutableArray<string> PrimaryKey { get; init; } = [];

    /// <summary>Keys into other resources.</summary>
    public ImmutableArray<ForeignKey> ForeignKeys { get; init; } = [];

    /// <summary>Where it came from and how it was read.</summary>
    public Provenance? Provenance { get; init; }

    /// <summary>
    /// Key-value metadata of the source that readers look for (<c>pandas</c>, <c>huggingface</c>, <c>ARROW:schema</c>), kept so
    /// that an export to the same format gives it back.
    /// </summary>
    public ImmutableSortedDictionary<string, string> SourceMetadata { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Rows of all parts.</summary>
    public long Rows => Parts.Sum(p => p.Rows);

    /// <summary>Bytes of all parts.</summary>
    public long Bytes => Parts.Sum(p => p.Bytes);

    /// <summary>How each field stands in the parts, in the order of <see cref="Fields"/>; made anew at each call.</summary>
    public ImmutableArray<StoredColumn> FindStoredColumns() => StoredColumn.For(Fields);

    /// <summary>The field called <paramref name="name"/>, or null.</summary>
    public Field? FindField(string name) => Fields.FirstOrDefault(f => f.Name == name);
}

/// <summary>A key into another resource (or the same one).</summary>
/// <param name="Fields">Fields here.</param>
/// <param name="ReferenceResource">The other resource; empty for the same one.</param>
/// <param name="ReferenceFields">Its fields, in the same order.</param>
public sealed record ForeignKey(ImmutableArray<string> Fields, string ReferenceResource, ImmutableArray<string> ReferenceFields);

/// <summary>One immutable Parquet file.</summary>
/// <param name="Sha256">Hash of its bytes, hexadecimal, lower case; the file is named after it.</param>
/// <param name="Bytes">Size in bytes.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="ChunkHashes">CRC-32C of every <see cref="ChunkBytes"/> of it, 8 hexadecimal digits each, so that damage can be placed.</param>
public sealed record Part(string Sha256, long Bytes, long Rows, string ChunkHashes)
{
    /// <summary>Bytes covered by one chunk hash; the last may cover fewer.</summary>
    public const int ChunkBytes = 1 << 20;

    /// <summary>
    /// 0, or from 1 for a further copy of the same bytes in one resource: a Delta log may name a file only once. Given by the commit.
    /// </summary>
    public int Copy { get; init; }

    /// <summary>Name of the file in the resource's folder.</summary>
    public string FileName => Copy == 0
        ? $"part-{Sha256}.parquet"
        : string.Create(CultureInfo.InvariantCulture, $"part-{Sha256}-{Copy}.parquet");
}

/// <summary>What is known of the values of a field.</summary>
/// <param name="Missing">Number of rows in which it is missing.</param>
public sealed record FieldStatistics(long Missing);

/// <summary>Where a resource came from and how it was read.</summary>
/// <param name="Format">Id of the format.</param>
/// <param name="Source">Name of the source, without folders.</param>
/// <param name="Options">Reading options in effect, given or found out.</param>
public sealed record Provenance(string Format, string Source, ImmutableSortedDictionary<string, string> Options);

/// <summary>What is said about a dataset as a whole.</summary>
public sealed record DatasetDescription
{
    /// <summary>Title for people.</summary>
    public string? Title { get; init; }

    /// <summary>Description, Markdown or plain text.</summary>
    public string? Text { get; init; }

    /// <summary>Further Data Package properties (licenses, sources, contributors, keywords, homepage), as they are written.</summary>
    public ImmutableSortedDictionary<string, JsonNode> Properties { get; init; } = ImmutableSortedDictionary<string, JsonNode>.Empty;
}
