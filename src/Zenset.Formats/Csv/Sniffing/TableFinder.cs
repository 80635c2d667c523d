using System.Collections.Immutable;
using System.Globalization;
using Zenset.Model;

namespace Zenset.Formats.Csv.Sniffing;

/// <summary>
/// Finds the tables of a sample: lines before, names, rows, further tables, lines after. Whatever it leaves out is named in a finding.
/// </summary>
internal sealed unsafe class TableFinder(Sample sample, SampleRecords records, CsvOptions options, string name, List<Finding> findings)
{
    // A table is told from lines that happen to have as many cells by this many rows.
    private const int RowsOfTable = 3;

    private readonly List<SampleRecord> _all = records.Records;

    /// <summary>The tables, in order; only the first unless the user wants all.</summary>
    public ImmutableArray<CsvLayout> Find()
    {
        var layouts = ImmutableArray.CreateBuilder<CsvLayout>();
        for (var from = 0; from < _all.Count;)
        {
            if (FindOne(from, layouts.Count, out var next) is not { } layout) break;
            if (layouts.Count > 0 && !options.AllTables)
            {
                findings.Add(new Finding
                {
                    Code = "csv/second-table", Severity = Severity.Warning, Value = Shown(from),
                    Message = string.Create(CultureInfo.InvariantCulture, $"another table begins at line {LineOf(from):N0}; it is not read"),
                    Fix = "Read it as a resource of its own with --tables all.",
                });
                break;
            }
            layouts.Add(layout);
            if (next is not { } begin) break;
            from = begin;
        }
        return layouts.ToImmutable();
    }

    private CsvLayout? FindOne(int from, int index, out int? next)
    {
        next = null;
        var width = WidthOf(from);
        if (width == 0) return null;
        var first = FirstRow(from, width);
        var rows = RowsFrom(first, width);
        var headerLines = HeaderFinder.Count(records, rows, options);
        next = width > 1 ? NextTable(first, width, rows, headerLines) : null;
        var end = next ?? _all.Count;
        var footer = next is null ? Footer(first, width) : null;
        rows = [.. rows.Where(r => r.Start < (end < _all.Count ? _all[end].Start : int.MaxValue))];

        var body = rows.Skip(headerLines).ToList();
        var columns = new SampleColumns(records, options, width).Add(body);
        var dataRows = body.Count;
        var strayHeader = headerLines == 0 && options.Header != false ? StrayHeader(from, first, width, columns) : null;
        var isTrailing = width > 1 && dataRows > 0 && columns.Guesses[^1] is { Values: 0, MissingWordCount: 0 }
            && body.All(r => records.CellOf(r, width - 1) is { Length: 0, IsQuoted: false })
            && (headerLines > 0 ? rows.Take(headerLines).All(r => records.CellOf(r, width - 1).Length == 0) : strayHeader is { Count: var c } && c == width - 1);
        var fields = isTrailing ? width - 1 : width;

        var firstOwn = strayHeader is null ? first : first - 1;
        ReportLeftOut(from, firstOwn, index);
        IReadOnlyList<string> names = headerLines > 0 ? JoinNames(rows.Take(headerLines), fields)
            : strayHeader is not null && strayHeader.Count >= fields ? strayHeader
            : [.. Enumerable.Range(0, fields).Select(FieldNames.ForColumn)];
        if (isTrailing && headerLines == 0) findings.Add(Note("csv/trailing-delimiter", "every row ends in a delimiter, and the header line does not"));
        if (headerLines > 1)
        {
            findings.Add(Note("csv/header-lines", $"the header takes {headerLines} lines; their words are joined"));
        }
        if (footer is { } last)
        {
            findings.Add(new Finding
            {
                Code = "csv/lines-after", Severity = Severity.Warning, Value = Shown(last), Count = _all.Count - last,
                Message = string.Create(CultureInfo.InvariantCulture, $"lines after the table are left out, from line {LineOf(last):N0} on"),
            });
        }
        var fieldNames = FieldNames.Make([.. names.Take(fields)], findings);
        for (var i = 0; i < fields; i++) findings.AddRange(ColumnNotes.For(columns.Guesses[i], columns.Plans[i], fieldNames[i], options));
        var dataStart = headerLines > 0 ? rows[headerLines - 1].Next : rows.Count > 0 ? rows[0].Start : sample.Length;
        var dataEnd = next is { } n ? _all[n].Start : footer is { } f ? _all[f].Start : (int?)null;
        return new CsvLayout
        {
            Name = index == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{index + 1}"),
            Names = fieldNames,
            Plans = [.. columns.Plans.Take(fields)],
            NeverMissing = [.. columns.Guesses.Take(fields).Select(g => g.Values == dataRows && dataRows > 1)],
            Width = width,
            DataStart = sample.Start + dataStart,
            DataEnd = dataEnd is { } e ? sample.Start + e : null,
            HeaderLines = headerLines > 0 ? headerLines : strayHeader is not null ? 1 : null,
            RowEstimate = null,
        };
    }

