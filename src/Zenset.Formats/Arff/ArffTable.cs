using System.Collections.Immutable;
using Zenset.Formats.Arff.Header;
using Zenset.Formats.Text;
using Zenset.Model;

namespace Zenset.Formats.Arff;

/// <summary>The rows of an ARFF file, and what reading them has taught so far.</summary>
internal sealed class ArffTable : ITable
{
    private readonly Lock _lock = new();
    private readonly HashSet<int> _widened = [];
    private readonly Dictionary<int, List<string>> _added = [];
    private readonly List<Finding> _findings;
    private readonly string? _target;
    private string? _reason;

    public ArffTable(TextInput input, ArffHeader header, ArffOptions options, ArffSample sample, ReadRequest request, List<Finding> findings)
    {
        Input = input;
        Header = header;
        Options = options;
        OnError = request.OnError;
        _target = request.Target;
        Rejected = request.Rejected;
        IsSparse = options.Sparse ?? sample.IsSparseTable(header);
        HasWeights = sample.HasWeights;
        FirstRowIsSparse = sample.FirstIsSparse;
        _findings = findings;
        RowEstimate = sample.EstimateRows(input, header);
        Layout = MakeLayout();
    }

    public string Name => Header.Relation.Length == 0 ? "data" : Header.Relation;
    public ImmutableArray<Field> Fields => [.. Layout.Columns.Select(c => c.Field)];
    public ImmutableSortedDictionary<string, string> SourceMetadata => ImmutableSortedDictionary<string, string>.Empty;

    public TextInput Input { get; }
    public ArffHeader Header { get; }
    public ArffOptions Options { get; }
    public ArffLayout Layout { get; private set; }
    public OnError OnError { get; }
    public RejectedRows? Rejected { get; }
    public bool IsSparse { get; }
    public bool FirstRowIsSparse { get; }
    public bool HasWeights { get; private set; }
    public long? RowEstimate { get; }

    /// <summary>For tests: bytes of a segment.</summary>
    public long? SegmentBytes { get; init; }

    /// <summary>An integer attribute holds another number: from the next pass on it is float64.</summary>
    public void Widen(int attribute, string value)
    {
        lock (_lock)
        {
            if (!_widened.Add(attribute)) return;
            var name = Header.Attributes[attribute].Name;
            _reason = $"'{Quoting.Shorten(name)}' is declared integer and holds {Quoting.Shorten(value)}";
            _findings.Add(new Finding
            {
                Code = "arff/not-an-integer", Severity = Severity.Note, Field = name, Value = Quoting.Shorten(value),
                Message = "declared integer, but holds other numbers; taken as number (float64)",
            });
        }
    }

    /// <summary>A nominal value that is not declared: from the next pass on it is.</summary>
    public void AddCategory(int attribute, string value)
    {
        lock (_lock)
        {
            if (!_added.TryGetValue(attribute, out var labels)) _added[attribute] = labels = [];
            if (labels.Contains(value)) return;
            labels.Add(value);
            // Segments find values in any order; the result must not depend on it.
            labels.Sort(StringComparer.Ordinal);
            var name = Header.Attributes[attribute].Name;
            _reason = $"'{Quoting.Shorten(name)}' has the undeclared value '{Quoting.Shorten(value)}'";
            _findings.Add(new Finding
            {
                Code = "categories/added", Severity = Severity.Warning, Field = name, Value = Quoting.Shorten(value),
                Message = $"category '{Quoting.Shorten(value)}' was not declared; it was added",
            });
        }
    }

    /// <summary>A row has a weight and the ones before had none: from the next pass on there is a column for them.</summary>
    public void AddWeights()
    {
        lock (_lock)
        {
            if (HasWeights) return;
            HasWeights = true;
            _reason = "rows have weights";
        }
    }

    /// <summary>Cells with nothing in them were taken for missing values.</summary>
    public void AddEmptyCells(int count) => Interlocked.Add(ref _emptyCells, count);

    /// <summary>What the rows read so far have been found to be like.</summary>
    public IEnumerable<Finding> RowFindings
    {
        get
        {
            var empty = Interlocked.Read(ref _emptyCells);
            if (empty == 0) yield break;
            yield return new Finding
            {
                Code = "arff/empty-cells", Severity = Severity.Warning, Count = empty,
                Message = "cells with nothing between commas were taken for missing values", Fix = "A missing value is written ?, an empty text ''.",
            };
        }
    }

    private long _emptyCells;

    /// <summary>A pass taught something: the exception that makes the importer begin anew, with the new fields in place.</summary>
    public FieldsWidenedException BeginAnew()
    {
        lock (_lock)
        {
            Layout = MakeLayout();
            return new FieldsWidenedException(Name, _reason ?? "");
        }
    }

    public TableContent OpenContent()
    {
        var layout = Layout = MakeLayout();
        Interlocked.Exchange(ref _emptyCells, 0);
        return new TableContent.Segmented(new TextSegments(
            Input, Header.DataOffset, new LineCutter(), (text, index) => new ArffSegment(this, layout, text, index), RowEstimate, SegmentBytes));
    }

    private ArffLayout MakeLayout() => ArffLayout.For(
        Header.Attributes, IsSparse, HasWeights, _widened,
        _added.ToDictionary(a => a.Key, a => Header.Attributes[a.Key].Labels.AddRange(a.Value)), _target);
}
