using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Zenset.Formats.Text;
using Zenset.Model;

namespace Zenset.Formats.Arff.Header;

/// <summary>Reads the header of an ARFF file, line by line, up to <c>@data</c>.</summary>
/// <remarks>
/// ARFF, Weka manual 3.8 §9.1. Keywords in any letter case; comments and blank lines anywhere; a nominal list may go on over several
/// lines; attribute weights (<c>{0.5}</c> after the type, Weka 3.9) are taken and reported.
/// </remarks>
internal sealed class ArffHeaderParser
{
    // A header line is one attribute: even 100,000 nominal values fit. More is a file of another kind.
    private const int MaxLineBytes = 64 << 20;

    private readonly TextInput _input;
    private readonly bool _numberDuplicates;
    private readonly List<Finding> _findings;
    private long _line = -1;

    private ArffHeaderParser(TextInput input, bool numberDuplicates, List<Finding> findings)
    {
        _input = input;
        _numberDuplicates = numberDuplicates;
        _findings = findings;
    }

    /// <summary>Reads the header; what is odd goes to <paramref name="findings"/>.</summary>
    /// <exception cref="SourceDataException">It is not an ARFF header; the message has line and column.</exception>
    public static ArffHeader Parse(TextInput input, bool numberDuplicates, List<Finding> findings)
    {
        using var lines = new LineReader(input, MaxLineBytes);
        return new ArffHeaderParser(input, numberDuplicates, findings).Parse(lines);
    }

    private ArffHeader Parse(LineReader lines)
    {
        string? relation = null;
        var comment = new StringBuilder();
        var attributes = new AttributeList(this);
        while (NextLine(lines, out var text))
        {
            var line = new ArffHeaderLine(text, _input.Name, _line);
            if (line.IsAtEnd)
            {
                if (relation is null && text.TrimStart() is ['%', .. var words]) comment.Append(words.Trim()).Append('\n');
                continue;
            }
            var start = line.Column;
            var keyword = line.Keyword("{'\"");
            switch (keyword)
            {
                case "@RELATION":
                    relation = line.IsAtEnd ? "" : line.Rest();
                    break;
                case "@ATTRIBUTE":
                    attributes.Add(ReadAttribute(ref line, lines));
                    break;
                case "@END":
                    attributes.EndRelational(line.IsAtEnd ? null : line.Word("%"), line);
                    break;
                case "@DATA":
                    return new ArffHeader(relation ?? "", comment.Length == 0 ? null : comment.ToString().Trim(), attributes.Finish(line), lines.Offset, _line + 1) { HasCarriageReturns = lines.EndedInCarriageReturn };
                default:
                    throw new SourceDataException(
                        ArffErrors.Header,
                        relation is null && attributes.IsEmpty
                            ? $"this is not an ARFF file: it begins with '{Quoting.Shorten(text.Trim().ToString(), 30)}' where @relation should stand"
                            : $"'{Quoting.Shorten(line.From(start).Trim(), 30)}' is no line of an ARFF header",
                        new SourceLocation { Source = _input.Name, Line = _line, Column = 0 },
                        "Expected are @relation, @attribute NAME TYPE, @data, and comments that begin with %.");
            }
        }
        throw new SourceDataException(
            ArffErrors.NoData, "the file ends without a @data line", new SourceLocation { Source = _input.Name, Line = Math.Max(0, _line) },
            "It may have been cut off: compare its size with the original.");
    }

    private bool NextLine(LineReader lines, out ReadOnlySpan<char> text)
    {
        _line++;
        return lines.Next(out text);
    }