    // Cells of a row: of the first run of rows that agree, unless it is short beside a later one.
    private int WidthOf(int from)
    {
        var runs = new List<(int Width, int Length)>();
        foreach (var record in _all.Skip(from))
        {
            if (record.Kind != RecordKind.Cells) continue;
            if (runs.Count > 0 && runs[^1].Width == record.Count) runs[^1] = (record.Count, runs[^1].Length + 1);
            else runs.Add((record.Count, 1));
        }
        if (runs.Count == 0) return 0;
        if (options.Header == true && options.SkipLines is not null) return runs[0].Width;
        var longest = runs.MaxBy(r => r.Length);
        foreach (var run in runs)
        {
            if (run.Length >= RowsOfTable && (run.Length >= 5 || run.Length * 10 >= longest.Length) && (run.Width > 1 || longest.Width == 1)) return run.Width;
        }
        // Few rows: the commonest width, of equal ones the widest.
        return runs.GroupBy(r => r.Width).MaxBy(g => (g.Sum(r => r.Length), g.Key))!.Key;
    }

    private int FirstRow(int from, int width)
    {
        var first = from;
        while (_all[first].Kind != RecordKind.Cells || _all[first].Count != width) first++;
        if (options.SkipLines is not null || width < 3) return first;
        // Titles padded with delimiters stand above names that are all there.
        for (int at = first, steps = 0; steps < 20; steps++)
        {
            var filled = records.Filled(_all[at]);
            if (filled > 1) return filled * 2 > width && HeaderFinder.LooksLikeNames(records, _all[at]) ? at : first;
            do at++;
            while (at < _all.Count && !IsRow(_all[at], width));
            if (at >= _all.Count) return first;
        }
        return first;
    }

    private static bool IsRow(SampleRecord record, int width) =>
        record.Count == width && (record.Kind == RecordKind.Cells || record.Kind == RecordKind.Blank && width == 1);

    private List<SampleRecord> RowsFrom(int first, int width) => [.. _all.Skip(first).Where(r => IsRow(r, width))];

    // Where another table begins: names over rows of another width, the same names again, or names after a blank line.
    private int? NextTable(int first, int width, List<SampleRecord> rows, int headerLines)
    {
        SampleColumns? tail = null;
        for (var i = first + Math.Max(2, headerLines + 1); i < _all.Count; i++)
        {
            var record = _all[i];
            if (record.Kind != RecordKind.Cells) continue;
            if (record.Count != width)
            {
                if (record.Count > 1 && HeaderFinder.LooksLikeNames(records, record) && RunsFrom(i, record.Count)) return i;
                continue;
            }
            if (headerLines > 0 && SameTexts(rows[0], record)) return i;
            if (headerLines == 0 || _all[i - 1].Kind != RecordKind.Blank || !HeaderFinder.LooksLikeNames(records, record)) continue;
            tail ??= new SampleColumns(records, options, width).Add(rows.Skip(headerLines).TakeWhile(r => r.Start < record.Start));
            if (tail.Typed.Any() && tail.Typed.All(c => tail.Fits(record, c) == false)) return i;
        }
        return null;
    }

    private bool RunsFrom(int index, int width)
    {
        var seen = 0;
        for (var i = index; i < _all.Count && seen < RowsOfTable; i++)
        {
            if (_all[i].Kind == RecordKind.Blank) continue;
            if (_all[i].Kind != RecordKind.Cells || _all[i].Count != width) return false;
            seen++;
        }
        return seen == RowsOfTable;
    }

    private bool SameTexts(SampleRecord a, SampleRecord b)
    {
        for (var i = 0; i < a.Count; i++)
        {
            if (records.TextOf(a, i) != records.TextOf(b, i)) return false;
        }
        return true;
    }

    // Lines of one cell after a blank line, up to the end of the text: a row that was cut off has no blank line before it.
    private int? Footer(int first, int width)
    {
        if (!records.IsWhole || width < 2) return null;
        var last = _all.Count - 1;
        while (last > first && _all[last].Kind is RecordKind.Cells or RecordKind.Blank && _all[last].Count == 1) last--;
        var line = last + 1;
        if (line >= _all.Count || _all[line].Kind != RecordKind.Blank) return null;
        while (line < _all.Count && _all[line].Kind == RecordKind.Blank) line++;
        return line < _all.Count ? line : null;
    }

