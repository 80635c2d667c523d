using System.Globalization;
using Zenset.Formats.Csv.Types;
using Zenset.Model;

namespace Zenset.Formats.Csv.Sniffing;

/// <summary>What a person should know of a column whose type was a close call.</summary>
internal static class ColumnNotes
{
    // Of a hundred values, so many are numbers in a column that is probably meant to hold numbers.
    private const int MostlyPercent = 90;

    public static IEnumerable<Finding> For(ColumnGuess guess, ColumnPlan plan, string field, CsvOptions options)
    {
        if (guess.LongNumbers > 0 && plan.Type.Kind == FieldKind.Float64)
        {
            yield return Note("csv/long-numbers", Severity.Warning, "some numbers have more than 17 digits; float64 keeps the nearest it has", $"Keep all digits with --type {field}=string or a decimal type.", guess.LongNumbers);
        }
        if (plan.Type.Kind != FieldKind.String) yield break;
        if (options.DateFormat is null && guess.IsAmbiguousDate)
        {
            yield return Note("csv/doubtful-date", Severity.Warning, "its dates could have the day or the month first, so it is text", "Say which: --date-format dd/MM/yyyy or --date-format MM/dd/yyyy.");
        }
        else if (options.Numbers is null && guess.IsAmbiguousNumber)
        {
            yield return Note("csv/doubtful-number", Severity.Warning, "the comma in its numbers could be a decimal mark or part thousands, so it is text", "Say which: --decimal comma or --decimal point.");
        }
        else if (guess is { Unquoted: 0, QuotedFreely: > 0 } && guess.Numbers == guess.Values && guess.Values > 0)
        {
            yield return Note("csv/quoted-numbers", Severity.Note, "its numbers stand in quotes and others do not, so it is text", $"Read them as numbers with --type {field}=int64 or float64.");
        }
        else if (guess.Numbers < guess.Values && guess.Numbers * 100 >= guess.Values * MostlyPercent && guess.Values >= 10)
        {
            var others = guess.Values - guess.Numbers;
            yield return Note(
                "csv/mostly-numbers", Severity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"nearly all of its first values are numbers, but {others:N0} {(others == 1 ? "is" : "are")} not, so it is text"),
                "Correct them, or name the words that mean missing with --missing.", others, guess.FirstWord);
        }
        else if (options.Missing is null && guess.MissingWordCount > 0 && guess.Values > 0)
        {
            var word = MissingWords.Known.Show(guess.FirstMissingWord);
            yield return Note("csv/possible-missing", Severity.Note, $"'{word}' among its first values is kept as text", $"If it means missing, say --missing '{word}'.", guess.MissingWordCount, word);
        }

        Finding Note(string code, Severity severity, string message, string fix, long count = 1, string? value = null) =>
            new() { Code = code, Severity = severity, Field = field, Message = message, Fix = fix, Count = count, Value = value };
    }
}
