using System.Collections.Immutable;
using Zenset.Formats.Text;
using Zenset.Model;

namespace Zenset.Formats.Arrow.Reading;

/// <summary>The one table of an Arrow source.</summary>
internal sealed class ArrowTable(
    string name, ImmutableArray<FieldPlan> plans, ImmutableSortedDictionary<string, string> metadata, IBatches batches, string sourceName, long sourceBytes, long? segmentBytes) : ITable
{
    public string Name { get; } = name;
    public ImmutableArray<Field> Fields { get; } = [.. plans.Select(p => p.Field)];
    public ImmutableSortedDictionary<string, string> SourceMetadata { get; } = metadata;
    public ImmutableArray<FieldPlan> Plans => plans;
    public IBatches Batches => batches;
    public string SourceName => sourceName;
    public long SourceBytes => sourceBytes;

    public TableContent OpenContent() => new TableContent.Segmented(new ArrowSegments(this, segmentBytes ?? TextSegments.SegmentBytesFor(sourceBytes)));
}
