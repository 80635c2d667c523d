using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Zenset.Formats.Arrays.Dtypes;

/// <summary>A value of the subset of Python's literals that headers of arrays are written in.</summary>
internal abstract record PythonLiteral
{
    private PythonLiteral() { }

    public sealed record Text(string Value) : PythonLiteral;

    public sealed record Number(long Value) : PythonLiteral;

    public sealed record Flag(bool Value) : PythonLiteral;

    public sealed record None : PythonLiteral;

    /// <summary>A list or a tuple.</summary>
    public sealed record Sequence(ImmutableArray<PythonLiteral> Items, bool IsTuple) : PythonLiteral;

    public sealed record Dictionary(ImmutableArray<KeyValuePair<string, PythonLiteral>> Entries) : PythonLiteral;

    /// <summary>Parses one literal and nothing else. There are no expressions, names or calls: nothing is evaluated.</summary>
    /// <exception cref="FormatException">The text is something else; the message has the place.</exception>
    public static PythonLiteral Parse(string text)
    {
        var parser = new Parser(text);
        var value = parser.Value(0);
        parser.End();
        return value;
    }

    private ref struct Parser(string text)
    {
        // Deeper than any structure that people make, shallow enough for the stack.
        private const int MaxDepth = 32;

        private int _at;

        public PythonLiteral Value(int depth)
        {
            if (depth > MaxDepth) throw Wrong("is nested too deep");
            SkipBlanks();
            if (_at >= text.Length) throw Wrong("ends early");
            switch (text[_at])
            {
                case '{': return Entries(depth);
                case '[': return Items(']', isTuple: false, depth);
                case '(': return Items(')', isTuple: true, depth);
                case '\'' or '"': return new Text(Quoted());
                case '-' or (>= '0' and <= '9'): return Integer();
                default: return Word();
            }
        }

        public void End()
        {
            SkipBlanks();
            if (_at != text.Length) throw Wrong("has something after its end");
        }

        private Dictionary Entries(int depth)
        {
            _at++;
            var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, PythonLiteral>>();
            while (!Take('}'))
            {
                if (entries.Count > 0 && !Take(',')) throw Wrong("lacks a comma");
                if (Take('}')) break;
                if (Value(depth + 1) is not Text key) throw Wrong("has a key that is no text");
                if (!Take(':')) throw Wrong("lacks a colon");
                entries.Add(new(key.Value, Value(depth + 1)));
            }
            return new Dictionary(entries.ToImmutable());
        }

        private PythonLiteral Items(char close, bool isTuple, int depth)
        {
            _at++;
            var items = ImmutableArray.CreateBuilder<PythonLiteral>();
            var hasComma = false;
            while (!Take(close))
            {
                if (items.Count > 0)
                {
                    if (!Take(',')) throw Wrong("lacks a comma");
                    hasComma = true;
                    if (Take(close)) break;
                }
                items.Add(Value(depth + 1));
            }
            // (x) is x in brackets; (x,) is a tuple.
            return isTuple && items.Count == 1 && !hasComma ? items[0] : new Sequence(items.ToImmutable(), isTuple);
        }

        private string Quoted()
        {
            var quote = text[_at++];
            var value = new StringBuilder();
            while (true)
            {
                if (_at >= text.Length) throw Wrong("has a quote that is not closed");
                var c = text[_at++];
                if (c == quote) return value.ToString();
                if (c == '\n') throw Wrong("has a line break in a text");
                if (c != '\\')
                {
                    value.Append(c);
                    continue;
                }
                if (_at >= text.Length) throw Wrong("has a quote that is not closed");
                switch (text[_at++])
                {
                    case '\\': value.Append('\\'); break;
                    case '\'': value.Append('\''); break;
                    case '"': value.Append('"'); break;
                    case 'n': value.Append('\n'); break;
                    case 'r': value.Append('\r'); break;
                    case 't': value.Append('\t'); break;
                    case 'x': value.Append((char)Hexadecimal(2)); break;
                    case 'u' when Rune.TryCreate(Hexadecimal(4), out var rune): value.Append(rune.ToString()); break;
                    case 'U' when Rune.TryCreate(Hexadecimal(8), out var rune): value.Append(rune.ToString()); break;
                    default: throw Wrong("has an escape that is not read");
                }
            }
        }

        private int Hexadecimal(int digits)
        {
            if (_at + digits > text.Length || !int.TryParse(text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
                throw Wrong("has an escape that is not read");
            _at += digits;
            return value;
        }

        private Number Integer()
        {
            var start = _at;
            if (text[_at] == '-') _at++;
            while (_at < text.Length && char.IsAsciiDigit(text[_at])) _at++;
            if (!long.TryParse(text.AsSpan(start, _at - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) throw Wrong("has a number that is too large");
            // Python 2 wrote long integers so.
            if (_at < text.Length && text[_at] == 'L') _at++;
            return new Number(value);
        }

        private PythonLiteral Word()
        {
            var start = _at;
            while (_at < text.Length && char.IsAsciiLetter(text[_at])) _at++;
            // Texts of Python 2 and 3 with a prefix.
            if (_at == start + 1 && text[start] is 'u' or 'b' && _at < text.Length && text[_at] is '\'' or '"') return new Text(Quoted());
            return text[start.._at] switch
            {
                "True" => new Flag(true),
                "False" => new Flag(false),
                "None" => new None(),
                _ => throw Wrong("has something that is no literal"),
            };
        }

        private bool Take(char c)
        {
            SkipBlanks();
            if (_at >= text.Length || text[_at] != c) return false;
            _at++;
            return true;
        }

        private void SkipBlanks()
        {
            while (_at < text.Length && text[_at] is ' ' or '\t' or '\n' or '\r') _at++;
        }

        private readonly FormatException Wrong(string what) => new(string.Create(CultureInfo.InvariantCulture, $"{what} (character {_at + 1})"));
    }
}
