using System.Buffers;
using System.Text.Json;

namespace Zenset.Formats.JsonLines;

/// <summary>What is wrong with a line, before it is known which one it is.</summary>
internal sealed class JsonLineException(ErrorCode code, string problem, long column, string? fix = null, Exception? inner = null) : Exception(problem, inner)
{
    public ErrorCode Code { get; } = code;

    /// <summary>Column in bytes from the start of the text that was parsed.</summary>
    public long Column { get; } = column;

    public string? Fix { get; } = fix;

    /// <summary>Escapes may spell half a character: they are decoded once to find out.</summary>
    public static void CheckEscapes(ref Utf8JsonReader reader)
    {
        // Escapes only shrink.
        var rented = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            reader.CopyString(rented);
        }
        catch (InvalidOperationException e)
        {
            throw new JsonLineException(
                JsonLinesErrors.Surrogate, $"{Quoting.Shorten(reader.ValueSpan)} has half of a surrogate pair, which is no character", reader.TokenStartIndex,
                "Write the whole pair, or U+FFFD in its place.", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>In words of ours: the library's message names a line and a position that are not the file's.</summary>
    public static JsonLineException From(JsonException failure, ReadOnlySpan<byte> line)
    {
        var column = Math.Clamp(failure.BytePositionInLine ?? 0, 0, line.Length);
        var rest = line[(int)column..].TrimStart(" \t"u8);
        string problem;
        if (rest.IsEmpty) problem = "the line ends within a value";
        else if (rest[0] == '\'') problem = "texts stand in double quotes, not single ones";
        else if (rest.StartsWith("NaN"u8) || rest.StartsWith("Infinity"u8) || rest.StartsWith("-Infinity"u8)) problem = $"{Quoting.Shorten(rest, 9)} is no JSON number";
        else if (rest.StartsWith("None"u8) || rest.StartsWith("True"u8) || rest.StartsWith("False"u8)) problem = $"'{Quoting.Shorten(rest, 5)}' is Python, not JSON";
        else if (rest[0] is (byte)'[' or (byte)'{') problem = $"'{(char)rest[0]}' is not expected here, or nested more than {JsonLine.MaxDepth} levels deep";
        else problem = $"not JSON from '{Quoting.Shorten(rest, 20)}' on";
        return new JsonLineException(JsonLinesErrors.Syntax, problem, column, "Correct the line, or leave such lines out with --on-error=skip.", failure);
    }
}
