using System.Globalization;

namespace Zenset.Formats.Csv;

/// <summary>What is wrong with a row, before its line is known.</summary>
/// <param name="Code">Kind of failure.</param>
/// <param name="Record">Offset of the row in the text.</param>
/// <param name="Place">Offset of what is wrong.</param>
/// <param name="Column">Field concerned, or -1.</param>
/// <param name="Problem">What is wrong, given the place.</param>
/// <param name="Fix">How to mend it.</param>
internal sealed record BadRow(ErrorCode Code, long Record, long Place, int Column, Func<SourceLocation, string> Problem, string Fix)
{
    /// <summary>The failure with its place.</summary>
    public SourceDataException At(RowLocator locator, CsvLayout layout)
    {
        var location = locator.Find(Record, Place, Column < 0 ? null : layout.Names[Column]);
        return new SourceDataException(Code, Problem(location), location, Fix);
    }

    /// <summary>A row with another number of cells than fields.</summary>
    public static BadRow CellCount(long record, long place, int cells, CsvLayout layout)
    {
        var fields = layout.Names.Length;
        var first = layout.HeaderLines is null ? "the rows before it have" : "the table has";
        var fix = cells < fields
            ? "Correct the row, keep going without such rows (--on-error skip), or take the last fields as missing (--ragged pad)."
            : "Correct the row (a cell that holds the delimiter stands in quotes), or keep going without such rows (--on-error skip).";
        return new BadRow(
            CsvErrors.CellCount, record, place, -1,
            _ => string.Create(CultureInfo.InvariantCulture, $"the row has {cells:N0} {(cells == 1 ? "cell" : "cells")}, and {first} {fields:N0} {(layout.HeaderLines is null ? "" : fields == 1 ? "field" : "fields")}").TrimEnd(),
            fix);
    }

    /// <summary>A cell whose quote is never closed.</summary>
    public static BadRow UnclosedQuote(long record, long place, CsvDialect dialect) => new(
        CsvErrors.UnclosedQuote, record, place, -1, _ => $"a cell begins with the quote {(char)dialect.Quote} and never ends",
        $"Close the quote, double it if it is text, keep going without such rows (--on-error skip), or read quotes as text (--quote none).");

    /// <summary>Text between a closing quote and the delimiter.</summary>
    /// <param name="record">Offset of the row.</param>
    /// <param name="opening">Offset of the quote that opens the cell.</param>
    /// <param name="closing">Offset of the text after the quote that closes it.</param>
    /// <param name="lines">Line ends between the two.</param>
    /// <param name="dialect">The dialect.</param>
    /// <param name="text">The text after it.</param>
    /// <param name="isRepairTried">Repair was asked for, and could not tell how the row is to be read.</param>
    public static BadRow TextAfterQuote(long record, long opening, long closing, long lines, CsvDialect dialect, ReadOnlySpan<byte> text, bool isRepairTried)
    {
        var asText = isRepairTried ? "read all quotes as text (--quote none)" : "take stray quotes as text (--ragged repair)";
        var shown = Quoting.Shorten(text[..Math.Min(text.Length, 100)], 20);
        if (lines > 0)
        {
            // The quote that opens is the stray one, not the one some lines later.
            return new BadRow(
                CsvErrors.TextAfterQuote, record, opening, -1,
                at => string.Create(CultureInfo.InvariantCulture, $"a cell begins with the quote {(char)dialect.Quote}, and the next one, on line {at.Line + 1 + lines:N0}, has '{shown}' after it"),
                $"Close the quote, double it if it is text, keep going without such rows (--on-error skip), or {asText}.");
        }
        return new BadRow(
            CsvErrors.TextAfterQuote, record, closing, -1, _ => $"'{shown}' follows a closing quote; a delimiter or the end of the line should",
            $"Double quotes inside cells ({(char)dialect.Quote}{(char)dialect.Quote}), keep going without such rows (--on-error skip), or {asText}.");
    }

    /// <summary>A cell that is no value of its column.</summary>
    public static BadRow Value(long record, long place, int column, ReadOnlySpan<byte> text, Types.ColumnPlan plan, string name)
    {
        var shown = Quoting.Shorten(text[..Math.Min(text.Length, 400)]);
        return new BadRow(
            CsvErrors.Value, record, place, column,
            at => plan.IsForced || at.Row is not { } row || row == 0
                ? $"'{shown}' is not {plan.Noun}"
                : string.Create(CultureInfo.InvariantCulture, $"'{shown}' is not {plan.Noun}, and the {row:N0} {(row == 1 ? "row before it is" : "rows before it are")}"),
            $"Correct the cell, import {Quoting.Shorten(name)} as text (--type {OptionText(name)}=string), or keep going without such rows (--on-error skip).");
    }

    private static string OptionText(string name) => name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.') ? name : $"'{Quoting.Shorten(name)}'";
}
