namespace Zenset.Formats.Arrow;

/// <summary>The schema of an Arrow source, kept with the table.</summary>
internal static class SourceSchema
{
    /// <summary>
    /// The key in <see cref="ITable.SourceMetadata"/>. Not Parquet's own, <see cref="ArrowSchema.Key"/>: readers of Parquet files apply that to
    /// columns, which then are stored otherwise.
    /// </summary>
    public const string Key = "zenset:arrow-schema";
}
