using Zenset.Formats.Csv.Types;

namespace Zenset.Formats.Csv.Sniffing;

/// <summary>Decides how many lines at the top of a table are names.</summary>
internal static class HeaderFinder
{
    private const int MostLines = 4;

    // Names of several lines are told from data only by data that is clearly something else.
    private const int RowsToTell = 4;

    /// <summary>Number of header lines at <paramref name="rows"/>[0] and following.</summary>
    /// <param name="records">The sample.</param>
    /// <param name="rows">Records of the table, all of its width.</param>
    /// <param name="options">What the user said.</param>
    public static int Count(SampleRecords records, IReadOnlyList<SampleRecord> rows, CsvOptions options)
    {
        if (options.Header == false || rows.Count == 0) return 0;
        var width = rows[0].Count;
        var tail = new SampleColumns(records, options, width).Add(rows.Skip(rows.Count > MostLines + RowsToTell ? MostLines : 1));
        if (options.Header is null && !IsHeader(records, rows, tail)) return 0;

        var lines = 1;
        while (lines < MostLines && lines + RowsToTell < rows.Count && IsMoreHeader(records, rows[0], rows[lines], tail)) lines++;
        return lines;
    }

    /// <summary>The record could be names: every cell has text, and none is a number, a date or the like.</summary>
    public static bool LooksLikeNames(SampleRecords records, SampleRecord record)
    {
        for (var i = 0; i < record.Count; i++)
        {
            if (records.CellOf(record, i).Length == 0 || IsValue(records, record, i)) return false;
        }
        return record.Count > 0;
    }

    private static bool IsHeader(SampleRecords records, IReadOnlyList<SampleRecord> rows, SampleColumns tail)
    {
        var first = rows[0];
        if (rows.Count == 1)
        {
            // A line alone is names unless it holds values.
            return !Enumerable.Range(0, first.Count).Any(i => IsValue(records, first, i) && !records.CellOf(first, i).IsQuoted);
        }
        int fits = 0, others = 0, quotedNames = 0;
        foreach (var column in tail.Typed)
        {
            switch (tail.Fits(first, column))
            {
                case true:
                    fits++;
                    if (records.IsQuotedFreely(records.CellOf(first, column)) && tail.Guesses[column].QuotedFreely == 0) quotedNames++;
                    break;
                case false:
                    others++;
                    break;
            }
        }
        if (others > 0) return true;
        // Names such as "1" and "2" stand in quotes over numbers that do not.
        if (fits > 0) return quotedNames == fits;
        if (tail.Typed.Any()) return records.Filled(first) > 0;
        // Nothing but text: a first line whose cells are all there and all different is names.
        var names = Enumerable.Range(0, first.Count).Select(i => records.TextOf(first, i)).ToList();
        return !Enumerable.Range(0, first.Count).Any(i => IsValue(records, first, i) && !records.CellOf(first, i).IsQuoted)
            && (names.All(n => n.Length > 0) || records.Filled(first) > 1);
    }

    // A further line of names: as the first, or text over every column of values.
    private static bool IsMoreHeader(SampleRecords records, SampleRecord first, SampleRecord record, SampleColumns tail)
    {
        if (records.LineOf(first).SequenceEqual(records.LineOf(record))) return true;
        var others = 0;
        foreach (var column in tail.Typed)
        {
            switch (tail.Fits(record, column))
            {
                case true: return false;
                case false: others++; break;
            }
        }
        // One word in one column of numbers is a bad value, not a unit.
        return others >= 2 && others * 2 > tail.Typed.Count();
    }

    private static unsafe bool IsValue(SampleRecords records, SampleRecord record, int column)
    {
        var cell = records.CellOf(record, column);
        var p = records.From(cell);
        var end = records.To(cell);
        RecordSplitter.Trim(ref p, ref end);
        return NumberShape.Of(p, end, NumberFormat.Plain) is { IsNumber: true, SignificantDigits: > 0 } or { IsNumber: true, WholeDigits: > 0 } or { IsWhole: true }
            || TimeText.TryParse(p, end, out _) || TimeText.TryParseTime(p, end, out _) || Booleans.TryParse(new ReadOnlySpan<byte>(p, (int)(end - p)), out _);
    }
}
