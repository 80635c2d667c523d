using System.Text;

namespace Zenset.Formats.Csv.Types;

/// <summary>Words that stand for a missing value.</summary>
internal sealed class MissingWords
{
    private readonly byte[][] _words;
    private readonly int _longest;

    private MissingWords(IEnumerable<string> words, bool isGiven)
    {
        _words = [.. words.Where(w => w.Length > 0).Select(Encoding.UTF8.GetBytes)];
        _longest = _words.Length == 0 ? 0 : _words.Max(w => w.Length);
        IsGiven = isGiven;
    }

    /// <summary>Those that are taken as missing among numbers, dates and Booleans, and nowhere else.</summary>
    public static MissingWords Known { get; } = new(
        ["?", "NA", "N/A", "n/a", "#N/A", "NULL", "null", "Null", "None", "none", "nil", "-", "--", ".", "\\N", "<NA>", "missing"], isGiven: false);

    /// <summary>Those that the user named, for every column.</summary>
    public static MissingWords Given(IEnumerable<string> words) => new(words, isGiven: true);

    /// <summary>The user named them: they count in text too.</summary>
    public bool IsGiven { get; }

    /// <summary>How many there are.</summary>
    public int Count => _words.Length;

    /// <summary>Which of them a text is, or -1.</summary>
    public int IndexOf(ReadOnlySpan<byte> text)
    {
        if (text.Length > _longest) return -1;
        for (var i = 0; i < _words.Length; i++)
        {
            if (text.SequenceEqual(_words[i])) return i;
        }
        return -1;
    }

    /// <summary>One of them, for messages.</summary>
    public string Show(int index) => Encoding.UTF8.GetString(_words[index]);

    /// <summary>As the option has them.</summary>
    public override string ToString() => string.Join(',', _words.Select(w => Encoding.UTF8.GetString(w)));
}
