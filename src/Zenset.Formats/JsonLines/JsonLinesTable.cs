using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Formats.Text;
using Zenset.Model;

namespace Zenset.Formats.JsonLines;

/// <summary>The rows of a JSON Lines text.</summary>
internal sealed class JsonLinesTable(
    string name, ImmutableArray<Field> fields, TextInput input, JsonInference inference, ReadRequest request, Func<TextSegments.Create, TextSegments> open) : ITable
{
    /// <summary>What <see cref="Field.SourceFormat"/> says of a field that keeps JSON text.</summary>
    public const string JsonText = "json";

    public string Name { get; } = name;
    public ImmutableArray<Field> Fields { get; } = fields;
    public ImmutableSortedDictionary<string, string> SourceMetadata => ImmutableSortedDictionary<string, string>.Empty;
    public JsonInference Inference { get; } = inference;
    public string SourceName => input.Name;
    public RejectedRows? Rejected => request.Rejected;
    public bool Skips => request.OnError == OnError.Skip && request.Rejected is not null;

    public TableContent OpenContent() => new TableContent.Segmented(open((text, index) => new Segment(this, text, index)));

    /// <summary>How a row is written into vectors.</summary>
    public JsonPlan MakePlan()
    {
        var plan = new JsonPlan(FieldType.Struct(Fields.Select(f => new FieldMember(f.Name, f.Type))));
        for (var i = 0; i < Fields.Length; i++)
        {
            if (Fields[i].SourceFormat == JsonText) plan.KeepText(i);
        }
        return plan;
    }

    private sealed class Segment(JsonLinesTable table, SegmentText text, int index) : ISegment
    {
        private long _bytesRead;

        public int Index { get; } = index;
        // By number: names that differ in case only are two fields, but one column to the engine.
        public IReadOnlyList<EngineColumn> Columns { get; } = [.. table.Fields.Select((f, i) => new EngineColumn($"c{i}", FieldEngine.TypeOf(f)))];
        public long? RowEstimate => table.Inference.RowsOf(Index);
        // A type that was asked for may turn rows away later.
        public bool RowEstimateIsExact => false;
        public int MaxThreads => 1;
        public double Progress => 0;
        public long BytesRead => Volatile.Read(ref _bytesRead);
        public ITableScan OpenScan(ReadOnlySpan<int> columns) => new JsonLinesScan(table, text, Index, columns, n => Volatile.Write(ref _bytesRead, n));
        public void Dispose() => text.Dispose();
    }
}