    private ArffAttribute ReadAttribute(ref ArffHeaderLine line, LineReader lines)
    {
        if (line.IsAtEnd) throw line.Fail("an attribute without a name", "Write @attribute NAME TYPE.");
        var first = line.Peek();
        var name = line.Word("{");
        if (name.Length == 0 && first is not ('\'' or '"')) throw line.Fail("an attribute without a name", "Write @attribute NAME TYPE.");
        if (line.IsAtEnd) throw line.Fail($"attribute '{Quoting.Shorten(name)}' has no type", "Types are numeric, real, integer, string, date, relational, or a list in braces.");

        var declared = _line;
        if (line.Take('{')) return new ArffAttribute(name, ArffKind.Nominal, declared) { Labels = ReadLabels(name, line, lines) };
        var start = line.Column;
        var attribute = line.Keyword("{%") switch
        {
            "NUMERIC" or "REAL" => new ArffAttribute(name, ArffKind.Numeric, declared),
            "INTEGER" => new ArffAttribute(name, ArffKind.Integer, declared),
            "STRING" => new ArffAttribute(name, ArffKind.String, declared),
            "RELATIONAL" => new ArffAttribute(name, ArffKind.Relational, declared),
            "DATE" => new ArffAttribute(name, ArffKind.Date, declared)
            {
                DatePattern = line.IsAtEnd || line.Peek() == '{' ? JavaDatePattern.Default : line.Word("%"),
            },
            _ => throw line.Fail(
                $"attribute '{Quoting.Shorten(name)}' has the unknown type '{Quoting.Shorten(line.From(start).Trim(), 30)}'",
                "Types are numeric, real, integer, string, date, relational, or a list in braces; a name with blanks needs quotes."),
        };
        if (attribute.DatePattern is { } pattern) CheckPattern(pattern, name, line);
        if (line.Take('{'))
        {
            // Weka 3.9 attribute weights have no counterpart here.
            _findings.Add(new Finding { Code = "arff/attribute-weight", Severity = Severity.Note, Message = "the weight of the attribute was left out", Field = name, Value = line.Label() });
            line.Take('}');
        }
        if (!line.IsAtEnd)
        {
            // Such as the ranges of old files, real [0,10]: Weka reads over it.
            _findings.Add(new Finding { Code = "arff/after-type", Severity = Severity.Warning, Message = "what follows the type of the attribute was left out", Field = name, Value = Quoting.Shorten(line.Rest()) });
        }
        return attribute;
    }

    private static void CheckPattern(string pattern, string name, ArffHeaderLine line)
    {
        try
        {
            JavaDatePattern.Compile(pattern);
        }
        catch (FormatException e)
        {
            throw new SourceDataException(ArffErrors.DatePattern, $"the date pattern of attribute '{Quoting.Shorten(name)}' cannot be read: {e.Message}", line.Fail("").Location, inner: e);
        }
    }

    private ImmutableArray<string> ReadLabels(string name, ArffHeaderLine line, LineReader lines)
    {
        var labels = ImmutableArray.CreateBuilder<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var declared = _line;
        while (true)
        {
            // A list that is not closed goes on in the next line.
            while (line.IsAtEnd && line.Peek() != '%' || line.Peek() == '\0')
            {
                if (!NextLine(lines, out var next) || next.TrimStart().StartsWith('@'))
                {
                    throw new SourceDataException(
                        ArffErrors.Header, $"the list of values of attribute '{Quoting.Shorten(name)}' is not closed",
                        new SourceLocation { Source = _input.Name, Line = declared }, "Close it with }.");
                }
                if (!next.TrimStart().StartsWith('%')) line = new ArffHeaderLine(next, _input.Name, _line);
            }
            if (line.Take('}')) break;
            if (line.Take(',')) continue;
            var label = line.Label();
            if (known.Add(label)) labels.Add(label);
            else
            {
                _findings.Add(new Finding
                {
                    Code = "categories/duplicate", Severity = Severity.Warning, Message = $"category '{Quoting.Shorten(label)}' is declared twice; it was taken once", Field = name, Value = Quoting.Shorten(label),
                });
            }
            if (line.Peek() is not (',' or '}' or '\0')) throw line.Fail($"something follows the quoted value '{Quoting.Shorten(label)}'", "Values are parted by commas.");
        }
        // An attribute weight may follow.
        if (line.Take('{'))
        {
            line.Label();
            line.Take('}');
        }
        if (!line.IsAtEnd) throw line.Fail($"something follows the list of values of attribute '{Quoting.Shorten(name)}'");
        return labels.ToImmutable();
    }

    // The attributes read so far, with relational ones that are still open on a stack.
    private sealed class AttributeList(ArffHeaderParser parser)
    {
        private readonly Stack<(ArffAttribute Relational, List<ArffAttribute> Children)> _open = new();
        private readonly List<ArffAttribute> _top = [];
        private readonly Dictionary<string, long> _lines = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _copies = new(StringComparer.Ordinal);

        public bool IsEmpty => _top.Count == 0 && _open.Count == 0;

        public void Add(ArffAttribute attribute)
        {
            if (attribute.Kind == ArffKind.Relational)
            {
                _open.Push((attribute, []));
                return;
            }
            Place(attribute);
        }

