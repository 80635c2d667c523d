namespace Zenset.Model;

/// <summary>Quoting for the engine's SQL.</summary>
public static class Sql
{
    /// <summary>A name as an identifier: <c>"a ""b"""</c>.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text as a literal: <c>'it''s'</c>.</summary>
    public static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
