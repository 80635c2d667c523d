using System.Collections.Immutable;

namespace Zenset.Parquet;

/// <summary>Physical types of Parquet.</summary>
/// <remarks>parquet.thrift 2.11, <c>enum Type</c>.</remarks>
public enum ParquetType
{
    /// <summary>One bit.</summary>
    Boolean = 0,
    /// <summary>32 bits.</summary>
    Int32 = 1,
    /// <summary>64 bits.</summary>
    Int64 = 2,
    /// <summary>96 bits: nanoseconds of the day and Julian day, deprecated.</summary>
    Int96 = 3,
    /// <summary>IEEE binary32.</summary>
    Float = 4,
    /// <summary>IEEE binary64.</summary>
    Double = 5,
    /// <summary>Bytes of any length.</summary>
    ByteArray = 6,
    /// <summary>Bytes of one length.</summary>
    FixedLenByteArray = 7,
}

/// <summary>How often a node stands below its parent.</summary>
/// <remarks>parquet.thrift, <c>enum FieldRepetitionType</c>.</remarks>
public enum ParquetRepetition
{
    /// <summary>Once.</summary>
    Required = 0,
    /// <summary>Once or missing.</summary>
    Optional = 1,
    /// <summary>Any number of times.</summary>
    Repeated = 2,
}

/// <summary>What the values of a node mean.</summary>
/// <remarks>parquet.thrift, <c>union LogicalType</c>; where a file has only the older <c>ConvertedType</c>, its counterpart (LogicalTypes.md).</remarks>
public enum ParquetMeaning
{
    /// <summary>Nothing is said.</summary>
    None,
    /// <summary>UTF-8 text.</summary>
    String,
    /// <summary>Keys and values.</summary>
    Map,
    /// <summary>Items.</summary>
    List,
    /// <summary>One of a set of texts.</summary>
    Enum,
    /// <summary>Decimal number.</summary>
    Decimal,
    /// <summary>Days.</summary>
    Date,
    /// <summary>Time of day.</summary>
    Time,
    /// <summary>Date and time.</summary>
    Timestamp,
    /// <summary>Integer of 8 to 64 bits.</summary>
    Integer,
    /// <summary>Only missing values.</summary>
    Null,
    /// <summary>JSON text.</summary>
    Json,
    /// <summary>BSON document.</summary>
    Bson,
    /// <summary>UUID.</summary>
    Uuid,
    /// <summary>IEEE binary16.</summary>
    Float16,
    /// <summary>Months, days, milliseconds.</summary>
    Interval,
    /// <summary>A later addition (variant, geometry, geography …).</summary>
    Other,
}

/// <summary>One node of a file's schema: a column, or a group of them.</summary>
public sealed class ParquetNode
{
    /// <summary>Name as it stands in the file.</summary>
    public required string Name { get; init; }

    /// <summary>Physical type; null for a group.</summary>
    public ParquetType? Type { get; init; }

    /// <summary>Bytes of a fixed-length array.</summary>
    public int TypeLength { get; init; }

    /// <summary>How often it stands below its parent.</summary>
    public ParquetRepetition Repetition { get; init; }

    /// <summary>What its values mean.</summary>
    public ParquetMeaning Meaning { get; init; }

    /// <summary>Number of the older annotation, or null: <c>enum ConvertedType</c>.</summary>
    public int? ConvertedType { get; init; }

    /// <summary>Decimal: digits in all.</summary>
    public int Precision { get; init; }

    /// <summary>Decimal: digits after the point.</summary>
    public int Scale { get; init; }

    /// <summary>Integer: bits.</summary>
    public int BitWidth { get; init; }

    /// <summary>Integer: has a sign.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Time and timestamp: unit.</summary>
    public Model.TimeUnit Unit { get; init; }

    /// <summary>Time and timestamp: on the UTC time line.</summary>
    public bool IsUtc { get; init; }

    /// <summary>Nodes below it; empty for a column.</summary>
    public ImmutableArray<ParquetNode> Children { get; internal set; } = [];

    /// <summary>Place of its first column among all columns of the file, from 0.</summary>
    public int FirstColumn { get; internal set; }

    /// <summary>Number of columns below it; 1 for a column.</summary>
    public int ColumnCount { get; internal set; }

    /// <summary>It is a group.</summary>
    public bool IsGroup => Type is null;
}

/// <summary>Compression of pages.</summary>
/// <remarks>parquet.thrift, <c>enum CompressionCodec</c>.</remarks>
public enum ParquetCodec
{
    /// <summary>None.</summary>
    Uncompressed = 0,
    /// <summary>Snappy.</summary>
    Snappy = 1,
    /// <summary>gzip.</summary>
    Gzip = 2,
    /// <summary>LZO.</summary>
    Lzo = 3,
    /// <summary>Brotli.</summary>
    Brotli = 4,
    /// <summary>LZ4 with Hadoop's framing, deprecated.</summary>
    Lz4 = 5,
    /// <summary>Zstandard.</summary>
    Zstd = 6,
    /// <summary>LZ4 blocks.</summary>
    Lz4Raw = 7,
}

/// <summary>The pages of one column in one row group.</summary>
public readonly record struct ParquetColumnChunk
{
    /// <summary>Physical type.</summary>
    public ParquetType Type { get; init; }

    /// <summary>Compression.</summary>
    public ParquetCodec Codec { get; init; }

    /// <summary>Bit <c>n</c> is set when encoding <c>n</c> of <c>enum Encoding</c> occurs.</summary>
    public uint Encodings { get; init; }

    /// <summary>Bit <c>n</c> is set when a <em>data page</em> has encoding <c>n</c>; 0 when the file does not say.</summary>
    public uint PageEncodings { get; init; }

    /// <summary>Some page is of the second page version.</summary>
    public bool HasVersion2Pages { get; init; }

    /// <summary>Values, missing ones included.</summary>
    public long Values { get; init; }

    /// <summary>Offset of the dictionary page; 0 when there is none.</summary>
    public long DictionaryOffset { get; init; }

    /// <summary>Offset of the first data page.</summary>
    public long DataOffset { get; init; }

    /// <summary>Bytes of all pages with their headers, as stored.</summary>
    public long CompressedBytes { get; init; }

    /// <summary>Bytes of all pages with their headers, unpacked.</summary>
    public long UncompressedBytes { get; init; }

    /// <summary>Offset of the first page.</summary>
    public long Offset => DictionaryOffset > 0 && DictionaryOffset < DataOffset ? DictionaryOffset : DataOffset;
}

/// <summary>A row group.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">One chunk for each column of the file, in schema order.</param>
public sealed record ParquetRowGroup(long Rows, ImmutableArray<ParquetColumnChunk> Columns);

/// <summary>What the footer of a Parquet file says, checked against itself and the size of the file.</summary>
public sealed record ParquetMetadata
{
    /// <summary>Rows of all row groups.</summary>
    public required long Rows { get; init; }

    /// <summary>The root of the schema; its children are the fields.</summary>
    public required ParquetNode Root { get; init; }

    /// <summary>Row groups in order.</summary>
    public required ImmutableArray<ParquetRowGroup> RowGroups { get; init; }

    /// <summary>Key-value metadata; of a repeated key the last value. Values that are not text are left out.</summary>
    public required ImmutableSortedDictionary<string, string> KeyValues { get; init; }

    /// <summary>Program that wrote the file, as it says.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>Offset of the footer in the file: where the last page may end.</summary>
    public required long FooterOffset { get; init; }
}
