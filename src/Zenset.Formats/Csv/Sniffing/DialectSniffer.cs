using Zenset.Formats.Csv.Types;

namespace Zenset.Formats.Csv.Sniffing;

/// <summary>
/// Finds how a text is cut into cells: every likely dialect is tried on the beginning, and the one wins under which neighbouring rows
/// have the same number of cells and the cells look like values.
/// </summary>
/// <remarks>After van den Burg, Nazábal and Sutton, "Wrangling messy CSV files by detecting row and type patterns", 2019.</remarks>
internal static unsafe class DialectSniffer
{
    private const int TriedBytes = 128 << 10;
    private const int TriedRecords = 500;

    // Those that people use. A colon and a blank also stand inside values, so they need better evidence.
    private static ReadOnlySpan<byte> Delimiters => ",;\t|:^~\x01\x1f "u8;

    /// <summary>The dialect of <paramref name="sample"/>; what <paramref name="options"/> say is taken as it is.</summary>
    public static CsvDialect Find(Sample sample, CsvOptions options, byte usualDelimiter)
    {
        var end = sample.Text + Math.Min(sample.Length, TriedBytes);
        var isFinal = sample.IsWhole && sample.Length <= TriedBytes;
        var text = new ReadOnlySpan<byte>(sample.Text, (int)(end - sample.Text));
        var given = new CsvDialect
        {
            Delimiter = options.Delimiter ?? usualDelimiter,
            Quote = options.Quote ?? (byte)'"',
            Escape = options.Escape ?? QuoteEscape.Doubled,
            Trim = options.Trim ?? false,
            Comment = options.Comment ?? 0,
        };

        Trial? best = null;
        foreach (var quote in options.Quote is { } q ? [q] : Quotes(text))
        {
            if (options.Delimiter is { } delimiter) Consider(delimiter, quote);
            else
            {
                foreach (var candidate in Delimiters)
                {
                    if (text.Contains(candidate)) Consider(candidate, quote);
                }
                // One field: no delimiter at all.
                Consider(CsvDialect.NoDelimiter, quote);
            }
        }
        var found = best?.Dialect ?? given;
        // Where there is no delimiter at all, a later one is more likely a surplus cell than text.
        if (found.Delimiter == CsvDialect.NoDelimiter && options.Delimiter is null && !text.Contains(usualDelimiter)) found = found with { Delimiter = usualDelimiter };
        return options.Comment is null ? found with { Comment = FindComment(found, sample.Text, end, isFinal) } : found;

        void Consider(byte delimiter, byte quote)
        {
            var dialect = given with { Delimiter = delimiter, Quote = quote };
            var trial = TryEscapes(dialect);
            if (options.Trim is null && delimiter is not (CsvDialect.NoDelimiter or (byte)' ' or (byte)'\t') && trial.BlankShare >= 0.9)
            {
                var trimmed = TryEscapes(dialect with { Trim = true });
                if (trimmed.Score >= trial.Score) trial = trimmed;
            }
            if (best is null || trial.Score > best.Score + 1e-9) best = trial;
        }

        Trial TryEscapes(CsvDialect dialect)
        {
            var trial = Try(dialect, sample.Text, end, isFinal);
            return options.Escape is null && trial.Faults > 0 ? WithEscape(trial, sample.Text, end, isFinal) : trial;
        }
    }

    // Bad quotes can mean that the writer escapes them in another way, or not at all.
    private static Trial WithEscape(Trial doubled, byte* start, byte* end, bool isFinal)
    {
        var text = new ReadOnlySpan<byte>(start, (int)(end - start));
        var quote = doubled.Dialect.Quote;
        if (text.IndexOf([(byte)'\\', quote]) >= 0)
        {
            var backslash = Try(doubled.Dialect with { Escape = QuoteEscape.Backslash }, start, end, isFinal);
            if (backslash.Faults < doubled.Faults && backslash.Score > doubled.Score) return backslash;
        }
        var none = Try(doubled.Dialect with { Escape = QuoteEscape.None }, start, end, isFinal);
        // One stray quote is a fault of its row; a writer that does not escape leaves several, and doubles none.
        return doubled.Faults >= 2 && none.Faults == 0 && none.Score > doubled.Score && doubled.Escapes <= doubled.Faults ? none : doubled;
    }

    // The apostrophe only where it clearly is one: at both ends of cells, while the usual quote is not.
    private static byte[] Quotes(ReadOnlySpan<byte> text)
    {
        var usual = CountAtEnds(text, (byte)'"');
        var apostrophes = CountAtEnds(text, (byte)'\'');
        return apostrophes >= 2 && apostrophes > usual * 4 ? [(byte)'\'', (byte)'"'] : [(byte)'"'];
    }

