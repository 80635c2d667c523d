using System.Globalization;
using System.Text;

namespace Zenset.Formats.Arff.Header;

/// <summary>Splits one line of the header into words, as Weka's tokenizer does: blanks part words, quotes and braces count, <c>%</c> begins a comment.</summary>
/// <remarks>ARFF, Weka manual 3.8 §9: "names and values with blanks must be quoted"; both quotes are taken, with backslash escapes.</remarks>
internal ref struct ArffHeaderLine(ReadOnlySpan<char> text, string source, long line)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <summary>Place of the next character, from 0.</summary>
    public readonly int Column => _at;

    /// <summary>What has been read since <paramref name="column"/>, as it stands.</summary>
    public readonly string From(int column) => _text[column.._at].ToString();

    /// <summary>Nothing but blanks and a comment is left.</summary>
    public bool IsAtEnd
    {
        get
        {
            SkipBlanks();
            return _at >= _text.Length || _text[_at] == '%';
        }
    }

    /// <summary>The next character that is not blank, or 0.</summary>
    public char Peek()
    {
        SkipBlanks();
        return _at < _text.Length ? _text[_at] : '\0';
    }

    /// <summary>Takes <paramref name="c"/> if it comes next.</summary>
    public bool Take(char c)
    {
        if (Peek() != c) return false;
        _at++;
        return true;
    }

    /// <summary>The next word, unquoted if it was quoted.</summary>
    /// <param name="stops">Characters that end a bare word, beside blanks.</param>
    public string Word(ReadOnlySpan<char> stops)
    {
        var first = Peek();
        if (first is '\'' or '"') return Quoted(first);
        var start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && !stops.Contains(_text[_at])) _at++;
        return _text[start.._at].ToString();
    }

    /// <summary>The next word in capitals, unquoted if it was quoted. Words of the grammar cost no memory.</summary>
    /// <param name="stops">Characters that end a bare word, beside blanks.</param>
    public string Keyword(ReadOnlySpan<char> stops)
    {
        var first = Peek();
        if (first is '\'' or '"') return Quoted(first).ToUpperInvariant();
        var start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && !stops.Contains(_text[_at])) _at++;
        var word = _text[start.._at];
        foreach (var known in Keywords)
        {
            if (word.Equals(known, StringComparison.OrdinalIgnoreCase)) return known;
        }
        return word.ToString().ToUpperInvariant();
    }

    // The usual ones first: a header may have 100,000 lines.
    private static readonly string[] Keywords = ["@ATTRIBUTE", "NUMERIC", "REAL", "INTEGER", "STRING", "DATE", "RELATIONAL", "@RELATION", "@END", "@DATA"];

    /// <summary>What is left, without a comment; unquoted if it was quoted.</summary>
    public string Rest()
    {
        if (Peek() is '\'' or '"') return Word("");
        var start = _at;
        while (_at < _text.Length && _text[_at] != '%') _at++;
        return _text[start.._at].TrimEnd().ToString();
    }

    /// <summary>A nominal value: up to a comma or the closing brace, trimmed; blanks inside are its own.</summary>
    public string Label()
    {
        var first = Peek();
        if (first is '\'' or '"')
        {
            var quoted = Quoted(first);
            SkipBlanks();
            return quoted;
        }
        var start = _at;
        while (_at < _text.Length && _text[_at] is not (',' or '}')) _at++;
        return _text[start.._at].TrimEnd().ToString();
    }

    /// <summary>A failure at the place reached.</summary>
    public readonly SourceDataException Fail(string problem, string? fix = null) =>
        new(ArffErrors.Header, problem, new SourceLocation { Source = source, Line = line, Column = _at }, fix);

    private void SkipBlanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
    }

    private string Quoted(char quote)
    {
        var start = _at++;
        var word = new StringBuilder();
        while (true)
        {
            if (_at >= _text.Length)
            {
                _at = start;
                throw Fail(string.Create(CultureInfo.InvariantCulture, $"the quote {quote} is not closed on this line"), "Close it, or escape it with a backslash if it belongs to the name.");
            }
            var c = _text[_at++];
            if (c == quote) return word.ToString();
            if (c == '\\' && _at < _text.Length) _at += ArffEscapes.Decode(_text[_at..], word);
            else word.Append(c);
        }
    }
}
