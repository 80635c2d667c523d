using System.Collections.Immutable;
using Zenset.Formats.Csv.Types;

namespace Zenset.Formats.Csv;

/// <summary>Where a table stands in a text, and what its columns are.</summary>
internal sealed record CsvLayout
{
    /// <summary>Name of the table.</summary>
    public required string Name { get; init; }

    /// <summary>Names of the fields.</summary>
    public required ImmutableArray<string> Names { get; init; }

    /// <summary>How the columns are read at first.</summary>
    public required ImmutableArray<ColumnPlan> Plans { get; init; }

    /// <summary>For each column, every row of the sample had a value: what <see cref="Ragged.Repair"/> goes by.</summary>
    public required ImmutableArray<bool> NeverMissing { get; init; }

    /// <summary>Cells of a row: the fields, and one more where a delimiter ends every line.</summary>
    public required int Width { get; init; }

    /// <summary>Offset of the first row.</summary>
    public required long DataStart { get; init; }

    /// <summary>Offset of the end of the last row; null: the end of the text.</summary>
    public long? DataEnd { get; init; }

    /// <summary>Number of the header line; null when the table has none.</summary>
    public int? HeaderLines { get; init; }

    /// <summary>Rows, guessed from a sample.</summary>
    public long? RowEstimate { get; init; }

    /// <summary>Every line ends in a delimiter: a cell beyond the fields, always empty.</summary>
    public bool HasTrailingDelimiter => Width > Names.Length;
}
