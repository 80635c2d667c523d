using System.Collections.Immutable;
using Zenset.Formats.Text;

namespace Zenset.Formats.Csv;

/// <summary>The kinds of failure that reading CSV can have.</summary>
internal static class CsvErrors
{
    public static readonly ErrorCode CellCount = new("csv/cell-count", "A row has more or fewer cells than the table has fields. Correct it, leave such rows out with --on-error skip, or fill short rows up with --ragged pad.");
    public static readonly ErrorCode UnclosedQuote = new("csv/unclosed-quote", "A cell begins with a quote that is never closed. Close it, double it, or set --quote.");
    public static readonly ErrorCode TextAfterQuote = new("csv/text-after-quote", "Text follows a closing quote. Double the quotes inside the cell, or set --escape.");
    public static readonly ErrorCode Value = new("csv/value", "A cell does not fit the type that all rows before it have. Correct it, import the field as text with --type, or leave such rows out with --on-error skip.");
    public static readonly ErrorCode NoTable = new("csv/no-table", "There is no row in the text. Check the file, --skip-lines and --comment.");
    public static readonly ErrorCode UnknownField = new("csv/unknown-field", "--type names a field that the table does not have.");
    public static readonly ErrorCode Type = new("csv/type", "--type asks for a type that CSV text cannot be read as.");
    public static readonly ErrorCode Binary = new("csv/binary", "The file is not text.");

    public static ImmutableArray<ErrorCode> All { get; } =
        [CellCount, UnclosedQuote, TextAfterQuote, Value, NoTable, UnknownField, Type, Binary, .. TextErrors.All];
}
