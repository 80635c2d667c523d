using System.Collections.Immutable;
using System.Globalization;
using Zenset.Formats.Csv.Types;
using Zenset.Formats.Text;
using Zenset.Formats.Wide;
using Zenset.Model;

namespace Zenset.Formats.Csv;

/// <summary>The rows of a table in a CSV text, and what reading them has taught so far.</summary>
internal sealed class CsvTable : ITable
{
    /// <summary>Metadata that a table without a header line carries, so that it is written without one again.</summary>
    public const string NoHeaderKey = "zenset.csv.header";

    private readonly Lock _lock = new();
    private readonly HashSet<string>? _keep;
    private readonly ImmutableArray<TimeLayout?> _layouts;
    private readonly List<Finding> _widenings = [];
    private readonly SortedDictionary<int, long[]> _missingWords = [];
    private readonly List<Finding> _repairs = [];
    private long _blankLines;
    private long _comments;
    private long _padded;
    private long _repaired;
    private FieldsWidenedException? _widened;
    private (ImmutableArray<ColumnPlan> Plans, WideLayout Layout)? _wide;

    public CsvTable(TextInput input, CsvDialect dialect, CsvLayout layout, CsvOptions options, ReadRequest request)
    {
        Input = input;
        Dialect = dialect;
        Layout = layout;
        Options = options;
        _keep = request.Target is { } target ? new HashSet<string>(StringComparer.OrdinalIgnoreCase) { target } : null;
        OnError = request.OnError;
        Rejected = request.Rejected;
        Missing = options.Missing ?? MissingWords.Known;
        Plans = layout.Plans;
        _layouts = [.. layout.Plans.Select(p => p.Layout)];
        SourceMetadata = layout.HeaderLines is null
            ? ImmutableSortedDictionary<string, string>.Empty.Add(NoHeaderKey, "no")
            : ImmutableSortedDictionary<string, string>.Empty;
    }

    public string Name => Layout.Name;
    public ImmutableSortedDictionary<string, string> SourceMetadata { get; }
    public TextInput Input { get; }
    public CsvDialect Dialect { get; }
    public CsvLayout Layout { get; }
    public CsvOptions Options { get; }
    public OnError OnError { get; }
    public RejectedRows? Rejected { get; }
    public MissingWords Missing { get; }

    /// <summary>How the columns are read now.</summary>
    public ImmutableArray<ColumnPlan> Plans { get; private set; }

    /// <summary>For tests: bytes of a segment.</summary>
    public long? SegmentBytes { get; init; }

    public ImmutableArray<Field> Fields => Wide.Fields;

    /// <summary>How the columns become fields now.</summary>
    public WideLayout Wide => _wide is { } known && known.Plans == Plans ? known.Layout : (_wide = (Plans, WideLayout.For(Columns, _keep))).Value.Layout;

    private ImmutableArray<Field> Columns => [.. Plans.Select((plan, i) => new Field
    {
        Name = Layout.Names[i],
        Type = plan.Type,
        SourceFormat = plan.Type.Kind is FieldKind.Date or FieldKind.Time or FieldKind.Timestamp ? (plan.Layout ?? _layouts[i])?.Pattern : null,
    })];

    public TableContent OpenContent()
    {
        lock (_lock)
        {
            _missingWords.Clear();
            _repairs.Clear();
            _blankLines = _comments = _padded = _repaired = 0;
            _widened = null;
        }
        var (plans, wide) = (Plans, Wide);
        return new TableContent.Segmented(OpenSegments((text, index) => new CsvSegment(this, plans, wide, text, index)));
    }

    /// <summary>The text of the table, piece by piece.</summary>
    public TextSegments OpenSegments(TextSegments.Create create) =>
        new(Input, Layout.DataStart, new CsvCutter(Dialect, Input.Name), create, Layout.RowEstimate, SegmentBytes, Layout.DataEnd);

    /// <summary>Rows do not fit, and other segments need not go on.</summary>
    public void ThrowIfWidened()
    {
        if (Volatile.Read(ref _widened) is { } widened) throw new FieldsWidenedException(Name, widened.Reason);
    }

