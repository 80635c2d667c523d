using System.Collections.Immutable;
using System.Text.Json;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Own;

/// <summary>The fields of a table that Zenset wrote; anybody may have changed them since.</summary>
internal static class WrittenFields
{
    // Types are read recursively.
    private const int MaxNesting = 64;

    /// <summary>The fields; null when the text is none of ours, or says what no table can have.</summary>
    public static ImmutableArray<Field>? Read(string? text)
    {
        if (text is null) return null;
        try
        {
            if (!AreTypesShallow(text)) return null;
            return ManifestJson.TryReadFields(text) is { IsEmpty: false } fields && fields.All(FieldSoundness.IsSound) && fields.DistinctBy(f => f.Name).Count() == fields.Length
                ? [.. fields.Select(f => f with { Column = null })] : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private static bool AreTypesShallow(string text)
    {
        using var document = JsonDocument.Parse(text);
        foreach (var field in document.RootElement.EnumerateArray())
        {
            if (field.TryGetProperty("zenset:type", out var type) && type.GetString().AsSpan().Count('<') > MaxNesting) return false;
        }
        return true;
    }
}
