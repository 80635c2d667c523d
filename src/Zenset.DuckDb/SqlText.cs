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

    /// <summary>The engine takes SQL and names as C strings: what follows a NUL would be dropped without a word.</summary>
    internal static void RequireNoNul(string text, string parameter)
    {
        var at = text.IndexOf('\0', StringComparison.Ordinal);
        if (at >= 0) throw new ArgumentException($"The text holds a NUL character at index {at}; the engine would cut it there. Remove it.", parameter);
    }
}
