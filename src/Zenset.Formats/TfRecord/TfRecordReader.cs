using System.Collections.Immutable;
using Zenset.Model;

namespace Zenset.Formats.TfRecord;

/// <summary>An opened TFRecord file.</summary>
internal sealed class TfRecordReader : IReader
{
    private readonly RecordFile _file;

    private TfRecordReader(RecordFile file, TfRecordTable table, bool hasLists, List<Finding> findings)
    {
        _file = file;
        Tables = [table];
        Findings = findings;
        Options = ImmutableSortedDictionary<string, string>.Empty
            .Add("records", table.Columns.IsEmpty ? "raw" : hasLists ? "sequence-example" : "example")
            .Add("zlib", file.IsZlib ? "yes" : "no");
    }

    public DatasetDescription Description { get; } = new();
    public IReadOnlyList<ITable> Tables { get; }
    public IReadOnlyList<Finding> Findings { get; }
    public ImmutableSortedDictionary<string, string> Options { get; }

    public static async ValueTask<TfRecordReader> OpenAsync(ReadRequest request, long? segmentBytes, CancellationToken cancellationToken)
    {
        var file = await RecordFile.OpenAsync(request.Source, cancellationToken).ConfigureAwait(false);
        try
        {
            return Understand(file, request, segmentBytes, cancellationToken);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }

    private static TfRecordReader Understand(RecordFile file, ReadRequest request, long? segmentBytes, CancellationToken cancellationToken)
    {
        var records = request.Options.Get(TfRecordFormat.RecordsOption, RecordContent.Auto);
        var findings = new List<Finding>();
        var isRaw = records == RecordContent.Raw || records == RecordContent.Auto && !FirstIsExample(file);
        var skips = request.OnError == OnError.Skip && request.Rejected is not null;
        var inference = TfRecordInference.Run(
            file, segmentBytes ?? Text.TextSegments.SegmentBytesFor(file.Length), isRaw, skips, request.Parallelism, cancellationToken);
        var columns = isRaw ? [] : TfRecordFields.Of(inference.Observed, request.Types);
        if (columns.IsEmpty && records == RecordContent.Example)
            throw new SourceDataException(TfRecordErrors.NoFeatures, "no record has a feature", new SourceLocation { Source = file.Name }, "Take the records as bytes with --records raw.");
        if (columns.IsEmpty && records == RecordContent.Auto)
        {
            findings.Add(new Finding
            {
                Code = "tfrecord/raw", Severity = Severity.Warning,
                Message = isRaw ? "the first record is no tf.train.Example; each record is kept as bytes" : "no record has a feature; each record is kept as bytes",
                Fix = "Where all records should be Examples, --records example says which is not.",
            });
        }
        return new TfRecordReader(file, new TfRecordTable(file, inference, columns, request), columns.Any(c => c.IsList), findings);
    }

    // A first record that is damaged says nothing: that is told by the pass over all of them.
    private static bool FirstIsExample(RecordFile file)
    {
        var cutter = new RecordCutter(file, rangeBytes: 1);
        if (cutter.Next(CancellationToken.None) is not { } first) return true;
        using var window = new RecordWindow(file, first);
        if (window.Next(canMove: true, out var data) != WindowState.Record || !window.IsSound) return true;
        try
        {
            new RecordObserver().Observe(data, 0);
            return true;
        }
        catch (Exception e) when (e is MalformedRecordException or TooManyKeysException)
        {
            return e is TooManyKeysException;
        }
    }
}

/// <summary>What records are taken for.</summary>
internal enum RecordContent
{
    /// <summary>Examples if the first one is.</summary>
    Auto,
    /// <summary>tf.train.Example or SequenceExample.</summary>
    Example,
    /// <summary>Bytes.</summary>
    Raw,
}
