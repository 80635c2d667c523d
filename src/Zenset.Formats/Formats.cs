using Zenset.Formats.Arff;
using Zenset.Formats.JsonLines;
using Zenset.Formats.Parquet;

namespace Zenset.Formats;

/// <summary>The one list of formats. Its order is the detection order.</summary>
public static class AllFormats
{
    /// <summary>All formats that come with Zenset.</summary>
    public static FormatCatalog Catalog { get; } = new(
        new ParquetFormat(),
        new ArffFormat(),
        new JsonLinesFormat());
}
