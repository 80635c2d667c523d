using System.Collections.Immutable;
using Zenset.Formats.Csv.Types;
using Zenset.Formats.Text;

namespace Zenset.Formats.Csv;

/// <summary>What to do with a row that has too few or too many cells.</summary>
internal enum Ragged
{
    /// <summary>It is a bad row.</summary>
    Stop,
    /// <summary>Too few: the last ones are missing. Too many: surplus empty ones at the end are dropped. Otherwise it is a bad row.</summary>
    Pad,
    /// <summary>As <see cref="Pad"/>, and rows with stray quotes or empty cells are read in the one way that fits the table, if there is only one.</summary>
    Repair,
}

/// <summary>Options for reading CSV. What is null is found out.</summary>
internal sealed record CsvOptions
{
    public TextEncoding? Encoding { get; init; }
    public byte? Delimiter { get; init; }
    public byte? Quote { get; init; }
    public QuoteEscape? Escape { get; init; }
    public bool? Trim { get; init; }
    public byte? Comment { get; init; }
    public bool? Header { get; init; }
    public int? SkipLines { get; init; }
    public NumberFormat? Numbers { get; init; }
    public TimeLayout? DateFormat { get; init; }
    public MissingWords? Missing { get; init; }
    public Ragged Ragged { get; init; }
    public bool AllTables { get; init; }

    public static readonly FormatOption<byte> DelimiterOption = new(
        "delimiter", "CHAR|tab|space|none", "Character between cells. A wrong one gives one wide field, or too many.", "found out", Character);

    public static readonly FormatOption<byte> QuoteOption = new(
        "quote", "CHAR|none", "Character around cells. A wrong one leaves quotes in the values.", "found out", Character);

    public static readonly FormatOption<QuoteEscape> EscapeOption = new(
        "escape", "doubled|backslash|none", "How a quote stands inside a quoted cell. A wrong one makes rows with quotes bad rows.", "found out",
        text => text.ToLowerInvariant() switch
        {
            "doubled" => QuoteEscape.Doubled,
            "backslash" or "\\" => QuoteEscape.Backslash,
            "none" => QuoteEscape.None,
            _ => throw new FormatException(),
        });

    public static readonly FormatOption<bool> TrimOption = new(
        "trim", "yes|no", "Leave out blanks around cells.", "yes when a blank follows nearly every delimiter", YesOrNo);

    public static readonly FormatOption<byte> CommentOption = new(
        "comment", "CHAR|none", "Lines that begin with it are left out, and counted.", "found out", Character);

    public static readonly FormatOption<bool> HeaderOption = new(
        "header", "yes|no", "The first line of the table has the names of the fields. With a wrong `yes` a row becomes names.", "found out", YesOrNo);

    public static readonly FormatOption<int> SkipLinesOption = new(
        "skip-lines", "N", "Lines before the table.", "found out", text => int.Parse(text, System.Globalization.NumberStyles.None));

    public static readonly FormatOption<NumberFormat> DecimalOption = new(
        "decimal", "point|comma", "The decimal mark of numbers: 1,234.5 or 1.234,5. With a wrong one numbers are text.", "found out, field by field",
        text => text.ToLowerInvariant() switch
        {
            "point" or "." => NumberFormat.Grouped,
            "comma" or "," => NumberFormat.Comma,
            _ => throw new FormatException(),
        });

    public static readonly FormatOption<TimeLayout> DateFormatOption = new(
        "date-format", "PATTERN", "How dates are written, as in dd/MM/yyyy or %d/%m/%Y. Other dates are text.", "found out, field by field; doubtful ones are text",
        text => TimeLayout.FromPattern(text) is { Order: not DateOrder.None } layout ? layout : throw new FormatException());

    public static readonly FormatOption<MissingWords> MissingOption = new(
        "missing", "WORD,WORD…", "Words that mean a missing value, in every field. Empty: none.",
        "empty cells; among numbers, dates and Booleans also NA, N/A, NULL, None, ?, - and the like", text => MissingWords.Given(text.Split(',')));

    public static readonly FormatOption<Ragged> RaggedOption = new(
        "ragged", "stop|pad|repair",
        "Rows with too few or too many cells: bad rows (stop); short ones filled up with missing values (pad); also stray quotes and empty cells undone where only one reading fits (repair). Counted and reported.",
        "stop", text => Enum.TryParse<Ragged>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]) ? value : throw new FormatException());

    public static readonly FormatOption<bool> TablesOption = new(
        "tables", "first|all", "Where several tables stand one below the other: the first alone, or each as a resource.", "first, and a warning",
        text => text.ToLowerInvariant() switch { "first" => false, "all" => true, _ => throw new FormatException() });

    public static ImmutableArray<FormatOption> ForReading { get; } =
    [
        DelimiterOption, QuoteOption, EscapeOption, TrimOption, CommentOption, HeaderOption, SkipLinesOption, TextEncodings.Option, DecimalOption, DateFormatOption,
        MissingOption, RaggedOption, TablesOption,
    ];

    public static CsvOptions From(OptionValues values)
    {
        return new CsvOptions
        {
            Encoding = Given(TextEncodings.Option),
            Delimiter = Given(DelimiterOption) is { } given ? given == 0 ? CsvDialect.NoDelimiter : given : null,
            Quote = Given(QuoteOption),
            Escape = Given(EscapeOption),
            Trim = Given(TrimOption),
            Comment = Given(CommentOption),
            Header = Given(HeaderOption),
            SkipLines = Given(SkipLinesOption),
            Numbers = Given(DecimalOption),
            DateFormat = values.Has(DateFormatOption) ? values.Get(DateFormatOption, null!) : null,
            Missing = values.Has(MissingOption) ? values.Get(MissingOption, null!) : null,
            Ragged = values.Get(RaggedOption, Ragged.Stop),
            AllTables = values.Get(TablesOption, false),
        };

        T? Given<T>(FormatOption<T> option) where T : struct => values.Has(option) ? values.Get(option, default) : null;
    }

    internal static byte Character(string text) => text.ToLowerInvariant() switch
    {
        "none" => 0,
        "tab" or "\\t" => (byte)'\t',
        "space" => (byte)' ',
        "comma" => (byte)',',
        "semicolon" => (byte)';',
        "pipe" => (byte)'|',
        _ when text.Length == 1 && text[0] is > '\0' and < (char)128 and not ('\n' or '\r') => (byte)text[0],
        _ when text.Length == 4 && text.StartsWith("\\x", StringComparison.Ordinal)
            && byte.TryParse(text.AsSpan(2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code) && code is > 0 and < 128 => code,
        _ => throw new FormatException(),
    };

    internal static bool YesOrNo(string text) => text.ToLowerInvariant() switch { "yes" or "true" => true, "no" or "false" => false, _ => throw new FormatException() };
}
