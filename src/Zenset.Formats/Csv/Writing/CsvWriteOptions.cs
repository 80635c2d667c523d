using System.Collections.Immutable;

namespace Zenset.Formats.Csv.Writing;

/// <summary>Options for writing CSV.</summary>
internal sealed record CsvWriteOptions
{
    public required byte Delimiter { get; init; }

    /// <summary>Names in the first line; null: unless the table came from a text without them.</summary>
    public bool? Header { get; init; }

    /// <summary>Lines end in CRLF instead of LF.</summary>
    public bool CarriageReturn { get; init; }

    /// <summary>Every value stands in quotes.</summary>
    public bool QuoteAll { get; init; }

    /// <summary>A byte order mark comes first.</summary>
    public bool ByteOrderMark { get; init; }

    /// <summary>Dates as ISO 8601 even where the source wrote them in another way.</summary>
    public bool IsoDates { get; init; }

    public static readonly FormatOption<bool> LineEndOption = new(
        "line-end", "lf|crlf", "How lines end.", "lf", text => text.ToLowerInvariant() switch { "lf" => false, "crlf" => true, _ => throw new FormatException() });

    public static readonly FormatOption<bool> QuotingOption = new(
        "quoting", "minimal|all", "Quotes around values that need them, or around all. With `all`, text that looks like numbers is read back as numbers.", "minimal",
        text => text.ToLowerInvariant() switch { "minimal" => false, "all" => true, _ => throw new FormatException() });

    public static readonly FormatOption<bool> ByteOrderMarkOption = new("bom", "yes|no", "A byte order mark at the start, which some spreadsheets need to see UTF-8.", "no", CsvOptions.YesOrNo);

    public static readonly FormatOption<bool> DatesOption = new(
        "dates", "source|iso", "Dates as the source wrote them, where they can be read back, or as ISO 8601.", "source",
        text => text.ToLowerInvariant() switch { "source" => false, "iso" => true, _ => throw new FormatException() });

    public static ImmutableArray<FormatOption> ForWriting { get; } =
        [CsvOptions.DelimiterOption, CsvOptions.HeaderOption, LineEndOption, QuotingOption, ByteOrderMarkOption, DatesOption];

    public static CsvWriteOptions From(OptionValues values, byte usualDelimiter) => new()
    {
        Delimiter = values.Get(CsvOptions.DelimiterOption, usualDelimiter) is > 0 and var c ? c : usualDelimiter,
        Header = values.Has(CsvOptions.HeaderOption) ? values.Get(CsvOptions.HeaderOption, true) : null,
        CarriageReturn = values.Get(LineEndOption, false),
        QuoteAll = values.Get(QuotingOption, false),
        ByteOrderMark = values.Get(ByteOrderMarkOption, false),
        IsoDates = values.Get(DatesOption, false),
    };

    /// <summary>The first line has the names of this table.</summary>
    public bool HasHeader(TableShape table) => Header ?? table.SourceMetadata.GetValueOrDefault(CsvTable.NoHeaderKey) != "no";
}
