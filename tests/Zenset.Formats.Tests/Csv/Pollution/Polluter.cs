using System.Globalization;
using System.Text;

namespace Zenset.Formats.Tests.Csv.Pollution;

/// <summary>A damaged or odd file, and what a reader should make of it: names first, then rows.</summary>
/// <param name="Name">Name of the case, as the benchmark calls it.</param>
/// <param name="Text">The file.</param>
/// <param name="Wanted">The wanted rows.</param>
/// <param name="Weight">How often real files are like that; 0 where the benchmark's weight is not known.</param>
internal sealed record PollutedFile(string Name, string Text, List<List<string>> Wanted, double Weight);

/// <summary>
/// Makes every case of the CSV pollution benchmark from a table: our own generator, after the list and the weights that its authors
/// publish.
/// </summary>
internal sealed class Polluter(List<List<(string Text, bool IsQuoted)>> table)
{
    private readonly int _width = table[0].Count;

    private List<List<string>> Clean => [.. table.Select(r => r.Select(c => c.Text).ToList())];

    /// <summary>Cases of whole files.</summary>
    public IEnumerable<PollutedFile> Files()
    {
        yield return new("source", Write(), Clean, 1);
        yield return new("file_no_trailing_newline", Write().TrimEnd('\n'), Clean, 184);
        yield return new("file_double_trailing_newline", Write() + "\n", Clean, 5);
        yield return new("file_no_header", Write(table.Skip(1)), [.. Clean.Skip(1)], 470);
        yield return new("file_header_multirow_2", Line(table[0]) + "\n" + Write(), [JoinHeader(2), .. Clean.Skip(1)], 47);
        yield return new("file_header_multirow_3", Line(table[0]) + "\n" + Line(table[0]) + "\n" + Write(), [JoinHeader(3), .. Clean.Skip(1)], 47);
        yield return new("file_preamble", $"PREAMBLE{new string(',', _width - 1)}\n{new string(',', _width - 1)}\n{Write()}", Clean, 282);
        yield return new("file_multitable_less", Write() + Second(_width - 1), Clean, 62.67);
        yield return new("file_multitable_same", Write() + Second(_width), Clean, 62.67);
        yield return new("file_multitable_more", Write() + Second(_width + 1), Clean, 62.67);
        yield return new("file_header_only", Write(table.Take(1)), [Clean[0]], 3);
        yield return new("file_one_data_row", Write(table.Take(2)), [.. Clean.Take(2)], 4);
        yield return new("file_record_delimiter_0xA", Write(), Clean, 1691);
        yield return new("file_record_delimiter_0xD", Write().Replace('\n', '\r'), Clean, 7);
        yield return new("file_record_delimiter_0xD_0xA", Write().Replace("\n", "\r\n", StringComparison.Ordinal), Clean, 0);
        yield return new("file_field_delimiter_0x9", Write(delimiter: "\t"), Clean, 4);
        yield return new("file_field_delimiter_0x3B", Write(delimiter: ";"), Clean, 834);
        yield return new("file_field_delimiter_0x20", Write(delimiter: " "), Clean, 4);
        yield return new("file_field_delimiter_0x2C_0x20", Write(delimiter: ", "), Clean, 101);
        yield return new("file_quotation_char_0x27", Write(quote: "'"), Clean, 11);
        yield return new("file_escape_char_0x5C", Write(escape: "\\"), Clean, 1);
        yield return new("file_escape_char_0x00", Write(escape: ""), Clean, 7);
    }

    /// <summary>Cases of one damaged row, for every <paramref name="step"/>-th row and every column.</summary>
    public IEnumerable<PollutedFile> Rows(int step = 1)
    {
        for (var i = 0; i < table.Count; i += step)
        {
            for (var j = 0; j < _width; j++)
            {
                var cells = table[i].Select(c => Cell(c)).ToList();
                yield return new($"row_more_sep_row{i}_col{j}", With(i, Join(cells.Take(j)) + (j == 0 ? "," : ",,") + Join(cells.Skip(j))), Clean, 0.3678);
                if (j > 0) yield return new($"row_less_sep_row{i}_col{j}", With(i, Join(cells.Take(j)) + Join(cells.Skip(j))), Clean, 0.3678);
                var (text, isQuoted) = table[i][j];
                List<string> quoted = [.. cells];
                quoted[j] = isQuoted ? $"\"\"{cells[j][1..]}" : $"\"{cells[j]}";
                yield return new($"row_extra_quote{i}_col{j}", With(i, Join(quoted)), Replace(i, j, "\"" + text), 0.0093);
            }
            yield return new($"row_field_delimiter_{i}_0x20", With(i, string.Join(' ', table[i].Select(c => Cell(c)))), Clean, 0);
        }
    }

