using System.Text.Json;
using Zenset.Export;
using Zenset.Formats;

namespace Zenset.Cli.Output;

/// <summary>What <c>export</c> and <c>convert</c> answer.</summary>
internal static class ExportAnswer
{
    private const int MaxLosses = 20;

    /// <summary>Adds a line for each file and each loss.</summary>
    public static void AddLines(Report report, IFormat format, IReadOnlyList<ExportedFile> files, IReadOnlyList<Loss> losses, TimeSpan elapsed)
    {
        for (var i = 0; i < files.Count; i++)
        {
            var file = files[i];
            var time = i == files.Count - 1 ? $", in {Units.Duration(elapsed)}" : "";
            report.Add("written", $"{file.Path}: {format.Title}, {Units.Count(file.Rows, "row")} × {Units.Count(file.Fields, "field")}, {Units.Bytes(file.Bytes)}{time}");
        }
        foreach (var loss in losses.Take(MaxLosses)) report.Add("lost", LossText.Of(loss, losses));
        if (losses.Count > MaxLosses) report.Add("", $"and {losses.Count - MaxLosses:N0} more");
    }

    /// <summary>Writes the losses to standard error, for a target that takes standard output.</summary>
    public static void WarnOfLosses(Terminal terminal, IReadOnlyList<Loss> losses)
    {
        foreach (var loss in losses.Take(MaxLosses)) terminal.Error.WriteLine($"{"lost".PadRight(Report.LabelWidth)}{LossText.Of(loss, losses)}");
        if (losses.Count > MaxLosses) terminal.Error.WriteLine($"{new string(' ', Report.LabelWidth)}and {losses.Count - MaxLosses:N0} more");
    }

    /// <summary>Writes the members of the JSON answer.</summary>
    public static void WriteMembers(Utf8JsonWriter json, IFormat format, IReadOnlyList<ExportedFile> files, IReadOnlyList<Loss> losses, TimeSpan elapsed)
    {
        json.WriteString("format", format.Id);
        json.WriteStartArray("files");
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteStartArray("resources");
            foreach (var resource in file.Resources) json.WriteStringValue(resource);
            json.WriteEndArray();
            json.WriteNumber("rows", file.Rows);
            json.WriteNumber("bytes", file.Bytes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        LossText.WriteJson(json, losses);
        json.WriteNumber("seconds", Math.Round(elapsed.TotalSeconds, 3));
    }
}