    private static int CountAtEnds(ReadOnlySpan<byte> text, byte quote)
    {
        int opening = 0, closing = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var next = text[i..].IndexOf(quote);
            if (next < 0) break;
            i += next;
            var before = i == 0 ? (byte)'\n' : text[i - 1];
            var after = i + 1 == text.Length ? (byte)'\n' : text[i + 1];
            if (IsEdge(before)) opening++;
            if (IsEdge(after)) closing++;
        }
        return Math.Min(opening, closing);
    }

    private static bool IsEdge(byte c) => c is (byte)'\n' or (byte)'\r' or (byte)',' or (byte)';' or (byte)'\t' or (byte)'|';

    // A line that begins with # and has another number of cells than the rows around it, between rows.
    private static byte FindComment(CsvDialect dialect, byte* start, byte* end, bool isFinal)
    {
        if (new ReadOnlySpan<byte>(start, (int)(end - start)).IndexOf("\n#"u8) < 0) return 0;
        var splitter = new RecordSplitter(dialect, start, end, isFinal);
        var cells = new List<Cell>();
        int width = 0, comments = 0, seen = 0;
        while (splitter.HasMore && seen++ < TriedRecords)
        {
            var kind = splitter.Next(cells);
            if (kind == RecordKind.Incomplete) break;
            if (kind == RecordKind.Blank) continue;
            if (*splitter.Start == '#')
            {
                if (kind == RecordKind.Cells && cells.Count == width && width > 1) return 0;
                if (width > 0) comments++;
            }
            else if (kind == RecordKind.Cells)
            {
                width = cells.Count;
            }
        }
        return comments > 0 ? (byte)'#' : (byte)0;
    }

    private static Trial Try(CsvDialect dialect, byte* start, byte* end, bool isFinal)
    {
        var splitter = new RecordSplitter(dialect, start, end, isFinal);
        var cells = new List<Cell>();
        int records = 0, same = 0, width = 0, faults = 0, escapes = 0, blanks = 0, later = 0;
        double looks = 0;
        long cellCount = 0, typed = 0;
        var widths = new Dictionary<int, int>();
        while (splitter.HasMore && records < TriedRecords)
        {
            var kind = splitter.Next(cells);
            if (kind == RecordKind.Incomplete) break;
            if (kind is RecordKind.Blank or RecordKind.Comment || *splitter.Start == '#') continue;
            records++;
            if (kind != RecordKind.Cells)
            {
                faults++;
                width = 0;
                continue;
            }
            if (cells.Count == width) same++;
            width = cells.Count;
            widths[width] = widths.GetValueOrDefault(width) + 1;
            for (var i = 0; i < cells.Count; i++)
            {
                var cell = cells[i];
                if (cell.IsEscaped) escapes++;
                if (i > 0)
                {
                    later++;
                    var first = start + cell.Start - (cell.IsQuoted ? 1 : 0);
                    if (dialect.Trim ? first[-1] == ' ' : first < end && *first == ' ' && !cell.IsQuoted) blanks++;
                }
                var look = Look(dialect, start, cell, out var isTyped);
                looks += look;
                if (isTyped) typed++;
                cellCount++;
            }
        }
        if (cellCount == 0) return new Trial(dialect, 0, faults, escapes, 0);
        var common = widths.MaxBy(w => (w.Value, w.Key)).Key;
        // Rows agree with their neighbours (several tables do), or most with each other (odd rows among them do). A lone line has neither.
        var consistency = records == 1 ? (faults == 0 ? 1 : 0) : Math.Max((double)same / (records - 1), (double)widths[common] / records);
        var likelihood = dialect.Delimiter switch
        {
            (byte)' ' => typed * 2 >= cellCount ? 0.5 : 0.2,
            (byte)':' => 0.3,
            (byte)'^' or (byte)'~' => 0.5,
            _ => 1,
        };
        // Wider is better: cutting at a delimiter explains more than not cutting.
        var score = consistency * consistency * (looks / cellCount) * likelihood * (common - 0.5) / common * (1 - (double)faults / records);
        return new Trial(dialect, score, faults, escapes, later == 0 ? 0 : (double)blanks / later);
    }

    // How much a cell looks like one value.
    private static double Look(CsvDialect dialect, byte* text, Cell cell, out bool isTyped)
    {
        isTyped = false;
        var p = text + cell.Start;
        var end = text + cell.End;
        RecordSplitter.Trim(ref p, ref end);
        if (p == end) return 1;
        isTyped = NumberShape.Of(p, end, NumberFormat.Plain).IsNumber || NumberShape.Of(p, end, NumberFormat.Comma).IsNumber
            || TimeText.TryParse(p, end, out _) || TimeText.TryParseTime(p, end, out _) || Booleans.TryParse(new ReadOnlySpan<byte>(p, (int)(end - p)), out _);
        if (cell.IsQuoted) return 1;
        var content = new ReadOnlySpan<byte>(p, (int)Math.Min(end - p, 500));
        // One column is the last resort where something could be a delimiter.
        if (dialect.Delimiter == CsvDialect.NoDelimiter && content.IndexOfAny(",;\t|"u8) >= 0) return 0.05;
        if (isTyped) return 1;
        if (content.IndexOfAny(",;\t|"u8) >= 0) return 0.3;
        return dialect.Delimiter == CsvDialect.NoDelimiter && content.Contains((byte)' ') ? 0.6 : 0.9;
    }

    private sealed record Trial(CsvDialect Dialect, double Score, int Faults, int Escapes, double BlankShare);
}
