using System.Text.Json;
using Zenset.Formats;

namespace Zenset.Cli.Output;

/// <summary>Losses of an export, as text and as JSON.</summary>
internal static class LossText
{
    /// <summary>As in <c>field 'when': the zone is dropped (1,000 rows)</c>; the resource is named where there are several.</summary>
    public static string Of(Loss loss, IReadOnlyList<Loss> all)
    {
        var several = all.Any(l => l.Resource != all[0].Resource);
        string?[] place = [several ? $"resource '{Quoting.Shorten(loss.Resource)}'" : null, loss.Field is null ? null : $"field '{Quoting.Shorten(loss.Field)}'"];
        var said = string.Join(", ", place.Where(p => p is not null));
        var rows = loss.Rows is { } count ? $" ({Units.Count(count, "row")})" : "";
        return $"{said}{(said.Length > 0 ? ": " : "")}{loss.Message}{rows}";
    }

    /// <summary>Writes the member <c>losses</c>.</summary>
    public static void WriteJson(Utf8JsonWriter json, IReadOnlyList<Loss> losses)
    {
        json.WriteStartArray("losses");
        foreach (var loss in losses)
        {
            json.WriteStartObject();
            json.WriteString("resource", loss.Resource);
            json.WriteString("field", loss.Field);
            json.WriteString("message", loss.Message);
            json.WriteNumberOrNull("rows", loss.Rows);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