    private static string Join(IEnumerable<string> cells) => string.Join(',', cells);

    private List<List<string>> Replace(int row, int column, string text)
    {
        var wanted = Clean;
        wanted[row][column] = text;
        return wanted;
    }

    private string With(int row, string line)
    {
        var lines = table.Select(r => Line(r)).ToList();
        lines[row] = line;
        return string.Join('\n', lines) + "\n";
    }

    private List<string> JoinHeader(int times) => [.. table[0].Select(c => string.Join(' ', Enumerable.Repeat(c.Text, times)))];

    // The same rows again, with fewer or more columns, quoted only where they must be.
    private string Second(int width)
    {
        var text = new StringBuilder();
        foreach (var (row, index) in table.SkipLast(1).Select((r, i) => (r, i)))
        {
            var cells = row.Select(c => (c.Text, c.Text.Contains(',', StringComparison.Ordinal))).Take(width).ToList();
            while (cells.Count < width) cells.Add((index == 0 ? "col1" : "1", false));
            text.Append(Line(cells)).Append('\n');
        }
        return text.ToString();
    }

    private string Write(IEnumerable<List<(string, bool)>>? rows = null, string delimiter = ",", string quote = "\"", string escape = "\"") =>
        string.Concat((rows ?? table).Select(r => Line(r, delimiter, quote, escape) + "\n"));

    private static string Line(IEnumerable<(string, bool)> row, string delimiter = ",", string quote = "\"", string escape = "\"") =>
        string.Join(delimiter, row.Select(c => Cell(c, quote, escape)));

    // The benchmark escapes double quotes whatever the quote character is.
    private static string Cell((string Text, bool IsQuoted) cell, string quote = "\"", string escape = "\"")
    {
        var text = cell.Text.Replace("\"", escape + "\"", StringComparison.Ordinal);
        return cell.IsQuoted ? quote + text + quote : text;
    }

    /// <summary>A table of our own, in the manner of the benchmark's: dates, times, prices, texts with commas and quotes.</summary>
    public static List<List<(string Text, bool IsQuoted)>> OwnTable(int rows = 60)
    {
        var random = new Random(20240607);
        string[] things = ["Walking boots", "Canvas tent, two persons", "Stove", "Rope 8.5 mm, \"dry\"", "Kids' jacket", "Lamp, 12\""];
        string[] texts = ["Keeps you warm, even when it rains.", "Said to be \"the best\" of its kind.", "Light and strong; for every day, all year.", "It's simple."];
        List<List<(string, bool)>> table = [[("DATE", false), ("TIME", false), ("Qty", false), ("Code", false), ("Price", false), ("Kind", false), ("Text", true), ("Link", true), ("Notes", false)]];
        for (var i = 0; i < rows; i++)
        {
            var thing = things[random.Next(things.Length)];
            table.Add(
            [
                (new DateOnly(2021, 1, 1).AddDays(i * 5).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture), false),
                (new TimeOnly(0, 0).AddMinutes(i * 15).ToString("HH:mm", CultureInfo.InvariantCulture), false),
                (random.Next(40).ToString(CultureInfo.InvariantCulture), false),
                ($"{(char)('A' + random.Next(26))}{(char)('A' + random.Next(26))}-{random.Next(1000, 9999)}", false),
                ($"${random.Next(100)}.{random.Next(10, 99)}", false),
                (thing, thing.AsSpan().ContainsAny(',', '"')),
                (texts[random.Next(texts.Length)], true),
                ($"https://shop.example/p/{random.Next(100000)}.html", true),
                ("", false),
            ]);
        }
        return table;
    }
}
