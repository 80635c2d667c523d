using System.Collections.Immutable;

namespace Zenset.Formats.Arrow;

/// <summary>The kinds of failure of Arrow and Feather sources.</summary>
internal static class ArrowErrors
{
    public static readonly ErrorCode NotArrow = new("arrow/not-arrow", "The file does not begin and end as its format does. It is another format, or it was cut off: fetch it again.");
    public static readonly ErrorCode Metadata = new("arrow/metadata", "The schema, the footer or the header of a batch is damaged, or says things that cannot be. Fetch or write the file again.");
    public static readonly ErrorCode Data = new("arrow/data", "The buffers of a batch are damaged or do not fit its header: too short, offsets out of order, an index out of range, text that is not UTF-8.");
    public static readonly ErrorCode Value = new("arrow/value", "A value does not fit the type that its column declares, or is beyond what Zenset can hold of it.");
    public static readonly ErrorCode Compression = new("arrow/compression", "A compressed buffer is damaged, or does not have the length it claims.");
    public static readonly ErrorCode Unsupported = new("arrow/unsupported", "The file uses a type or feature that Zenset does not read; the message names it and a way round.");

    public static ImmutableArray<ErrorCode> All { get; } = [NotArrow, Metadata, Data, Value, Compression, Unsupported];
}
