using System.Collections.Immutable;
using System.Globalization;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>
/// Lists and dictionaries of names as PyTables keeps them in attributes: pickled with protocol 0, which is text. Only what lists, tuples, texts and numbers
/// are made of is understood; a pickle is a program, and nothing else of it is run.
/// </summary>
/// <remarks>pickletools.py: MARK (, LIST l, EMPTY protocol-0 dict d, TUPLE t, PUT p, GET g, UNICODE V, INT I, LONG L, FLOAT F, NONE N, APPEND a, SETITEM s, STOP .</remarks>
internal ref struct Pickle(string text)
{
    private const int MaxDepth = 10_000;

    private static readonly object Mark = new();

    private readonly List<object?> _stack = [];
    private readonly Dictionary<string, object?> _memo = new(StringComparer.Ordinal);
    private int _at;

    /// <summary>The names in a pickled list of them; null when it is something else.</summary>
    public static ImmutableArray<string>? Names(string? text) => text is null ? null : NamesIn(new Pickle(text).Load());

    /// <summary>The names in the pickled <c>non_index_axes</c> of a frame: [(1, [names])].</summary>
    public static ImmutableArray<string>? Axis(string? text)
    {
        if (text is null || new Pickle(text).Load() is not List<object?> { Count: 1 } axes || axes[0] is not List<object?> { Count: 2 } axis) return null;
        return NamesIn(axis[1]);
    }

    /// <summary>What a pickled dictionary of dictionaries says of a key under a name: a text or a number; null when it says nothing.</summary>
    public static object? Entry(string? text, string key, string name) =>
        text is not null && new Pickle(text).Load() is Dictionary<object, object?> all && all.GetValueOrDefault(key) is Dictionary<object, object?> of ? of.GetValueOrDefault(name) : null;

    private static ImmutableArray<string>? NamesIn(object? value) => value is List<object?> list && list.TrueForAll(n => n is string or long)
        ? [.. list.Select(n => Convert.ToString(n, CultureInfo.InvariantCulture)!)]
        : null;

    private object? Load()
    {
        while (_at < text.Length && _stack.Count < MaxDepth)
        {
            switch (text[_at++])
            {
                case '(': _stack.Add(Mark); break;
                case 'l' or 't':
                    if (TakeToMark() is not { } items) return null;
                    _stack.Add(items);
                    break;
                case 'd':
                    if (TakeToMark() is not { Count: 0 }) return null;
                    _stack.Add(new Dictionary<object, object?>());
                    break;
                case 's' when _stack.Count >= 3 && _stack[^3] is Dictionary<object, object?> into && _stack[^2] is { } key:
                    into[key] = _stack[^1];
                    _stack.RemoveRange(_stack.Count - 2, 2);
                    break;
                case 'a' when _stack.Count >= 2 && _stack[^2] is List<object?> list:
                    list.Add(_stack[^1]);
                    _stack.RemoveAt(_stack.Count - 1);
                    break;
                case 'p' when _stack.Count > 0: _memo[Line()] = _stack[^1]; break;
                case 'g': _stack.Add(_memo.GetValueOrDefault(Line())); break;
                case 'V': _stack.Add(Unescape(Line())); break;
                case 'N': _stack.Add(null); break;
                case 'I' or 'L':
                    if (!long.TryParse(Line().TrimEnd('L'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return null;
                    _stack.Add(number);
                    break;
                case '.': return _stack is [var only] ? only : null;
                default: return null;
            }
        }
        return null;
    }

    private readonly List<object?>? TakeToMark()
    {
        var mark = _stack.LastIndexOf(Mark);
        if (mark < 0) return null;
        var items = _stack[(mark + 1)..];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return items;
    }

    private string Line()
    {
        var end = text.IndexOf('\n', _at);
        var line = end < 0 ? text[_at..] : text[_at..end];
        _at = end < 0 ? text.Length : end + 1;
        return line;
    }

    // raw-unicode-escape: \uXXXX and \UXXXXXXXX; everything else stands for itself.
    private static string Unescape(string line)
    {
        if (!line.Contains('\\', StringComparison.Ordinal)) return line;
        var plain = new System.Text.StringBuilder();
        for (var i = 0; i < line.Length; i++)
        {
            var digits = line[i] == '\\' && i + 1 < line.Length ? line[i + 1] switch { 'u' => 4, 'U' => 8, _ => 0 } : 0;
            if (digits > 0 && i + 2 + digits <= line.Length && uint.TryParse(line.AsSpan(i + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                && code < 0x110000)
            {
                if (code < 0x10000) plain.Append((char)code);
                else plain.Append(char.ConvertFromUtf32((int)code));
                i += 1 + digits;
                continue;
            }
            plain.Append(line[i]);
        }
        return plain.ToString();
    }
}
