using System.Text.Json;

namespace Zenset.Formats.JsonLines;

/// <summary>One line of the text: a row, or blank.</summary>
internal static class JsonLine
{
    /// <summary>Deepest nesting; keeps recursion here and in the engine within the stack.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>Without the line end and blanks around it; empty for a blank line.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line) => line.Trim(" \t\r\n"u8);

    /// <summary>A reader that stands at the row's object.</summary>
    /// <exception cref="JsonLineException">The row is something else.</exception>
    public static Utf8JsonReader Begin(ReadOnlySpan<byte> row)
    {
        var reader = new Utf8JsonReader(row, Options);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject) return reader;
        throw new JsonLineException(
            JsonLinesErrors.NotAnObject, $"the line holds {(reader.TokenType == JsonTokenType.StartArray ? "an array" : $"'{Quoting.Shorten(row, 20)}'")}, not an object", 0,
            "Write each row as {\"field\": value, …} on a line of its own.");
    }

    /// <summary>Takes a row into a shape; whatever is wrong with it comes out as one kind of exception.</summary>
    public static void Observe(ReadOnlySpan<byte> row, JsonShape shape)
    {
        try
        {
            var reader = Begin(row);
            shape.Observe(ref reader);
            // Anything behind the object is an error, which the reader reports when asked for more.
            reader.Read();
        }
        catch (JsonException e)
        {
            throw JsonLineException.From(e, row);
        }
    }
}
