using System.Collections.Immutable;

namespace Zenset.Parquet;

/// <summary>The kinds of failure that belong to Parquet files.</summary>
public static class ParquetErrors
{
    /// <summary>Magic bytes are missing.</summary>
    public static readonly ErrorCode NotParquet = new("parquet/not-parquet", "The file does not begin and end as a Parquet file does (PAR1). It is another format, or it was cut off: fetch it again.");
    /// <summary>The footer is not readable.</summary>
    public static readonly ErrorCode BadFooter = new("parquet/footer", "The footer of a Parquet file is damaged, or says things that cannot be. Fetch or write the file again.");
    /// <summary>A page cannot be read.</summary>
    public static readonly ErrorCode BadData = new("parquet/data", "The data pages of a Parquet file are damaged or do not fit its footer. Fetch or write the file again.");
    /// <summary>A value has no counterpart.</summary>
    public static readonly ErrorCode BadValue = new("parquet/value", "A value does not fit the type that its column declares, or one that was asked for.");
    /// <summary>Encryption.</summary>
    public static readonly ErrorCode Encrypted = new("parquet/encrypted", "The file is encrypted. Decrypt it with the program that has the key, then import the result.");
    /// <summary>A feature that is not read.</summary>
    public static readonly ErrorCode Unsupported = new("parquet/unsupported", "The file uses a type, codec or feature that Zenset does not read; the message names it and a way round.");

    /// <summary>All of them.</summary>
    public static ImmutableArray<ErrorCode> All { get; } = [NotParquet, BadFooter, BadData, BadValue, Encrypted, Unsupported];
}
