using System.Collections.Immutable;
using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Text;
using Zenset.Model;

namespace Zenset.Formats.LibSvm;

/// <summary>The rows of a LibSVM text: <c>label</c>, <c>qid</c> if there are any, and <c>features</c>.</summary>
internal sealed class LibSvmTable : ITable
{
    private readonly long? _segmentBytes;

    private LibSvmTable(TextInput input, ReadRequest request, long? segmentBytes)
    {
        Input = input;
        OnError = request.OnError;
        Rejected = request.Rejected;
        _segmentBytes = segmentBytes;
    }

    public string Name => Path.GetFileNameWithoutExtension(Input.Name);
    public ImmutableArray<Field> Fields { get; private set; } = [];
    public ImmutableSortedDictionary<string, string> SourceMetadata { get; private set; } = ImmutableSortedDictionary<string, string>.Empty;

    public TextInput Input { get; }
    public OnError OnError { get; }
    public RejectedRows? Rejected { get; }

    /// <summary>The index of the first feature.</summary>
    public int IndexBase { get; private set; }

    /// <summary>Number of features.</summary>
    public long Dimension { get; private set; }

    /// <summary>A row may have several labels, or none.</summary>
    public bool HasLists { get; private set; }

    /// <summary>Labels are whole numbers.</summary>
    public bool HasWholeLabels { get; private set; }

    /// <summary>Rows have a qid.</summary>
    public bool HasQueries { get; private set; }

    private long _rows;

    public static LibSvmTable Open(TextInput input, ReadRequest request, long? segmentBytes, CancellationToken cancellationToken)
    {
        var table = new LibSvmTable(input, request, segmentBytes);
        var survey = LibSvmSurvey.Run(table.Cut, (text, index) => new LibSvmSegment(table, text, index), cancellationToken);
        table.IndexBase = request.Options.Get(LibSvmFormat.IndexBaseOption, null) ?? survey.IndexBase;
        table.Dimension = survey.Dimension(table.IndexBase);
        table.HasLists = survey.HasLists;
        table.HasWholeLabels = survey.HasWholeLabels;
        table.HasQueries = survey.HasQueries;
        table._rows = survey.Rows;
        table.Fields = table.MakeFields(request.Types);
        table.SourceMetadata = table.SourceMetadata.Add(LibSvmFormat.IndexBaseKey, table.IndexBase.ToString(CultureInfo.InvariantCulture));
        return table;
    }

    public TableContent OpenContent() => new TableContent.Segmented(Cut((text, index) => new LibSvmSegment(this, text, index)));

    private TextSegments Cut(TextSegments.Create create) => new(Input, Input.Start, new LineCutter(), create, _rows, _segmentBytes);

    private ImmutableArray<Field> MakeFields(IReadOnlyDictionary<string, FieldType> types)
    {
        var label = HasWholeLabels ? FieldType.Int64 : FieldType.Float64;
        foreach (var (name, type) in types)
        {
            if (name != "label") throw new NotFoundException(CoreErrors.FieldNotFound, $"only 'label' can be given a type, not '{Quoting.Shorten(name)}'");
            if (type.Kind != FieldKind.Float64 && !(type.Kind == FieldKind.Int64 && HasWholeLabels))
                throw new NotSupportedSourceException(CoreErrors.UnsupportedType, $"labels cannot be read as {type}", fix: "They can be read as float64, and as int64 if all are whole.");
            label = type;
            HasWholeLabels = type.Kind == FieldKind.Int64;
        }
        var fields = ImmutableArray.CreateBuilder<Field>();
        fields.Add(new Field { Name = "label", Type = HasLists ? FieldType.List(label) : label, Role = FieldRole.Target });
        if (HasQueries) fields.Add(new Field { Name = "qid", Type = FieldType.Int64, Description = "Query that the row belongs to" });
        fields.Add(new Field { Name = "features", Type = FieldType.Sparse(FieldType.Float64, Dimension), Role = FieldRole.Feature });
        return fields.ToImmutable();
    }
}

/// <summary>A piece of a LibSVM text as a source of the engine.</summary>
internal sealed class LibSvmSegment(LibSvmTable table, SegmentText text, int index) : ISegment
{
    private long _bytesRead;

    public int Index { get; } = index;
    public IReadOnlyList<EngineColumn> Columns { get; } = [.. table.Fields.Select(f => new EngineColumn(f.Name, FieldEngine.TypeOf(f)))];
    public long? RowEstimate => null;
    public bool RowEstimateIsExact => false;
    public int MaxThreads => 1;
    public double Progress => 0;
    public long BytesRead => Volatile.Read(ref _bytesRead);
    public ITableScan OpenScan(ReadOnlySpan<int> columns) => new LibSvmScan(table, text, Index, columns, n => Volatile.Write(ref _bytesRead, n));
    public void Dispose() => text.Dispose();
}