        public void EndRelational(string? name, ArffHeaderLine line)
        {
            if (_open.Count == 0) throw line.Fail("@end without an open relational attribute");
            var (relational, children) = _open.Pop();
            if (name is not null && name != relational.Name)
                throw line.Fail($"@end names '{Quoting.Shorten(name)}', but the open relational attribute is '{Quoting.Shorten(relational.Name)}'");
            if (children.Count == 0) throw line.Fail($"relational attribute '{Quoting.Shorten(relational.Name)}' has no attributes");
            Place(relational with { Children = [.. children] });
        }

        public ImmutableArray<ArffAttribute> Finish(ArffHeaderLine line)
        {
            if (_open.Count > 0) throw line.Fail($"relational attribute '{Quoting.Shorten(_open.Peek().Relational.Name)}' is not closed", "Add an @end line after its attributes.");
            if (_top.Count == 0) throw line.Fail("there is no @attribute line before @data");
            // Not while they are read: there may be 100,000, and a dictionary of known size need not grow.
            _lines.EnsureCapacity(_top.Count);
            for (var i = 0; i < _top.Count; i++)
            {
                if (!_lines.TryAdd(_top[i].Name, _top[i].Line)) _top[i] = Rename(_top[i]);
            }
            return [.. _top];
        }

        private void Place(ArffAttribute attribute)
        {
            if (_open.Count > 0)
            {
                var siblings = _open.Peek().Children;
                // Members of a struct differ in more than case, in the engine and in most readers of Parquet.
                if (siblings.FirstOrDefault(s => s.Name.Equals(attribute.Name, StringComparison.OrdinalIgnoreCase)) is { } other) attribute = RenameNested(attribute, other, siblings);
                siblings.Add(attribute);
                return;
            }
            _top.Add(attribute);
        }

        private ArffAttribute RenameNested(ArffAttribute attribute, ArffAttribute other, List<ArffAttribute> siblings)
        {
            if (other.Name == attribute.Name && !parser._numberDuplicates)
            {
                throw new SourceDataException(
                    ArffErrors.DuplicateAttribute,
                    string.Create(CultureInfo.InvariantCulture, $"attribute '{Quoting.Shorten(attribute.Name)}' of the relational attribute was declared before, in line {other.Line + 1}"),
                    new SourceLocation { Source = parser._input.Name, Line = attribute.Line },
                    "Rename one of them, or pass --duplicate-names number.");
            }
            var n = 2;
            while (siblings.Any(s => s.Name.Equals($"{attribute.Name}_{n}", StringComparison.OrdinalIgnoreCase))) n++;
            var name = string.Create(CultureInfo.InvariantCulture, $"{attribute.Name}_{n}");
            parser._findings.Add(new Finding
            {
                Code = "field/renamed", Severity = Severity.Warning, Field = name,
                Message = $"the nested attribute '{Quoting.Shorten(attribute.Name)}' was named '{Quoting.Shorten(name)}', since '{Quoting.Shorten(other.Name)}' differs in case only or not at all",
            });
            return attribute with { Name = name };
        }

        private ArffAttribute Rename(ArffAttribute attribute)
        {
            if (!parser._numberDuplicates)
            {
                throw new SourceDataException(
                    ArffErrors.DuplicateAttribute,
                    string.Create(CultureInfo.InvariantCulture, $"attribute '{Quoting.Shorten(attribute.Name)}' was declared before, in line {_lines[attribute.Name] + 1}"),
                    new SourceLocation { Source = parser._input.Name, Line = attribute.Line },
                    "Rename one of them, or pass --duplicate-names number.");
            }
            // Counted on from the last copy: thousands of them must not cost their square.
            var n = _copies.GetValueOrDefault(attribute.Name, 2);
            while (!_lines.TryAdd(string.Create(CultureInfo.InvariantCulture, $"{attribute.Name}_{n}"), attribute.Line)) n++;
            _copies[attribute.Name] = n + 1;
            var name = string.Create(CultureInfo.InvariantCulture, $"{attribute.Name}_{n}");
            parser._findings.Add(new Finding { Code = "field/renamed", Severity = Severity.Warning, Message = $"a second attribute '{Quoting.Shorten(attribute.Name)}' was named '{Quoting.Shorten(name)}'", Field = name });
            return attribute with { Name = name };
        }
    }
}
