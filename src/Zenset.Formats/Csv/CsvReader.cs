using System.Collections.Immutable;
using System.Globalization;
using Zenset.Formats.Csv.Sniffing;
using Zenset.Formats.Csv.Types;
using Zenset.Formats.Text;
using Zenset.Formats.Wide;
using Zenset.Model;

namespace Zenset.Formats.Csv;

/// <summary>An opened CSV text.</summary>
internal sealed class CsvReader : IReader
{
    private readonly TextInput _input;
    private readonly List<Finding> _findings;
    private readonly ImmutableArray<CsvTable> _tables;

    private CsvReader(TextInput input, List<Finding> findings, ImmutableArray<CsvTable> tables, CsvDialect dialect, CsvOptions options)
    {
        _input = input;
        _findings = findings;
        _tables = tables;
        Tables = [.. tables.SelectMany<CsvTable, ITable>(t => t.Wide.IsWide ? [t, new FeaturesTable(t.Name, () => t.Wide)] : [t])];
        Options = Describe(input, dialect, tables[0], options);
    }

    public DatasetDescription Description { get; } = new();
    public IReadOnlyList<ITable> Tables { get; }
    public IReadOnlyList<Finding> Findings => [.. _findings, .. _tables.SelectMany(t => t.Findings())];
    public ImmutableSortedDictionary<string, string> Options { get; }

    /// <summary>Opens a source; <paramref name="segmentBytes"/> is for tests.</summary>
    public static CsvReader Open(ReadRequest request, byte usualDelimiter, long? segmentBytes = null, CancellationToken cancellationToken = default)
    {
        var options = CsvOptions.From(request.Options);
        var input = TextInput.Open(request.Source, options.Encoding, cancellationToken);
        try
        {
            var start = input.Start;
            var sample = Sample.Take(input, start);
            RequireText(input, sample);
            if (options.Delimiter is null && SeparatorLine(sample) is { } line)
            {
                options = options with { Delimiter = line.Separator };
                start += line.Length;
            }
            start += LinesToSkip(sample, options, (int)(start - sample.Start));
            if (start > sample.Start) sample = Sample.Take(input, start);

            var dialect = DialectSniffer.Find(sample, options, usualDelimiter);
            var records = new SampleRecords(sample, dialect);
            var findings = new List<Finding>();
            var layouts = new TableFinder(sample, records, options, NameOf(request.Source), findings).Find();
            if (layouts.IsEmpty)
            {
                throw new SourceDataException(
                    CsvErrors.NoTable, "there is no row in it", new SourceLocation { Source = input.Name }, "Check the file, and --skip-lines and --comment if you set them.");
            }
            var tables = layouts.Select(layout => new CsvTable(
                input, dialect, Force(layout, request.Types, options) with { RowEstimate = EstimateRows(input, sample, records, layout) }, options, request)
            { SegmentBytes = segmentBytes }).ToImmutableArray();
            RequireFields(tables, request.Types);
            foreach (var table in tables.Where(t => t.Wide.IsWide))
            {
                findings.Add(table.Wide.Note(table.Name));
            }
            return new CsvReader(input, findings, tables, dialect, options);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        _input.Dispose();
        return ValueTask.CompletedTask;
    }

    // Spreadsheets say the delimiter in a line of its own: sep=;
    private static (byte Separator, int Length)? SeparatorLine(Sample sample)
    {
        var text = sample.Bytes;
        if (text.Length < 6 || !System.Text.Ascii.EqualsIgnoreCase(text[..4], "sep="u8) || text[5] is not ((byte)'\n' or (byte)'\r')) return null;
        return (text[4], text[5] == '\r' && text.Length > 6 && text[6] == '\n' ? 7 : 6);
    }

    private static int LinesToSkip(Sample sample, CsvOptions options, int from)
    {
        var at = from;
        for (var line = 0; line < (options.SkipLines ?? 0); line++)
        {
            var end = sample.Bytes[at..].IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0) return sample.Length - from;
            at += end + (sample.Bytes[at + end] == '\r' && at + end + 1 < sample.Length && sample.Bytes[at + end + 1] == '\n' ? 2 : 1);
        }
        return at - from;
    }