    // The line before a table without names may be names that are cut in another way.
    private List<string>? StrayHeader(int from, int first, int width, SampleColumns columns)
    {
        if (first == from || first == 0) return null;
        var record = _all[first - 1];
        if (record.Kind is RecordKind.Blank or RecordKind.Comment || records.LineOf(record).Length > 1 << 20) return null;
        if (record.Kind == RecordKind.Cells && record.Count == width - 1 && HeaderFinder.LooksLikeNames(records, record))
        {
            var names = Enumerable.Range(0, record.Count).Select(i => records.TextOf(record, i)).ToList();
            var lastIsEmpty = columns.Guesses[^1] is { Values: 0, MissingWordCount: 0 };
            // R writes row names without a name over them.
            if (lastIsEmpty || HasRowNumbers(first, width)) return lastIsEmpty ? names : ["", .. names];
        }
        if (Cut(record, records.Dialect, width) is { } repaired)
        {
            Report("csv/header-repaired", "the header line is damaged; its names were read in the only way that fits", record);
            return repaired;
        }
        foreach (var delimiter in " ,;\t|"u8)
        {
            if (delimiter == records.Dialect.Delimiter || Cut(record, records.Dialect with { Delimiter = delimiter }, width) is not { } others) continue;
            Report("csv/header-delimiter", $"the header line is cut by {CsvDialect.Show(delimiter)}, the rows by {CsvDialect.Show(records.Dialect.Delimiter)}", record);
            return others;
        }
        if (record.Kind == RecordKind.Cells && record.Count < 2) return null;
        findings.Add(new Finding
        {
            Code = "csv/header-width", Severity = Severity.Warning, Value = Shown(first - 1),
            Message = record.Kind == RecordKind.Cells
                ? string.Create(CultureInfo.InvariantCulture, $"the header has {record.Count:N0} names and the rows have {width:N0} cells; the fields are called column_1 to column_{width}")
                : $"the header line is damaged; the fields are called column_1 to column_{width}",
            Fix = "Correct the header line: a name that holds a delimiter stands in quotes.",
        });
        return [.. Enumerable.Range(0, width).Select(FieldNames.ForColumn)];

        void Report(string code, string message, SampleRecord line) => findings.Add(new Finding
        {
            Code = code, Severity = Severity.Warning, Message = message, Value = Quoting.Shorten(records.LineOf(line)),
        });
    }

    private List<string>? Cut(SampleRecord record, CsvDialect dialect, int width)
    {
        var repair = new LineRepair(dialect, width, static (_, cell, _) => cell.Length > 0);
        var cells = repair.Find(sample.Text, sample.Text + record.Start, sample.Text + record.TextEnd, asRow: false);
        return cells is null || cells.Any(c => c.Length == 0) ? null : [.. cells.Select(records.TextOf)];
    }

    private bool HasRowNumbers(int first, int width)
    {
        var number = 0;
        foreach (var record in _all.Skip(first).Where(r => IsRow(r, width)))
        {
            if (records.TextOf(record, 0) != (++number).ToString(CultureInfo.InvariantCulture)) return false;
        }
        return number > 0;
    }

    private List<string> JoinNames(IEnumerable<SampleRecord> lines, int fields)
    {
        var all = lines.ToList();
        return [.. Enumerable.Range(0, fields).Select(i => string.Join(' ', all.Select(l => records.TextOf(l, i)).Where(t => t.Length > 0)))];
    }

    private void ReportLeftOut(int from, int first, int index)
    {
        var left = Enumerable.Range(from, first - from).Where(i => _all[i].Kind is not (RecordKind.Blank or RecordKind.Comment)).ToList();
        if (left.Count == 0 || index > 0) return;
        findings.Add(new Finding
        {
            Code = "csv/lines-before", Severity = Severity.Note, Value = Shown(left[0]), Count = left.Count,
            Message = left.Count == 1 ? "a line before the table is left out" : $"{left.Count} lines before the table are left out",
            Fix = "Say where it begins with --skip-lines.",
        });
    }

    private static Finding Note(string code, string message) => new() { Code = code, Severity = Severity.Note, Message = message };

    private string Shown(int index) => Quoting.Shorten(records.LineOf(_all[index]));

    // From one, for people.
    private long LineOf(int index)
    {
        long line = 1;
        for (var i = 0; i < index; i++)
        {
            var text = sample.Bytes[_all[i].Start.._all[i].Next];
            line += LineCount.Of(text);
        }
        return line;
    }
}
