using System.Collections.Immutable;

namespace Zenset.Formats.Text;

/// <summary>The kinds of failure that all text formats share.</summary>
internal static class TextErrors
{
    /// <summary>Bytes that are not UTF-8.</summary>
    public static readonly ErrorCode NotUtf8 = new("text/not-utf8", "The text has bytes that are not UTF-8, late in the file. Name its encoding with --encoding.");

    /// <summary>Binary data.</summary>
    public static readonly ErrorCode NotText = new("text/binary", "The file is binary data, not text. If it is text all the same, name its encoding with --encoding.");

    /// <summary>A record beyond any sense.</summary>
    public static readonly ErrorCode RecordTooLong = new("text/record-too-long", "A row is longer than 1 GiB; most often a quote is missing its partner.");

    /// <summary>All of them; each text format has them beside its own.</summary>
    public static ImmutableArray<ErrorCode> All { get; } = [NotUtf8, NotText, RecordTooLong];
}