    // Bytes that no text has, among the first: some other kind of file. A few zeros are let through; text may hold them.
    private static void RequireText(TextInput input, Sample sample)
    {
        var head = sample.Bytes[..Math.Min(sample.Length, 64 << 10)];
        var controls = 0;
        foreach (var b in head)
        {
            if (b < 32 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or 1 or 0x1f)) controls++;
        }
        if (controls * 10 > head.Length)
        {
            throw new SourceDataException(
                CsvErrors.Binary, "this is not text: many of its first bytes are control characters", new SourceLocation { Source = input.Name },
                "Name its format with --format; `zenset formats` lists them.");
        }
    }

    private static string NameOf(Source source)
    {
        var name = Path.GetFileNameWithoutExtension(source.Name);
        return name.Length == 0 ? "data" : name;
    }

    private static CsvLayout Force(CsvLayout layout, IReadOnlyDictionary<string, FieldType> types, CsvOptions options)
    {
        if (types.Count == 0) return layout;
        var plans = layout.Plans.ToBuilder();
        for (var i = 0; i < plans.Count; i++)
        {
            if (!types.TryGetValue(layout.Names[i], out var type)) continue;
            if (!ColumnReaders.CanRead(type))
            {
                throw new NotSupportedSourceException(
                    CsvErrors.Type, $"field '{Quoting.Shorten(layout.Names[i])}' cannot be read as {type}: CSV text has no such values",
                    fix: "Import it as string and cast it with SQL.");
            }
            var found = plans[i];
            var isTime = type.Kind is FieldKind.Date or FieldKind.Time or FieldKind.Timestamp;
            plans[i] = new ColumnPlan
            {
                Type = type,
                IsForced = true,
                Numbers = found.Type.IsNumeric ? found.Numbers : options.Numbers ?? NumberFormat.Plain,
                Layout = isTime ? found.Layout ?? options.DateFormat : null,
            };
        }
        return layout with { Plans = plans.ToImmutable() };
    }

    private static void RequireFields(ImmutableArray<CsvTable> tables, IReadOnlyDictionary<string, FieldType> types)
    {
        foreach (var name in types.Keys)
        {
            if (tables.Any(t => t.Layout.Names.Contains(name))) continue;
            var near = Quoting.Nearest(name, tables[0].Layout.Names);
            throw new NotFoundException(
                CsvErrors.UnknownField, $"--type names the field '{Quoting.Shorten(name)}', which the table does not have",
                near is null ? $"It has: {Quoting.Shorten(string.Join(", ", tables[0].Layout.Names.Take(20)), 200)}." : $"Did you mean '{Quoting.Shorten(near)}'?");
        }
    }

    private static long? EstimateRows(TextInput input, Sample sample, SampleRecords records, CsvLayout layout)
    {
        if (input.Length is not { } length || records.Records.Count == 0) return null;
        var bytes = records.Records[^1].Next;
        return bytes == 0 ? null : (long)(records.Records.Count * ((double)((layout.DataEnd ?? length) - layout.DataStart) / bytes));
    }

    // In the order in which a person would set them; only what is not usual, and what was given.
    private static ImmutableSortedDictionary<string, string> Describe(TextInput input, CsvDialect dialect, CsvTable table, CsvOptions options)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>();
        all["delimiter"] = CsvDialect.Show(dialect.Delimiter);
        all["quote"] = CsvDialect.Show(dialect.Quote);
        all["escape"] = dialect.Escape.ToString().ToLowerInvariant();
        all["header"] = table.Layout.HeaderLines is null ? "no" : "yes";
        all["encoding"] = input.Encoding.Name();
        if (dialect.Trim) all["trim"] = "yes";
        if (dialect.Comment != 0) all["comment"] = CsvDialect.Show(dialect.Comment);
        if (options.SkipLines is { } lines) all["skip-lines"] = lines.ToString(CultureInfo.InvariantCulture);
        if (options.Missing is { } missing) all["missing"] = missing.ToString();
        if (options.DateFormat is { } format) all["date-format"] = format.Pattern;
        if (options.Numbers is { } numbers) all["decimal"] = numbers.Decimal == '.' ? "point" : "comma";
        if (options.Ragged != Ragged.Stop) all["ragged"] = options.Ragged.ToString().ToLowerInvariant();
        if (options.AllTables) all["tables"] = "all";
        return all.ToImmutable();
    }
}