    /// <summary>
    /// A row does not fit: reads everything once, in order, and throws what comes of it: the first failure of the text, or wider fields
    /// for all rows at once. Returns when there is neither, which only another reading of the same bytes could bring.
    /// </summary>
    public void Resolve(bool widenOnly)
    {
        lock (_lock)
        {
            ThrowIfWidened();
            using var survey = new Survey(this);
            var plans = survey.Run(widenOnly);
            if (plans.SequenceEqual(Plans)) return;
            var reasons = new List<string>();
            for (var i = 0; i < plans.Length; i++)
            {
                if (plans[i] == Plans[i]) continue;
                var reason = $"{Plans[i].Type} became {plans[i].Type}, because of '{survey.Culprits[i].Text}'";
                reasons.Add($"'{Quoting.Shorten(Layout.Names[i])}': {reason}");
                if (Plans[i].Type.Kind == FieldKind.Null) continue;
                _widenings.Add(new Finding
                {
                    Code = "csv/widened", Severity = Severity.Note, Resource = Name, Field = Layout.Names[i], Row = survey.Culprits[i].Row,
                    Value = survey.Culprits[i].Text, Message = $"its first rows are {Plans[i].Type}; it became {plans[i].Type} to hold all rows",
                });
            }
            Plans = plans;
            Volatile.Write(ref _widened, new FieldsWidenedException(Name, string.Join("; ", reasons.Take(3))));
            ThrowIfWidened();
        }
    }

    /// <summary>Adds what a scan has counted.</summary>
    public void Count(long blankLines, long comments, long padded, IEnumerable<ColumnReader> readers)
    {
        lock (_lock)
        {
            _blankLines += blankLines;
            _comments += comments;
            _padded += padded;
            foreach (var reader in readers)
            {
                if (reader.MissingWordCounts is not { } counts) continue;
                if (!_missingWords.TryGetValue(reader.Column, out var sum)) _missingWords[reader.Column] = sum = new long[counts.Length];
                for (var i = 0; i < counts.Length; i++) sum[i] += counts[i];
            }
        }
    }

    /// <summary>A damaged row was read in the only way that fits.</summary>
    public void AddRepair(Func<SourceLocation> place, ReadOnlySpan<byte> line)
    {
        lock (_lock)
        {
            _repaired++;
            if (_repairs.Count >= RejectedRows.MaxExamples) return;
            var at = place();
            _repairs.Add(new Finding
            {
                Code = "csv/repaired", Severity = Severity.Warning, Resource = Name, Row = at.Row, Value = Quoting.Shorten(line),
                Message = string.Create(CultureInfo.InvariantCulture, $"line {at.Line + 1:N0} is damaged; it was read in the only way that fits"),
            });
        }
    }

    /// <summary>What was noticed while reading.</summary>
    public IEnumerable<Finding> Findings()
    {
        lock (_lock)
        {
            var findings = new List<Finding>(_widenings);
            foreach (var (column, counts) in _missingWords)
            {
                for (var word = 0; word < counts.Length; word++)
                {
                    if (counts[word] == 0) continue;
                    findings.Add(new Finding
                    {
                        Code = "csv/missing-word", Severity = Severity.Note, Resource = Name, Field = Layout.Names[column], Value = Missing.Show(word), Count = counts[word],
                        Message = $"'{Missing.Show(word)}' is read as missing",
                        Fix = Missing.IsGiven ? null : "Name the words that mean missing with --missing.",
                    });
                }
            }
            Add("csv/blank-lines", Severity.Note, _blankLines, "blank lines between rows are left out");
            Add("csv/comments", Severity.Note, _comments, $"lines that begin with {(char)Dialect.Comment} are left out as comments");
            Add("csv/padded", Severity.Warning, _padded, "rows with too few cells: the last fields are missing");
            findings.AddRange(_repairs);
            if (_repaired > _repairs.Count) Add("csv/repaired", Severity.Warning, _repaired, "damaged lines were read in the only way that fits");
            return findings;

            void Add(string code, Severity severity, long count, string message)
            {
                if (count > 0) findings.Add(new Finding { Code = code, Severity = severity, Resource = Name, Count = count, Message = message });
            }
        }
    }
}
