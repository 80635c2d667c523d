using Zenset.Cli.Output;
using Zenset.Formats;

namespace Zenset.Cli.Commands;

/// <summary><c>zenset formats</c>: what can be read and written.</summary>
internal sealed class FormatsCommand() : ZensetCommand("formats", "List the formats that can be read and written, and what each can hold.")
{
    public override string Grammar => "";

    public override IReadOnlyList<Example> Examples => [new("zenset formats", "a table"), new("zenset import --help", "the options of each format")];

    public override Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var formats = session.Catalog.Formats;
        if (session.IsJson)
        {
            JsonAnswer.Write(session.Terminal.Out, json =>
            {
                json.WriteStartArray();
                foreach (var f in formats)
                {
                    json.WriteStartObject();
                    json.WriteString("id", f.Id);
                    json.WriteString("title", f.Title);
                    WriteTexts(json, "extensions", f.Extensions);
                    WriteTexts(json, "mediaTypes", f.MediaTypes);
                    json.WriteBoolean("reads", true);
                    json.WriteBoolean("writes", f.Capabilities.CanWrite);
                    json.WriteBoolean("manyTables", f.Capabilities.ManyTables);
                    json.WriteBoolean("nested", f.Capabilities.Nested);
                    json.WriteString("loses", f.Capabilities.Loses);
                    WriteOptions(json, "readOptions", f.ReadOptions);
                    WriteOptions(json, "writeOptions", f.WriteOptions);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            });
            return Task.FromResult(0);
        }
        if (session.IsQuiet) return Task.FromResult(0);
        var table = new TextTable(session.Terminal, new("format"), new("title"), new("extensions"), new("reads"), new("writes"), new("nested"), new("what a target loses", MaxWidth: 100));
        foreach (var f in formats)
        {
            table.Add(f.Id, f.Title, string.Join(' ', f.Extensions), "yes", f.Capabilities.CanWrite ? "yes" : "no", f.Capabilities.Nested ? "yes" : "no", f.Capabilities.Loses);
        }
        table.Write(session.Terminal.Out);
        session.Terminal.Out.WriteLine();
        session.Terminal.Out.WriteLine("Sources may be packed with gzip or zip; a target whose name ends in .gz or .zip is.");
        return Task.FromResult(0);
    }

    private static void WriteTexts(System.Text.Json.Utf8JsonWriter json, string member, IEnumerable<string> texts)
    {
        json.WriteStartArray(member);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteOptions(System.Text.Json.Utf8JsonWriter json, string member, IEnumerable<FormatOption> options)
    {
        json.WriteStartArray(member);
        foreach (var option in options)
        {
            json.WriteStartObject();
            json.WriteString("name", option.Name);
            json.WriteString("form", option.Form);
            json.WriteString("help", option.Help);
            json.WriteString("whenNotGiven", option.WhenNotGiven);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
