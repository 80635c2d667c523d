using System.Collections.Immutable;
using Zenset.Model;

namespace Zenset.Formats.Parquet;

/// <summary>The one table of a Parquet file.</summary>
internal sealed class ParquetTable(string name, ImmutableArray<Field> fields, ImmutableSortedDictionary<string, string> metadata, TableContent content) : ITable
{
    public string Name { get; } = name;

    public ImmutableArray<Field> Fields { get; } = fields;

    public ImmutableSortedDictionary<string, string> SourceMetadata { get; } = metadata;

    public TableContent OpenContent() => content;
}
