using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Zenset.Cli.Output;

/// <summary>JSON as the commands write it: one indented document, characters as they are.</summary>
internal static class JsonAnswer
{
    // The document goes to a terminal or a program, never into a page: only what JSON itself forbids is escaped.
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the one document of an answer.</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> document)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options)) document(json);
        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
        output.Flush();
    }

    /// <summary>Writes a member whose value may not be there: <c>null</c> then, so that the member is always found.</summary>
    public static void WriteNumberOrNull(this Utf8JsonWriter json, string member, long? value)
    {
        if (value is { } number) json.WriteNumber(member, number);
        else json.WriteNull(member);
    }
}
