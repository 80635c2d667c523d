using System.Text.Unicode;

namespace Zenset.DuckDb;

/// <summary>Quoting for SQL text.</summary>
public static class SqlText
{
    /// <summary>A name in double quotes, safe whatever it holds.</summary>
    public static string Identifier(string name) => Quote(name, '"');

    /// <summary>A text in single quotes, safe whatever it holds.</summary>
    public static string Literal(string text) => Quote(text, '\'');

    private static string Quote(string text, char quote)
    {
        ArgumentNullException.ThrowIfNull(text);
        RequireNoNul(text, nameof(text));
        return $"{quote}{text.Replace($"{quote}", $"{quote}{quote}", StringComparison.Ordinal)}{quote}";
    }

    /// <summary>VARCHAR is UTF-8; of anything else the engine makes a missing value or worse.</summary>
    internal static void RequireUtf8(ReadOnlySpan<byte> text, string parameter)
    {
        if (Utf8.IsValid(text)) return;
        throw new ArgumentException(
            $"The text is not UTF-8 (it begins {Convert.ToHexString(text[..Math.Min(text.Length, 16)])}). Decode it first, or store it as BLOB.", parameter);
    }

    /// <summary>The engine takes SQL and names as C strings: what follows a NUL would be dropped without a word.</summary>
    internal static void RequireNoNul(string text, string parameter)
    {
        var at = text.IndexOf('\0', StringComparison.Ordinal);
        if (at >= 0)
            throw new ArgumentException($"The text holds a NUL character at index {at}; the engine would cut it there. Remove it.", parameter);
    }
}
