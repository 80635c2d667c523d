using System.Globalization;
using System.Text;
using Zenset.Model;

namespace Zenset.Formats.Tests.Arff;

/// <summary>Random tables of everything that ARFF has a word for.</summary>
internal sealed class ArffRandomTable(Random random, bool withControls, bool withStrangeNames = true)
{
    private static readonly string[] Pieces =
        ["a", "b c", ",", "'", "\"", "\\", "%", "{", "}", "?", " ", "  ", "é", "😀", "-1", "@data", "NaN", "\\n", "x=1", ";", "|", "(", "\u2028", "\u00A0"];

    public ArffWriting Make(int size)
    {
        var rows = 1 + size % 20;
        var columns = new List<(Field, string[])>();
        for (var i = 0; i <= random.Next(1 + Math.Min(5, size)); i++) columns.Add(Column(i, rows));
        return ArffWriting.Of([.. columns]) with { Name = Piece(3) };
    }

    private (Field, string[]) Column(int index, int rows)
    {
        // The number keeps names apart in more than case.
        var name = string.Create(CultureInfo.InvariantCulture, $"{(withStrangeNames ? Piece(2) : "f")}{index}");
        switch (random.Next(7))
        {
            case 0: return (new Field { Name = name, Type = FieldType.Float64 }, Cells(rows, Float));
            case 1: return (new Field { Name = name, Type = FieldType.Int64 }, Cells(rows, () => random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture)));
            case 2: return (new Field { Name = name, Type = FieldType.Date }, Cells(rows, () => $"'{DateOnly.FromDayNumber(random.Next(3_652_058)):yyyy-MM-dd}'"));
            case 3:
                return (new Field { Name = name, Type = FieldType.Timestamp(TimeUnit.Microsecond) },
                    Cells(rows, () => string.Create(CultureInfo.InvariantCulture, $"make_timestamp({random.NextInt64(-60_000_000_000_000_000, 200_000_000_000_000_000) / 1000 * 1000 + random.Next(20) / 19})")));
            case 4:
                var labels = Enumerable.Range(0, random.Next(1, 6)).Select(i => Piece(3) + i).ToList();
                return (new Field { Name = name, Type = FieldType.String, Categories = new Categories([.. labels]) }, Cells(rows, () => Quote(labels[random.Next(labels.Count)])));
            default: return (new Field { Name = name, Type = FieldType.String }, Cells(rows, () => Quote(Piece(6))));
        }
    }

    private string Float() => random.Next(8) switch
    {
        0 => "'nan'",
        1 => random.Next(2) == 0 ? "'inf'" : "'-inf'",
        2 => "'-0.0'",
        3 => random.Next(-100, 100).ToString(CultureInfo.InvariantCulture),
        4 => "'5e-324'",
        _ => BitConverter.Int64BitsToDouble(random.NextInt64()) is var d && double.IsFinite(d) ? $"'{d.ToString("R", CultureInfo.InvariantCulture)}'" : "0.1",
    };

    private string[] Cells(int rows, Func<string> cell) => [.. Enumerable.Range(0, rows).Select(_ => random.Next(8) == 0 ? "NULL" : cell())];

    private string Piece(int most)
    {
        var text = new StringBuilder();
        for (var n = random.Next(most + 1); n > 0; n--) text.Append(withControls && random.Next(12) == 0 ? "\n\t\r\b\f"[random.Next(5)].ToString() : Pieces[random.Next(Pieces.Length)]);
        return text.ToString();
    }

    private static string Quote(string text) => Sql.Text(text);
}
