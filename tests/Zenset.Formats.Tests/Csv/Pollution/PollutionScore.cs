namespace Zenset.Formats.Tests.Csv.Pollution;

/// <summary>
/// The measure of the CSV pollution benchmark (Vitagliano et al., "Pollock: A Data Loading Benchmark", 2023): one point for loading at all, and
/// precision, recall and F1 of names, records and cells, compared as multisets. Ten is perfect.
/// </summary>
/// <remarks>The published measure also forgives other spellings of the same number or date, so it is never lower than this one.</remarks>
internal static class PollutionScore
{
    public static double Of(List<List<string>> wanted, List<List<string>> loaded)
    {
        if (wanted.Count == 0) return 10;
        var names = Compare(wanted[0], loaded.Count == 0 ? [] : loaded[0]);
        var records = Compare([.. wanted.Skip(1).Select(Join)], [.. loaded.Skip(1).Select(Join)]);
        var cells = Compare([.. wanted.SelectMany(r => r)], [.. loaded.SelectMany(r => r)]);
        return 1 + names + records + cells;
    }

    private static string Join(List<string> row) => string.Concat(row).ToLowerInvariant();

    private static double Compare(List<string> wanted, List<string> loaded)
    {
        if (wanted.Count == 0) return 3;
        var left = wanted.GroupBy(t => t).ToDictionary(g => g.Key, g => g.Count());
        var common = 0.0;
        foreach (var text in loaded)
        {
            if (!left.TryGetValue(text, out var count) || count == 0) continue;
            left[text]--;
            common++;
        }
        if (common == 0) return 0;
        var precision = common / wanted.Count;
        var recall = common / loaded.Count;
        return precision + recall + 2 * precision * recall / (precision + recall);
    }
}
