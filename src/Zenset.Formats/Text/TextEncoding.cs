using System.Text;

namespace Zenset.Formats.Text;

/// <summary>Encodings that text sources come in.</summary>
internal enum TextEncoding
{
    /// <summary>UTF-8, with or without a byte order mark; ASCII.</summary>
    Utf8,
    /// <summary>Windows-1252, which is Latin-1 with printable characters in 0x80 … 0x9F.</summary>
    Windows1252,
    /// <summary>ISO 8859-1.</summary>
    Latin1,
    /// <summary>UTF-16, low byte first.</summary>
    Utf16LittleEndian,
    /// <summary>UTF-16, high byte first.</summary>
    Utf16BigEndian,
}

internal static class TextEncodings
{
    /// <summary>The option that names one.</summary>
    public static readonly FormatOption<TextEncoding> Option = new(
        "encoding", "utf-8|windows-1252|latin-1|utf-16le|utf-16be",
        "Encoding of the text. A wrong one shows as wrong characters.",
        "UTF-8 if the bytes are valid UTF-8, by the byte order mark if there is one, else Windows-1252",
        Parse);

    /// <summary>Name as users write it.</summary>
    public static string Name(this TextEncoding encoding) => encoding switch
    {
        TextEncoding.Utf8 => "utf-8",
        TextEncoding.Windows1252 => "windows-1252",
        TextEncoding.Latin1 => "latin-1",
        TextEncoding.Utf16LittleEndian => "utf-16le",
        TextEncoding.Utf16BigEndian => "utf-16be",
        _ => throw new ArgumentOutOfRangeException(nameof(encoding)),
    };

    /// <summary>The decoder. Bytes without a meaning become U+FFFD.</summary>
    public static Encoding ToEncoding(this TextEncoding encoding) => encoding switch
    {
        TextEncoding.Utf8 => Encoding.UTF8,
        TextEncoding.Windows1252 => CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
        TextEncoding.Latin1 => Encoding.Latin1,
        TextEncoding.Utf16LittleEndian => Encoding.Unicode,
        TextEncoding.Utf16BigEndian => Encoding.BigEndianUnicode,
        _ => throw new ArgumentOutOfRangeException(nameof(encoding)),
    };

    private static TextEncoding Parse(string name) => name.ToLowerInvariant() switch
    {
        "utf-8" or "utf8" or "ascii" => TextEncoding.Utf8,
        "windows-1252" or "cp1252" => TextEncoding.Windows1252,
        "latin-1" or "latin1" or "iso-8859-1" => TextEncoding.Latin1,
        "utf-16le" or "utf-16" or "utf16" => TextEncoding.Utf16LittleEndian,
        "utf-16be" => TextEncoding.Utf16BigEndian,
        _ => throw new FormatException(),
    };
}
