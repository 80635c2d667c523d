using System.Globalization;

namespace Zenset.Formats.Csv;

/// <summary>How a quote stands inside a quoted cell.</summary>
internal enum QuoteEscape
{
    /// <summary>Twice (RFC 4180 §2.7).</summary>
    Doubled,
    /// <summary>After a backslash, or twice.</summary>
    Backslash,
    /// <summary>As it is: only a quote before a delimiter or a line end closes the cell.</summary>
    None,
}

/// <summary>How a text is cut into records and cells. Lines end in LF, CRLF or CR, also mixed.</summary>
internal sealed record CsvDialect
{
    /// <summary>The delimiter of a text of one column: a byte that UTF-8 never has.</summary>
    public const byte NoDelimiter = 0xFF;

    /// <summary>Between cells.</summary>
    public byte Delimiter { get; init; } = (byte)',';

    /// <summary>Around cells; 0 when quotes mean nothing.</summary>
    public byte Quote { get; init; } = (byte)'"';

    /// <summary>How a quote stands inside a quoted cell.</summary>
    public QuoteEscape Escape { get; init; }

    /// <summary>Blanks around a delimiter are not part of the cell.</summary>
    public bool Trim { get; init; }

    /// <summary>A line that begins with it is no record; 0 when there are no comments.</summary>
    public byte Comment { get; init; }

    /// <summary>How an option shows a character.</summary>
    public static string Show(byte c) => c switch
    {
        0 or NoDelimiter => "none",
        (byte)'\t' => "tab",
        (byte)' ' => "space",
        _ when char.IsAsciiLetterOrDigit((char)c) || c is > 32 and < 127 => ((char)c).ToString(),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\x{c:x2}"),
    };

    /// <summary>For messages.</summary>
    public override string ToString() => $"delimiter {Show(Delimiter)}, quote {Show(Quote)}";
}
