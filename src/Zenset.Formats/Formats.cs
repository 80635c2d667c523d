using Zenset.Formats.Csv;

namespace Zenset.Formats;

/// <summary>The one list of formats. Its order is the detection order among equals.</summary>
public static class AllFormats
{
    /// <summary>All formats that this library reads or writes.</summary>
    public static FormatCatalog Catalog { get; } = new(
        CsvFormat.Comma(),
        CsvFormat.Tab());
}
