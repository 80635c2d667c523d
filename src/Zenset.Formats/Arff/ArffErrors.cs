using System.Collections.Immutable;

namespace Zenset.Formats.Arff;

/// <summary>The kinds of failure of ARFF sources.</summary>
internal static class ArffErrors
{
    public static readonly ErrorCode Header = new("arff/header", "The header has something that is no @relation, @attribute or @data line, or such a line is not complete.");
    public static readonly ErrorCode NoData = new("arff/no-data", "The file has no @data line; it may have been cut off.");
    public static readonly ErrorCode DuplicateAttribute = new("arff/duplicate-attribute", "Two attributes have the same name. Rename one, or pass --duplicate-names number.");
    public static readonly ErrorCode DatePattern = new("arff/date-pattern", "A date pattern has a letter that is not read.");
    public static readonly ErrorCode CellCount = new("arff/cell-count", "A row has more or fewer cells than there are attributes.");
    public static readonly ErrorCode NotANumber = new("arff/not-a-number", "A cell of a numeric attribute holds something else.");
    public static readonly ErrorCode NotADate = new("arff/not-a-date", "A cell of a date attribute does not fit its pattern.");
    public static readonly ErrorCode UndeclaredCategory = new("arff/undeclared-category", "A nominal value is not among those the header declares. Mend it, or pass --unknown-category add.");
    public static readonly ErrorCode Quote = new("arff/quote", "A quote is not closed before the end of the line, or something follows a closed one.");
    public static readonly ErrorCode SparseRow = new("arff/sparse-row", "A sparse row has an index that is no number, out of range or out of order, or its brace is not closed.");
    public static readonly ErrorCode MixedRows = new("arff/mixed-rows", "Dense and sparse rows are mixed, which the strict reading (OpenML's) refuses.");
    public static readonly ErrorCode Weight = new("arff/weight", "An instance weight is not a number in braces.");

    public static ImmutableArray<ErrorCode> All { get; } =
        [Header, NoData, DuplicateAttribute, DatePattern, CellCount, NotANumber, NotADate, UndeclaredCategory, Quote, SparseRow, MixedRows, Weight, .. Text.TextErrors.All];
}
