using System.Globalization;
using System.Text;

namespace Zenset.Model;

/// <summary>The text form of field types, and its parser. The grammar is documented in <c>docs/on-disk.md</c>.</summary>
public static class FieldTypeText
{
    private static readonly Dictionary<string, FieldType> Simple = new(StringComparer.Ordinal)
    {
        ["null"] = FieldType.Null, ["boolean"] = FieldType.Boolean,
        ["int8"] = FieldType.Int8, ["int16"] = FieldType.Int16, ["int32"] = FieldType.Int32, ["int64"] = FieldType.Int64,
        ["int128"] = FieldType.Int128,
        ["uint8"] = FieldType.UInt8, ["uint16"] = FieldType.UInt16, ["uint32"] = FieldType.UInt32, ["uint64"] = FieldType.UInt64,
        ["float16"] = FieldType.Float16, ["float32"] = FieldType.Float32, ["float64"] = FieldType.Float64,
        ["string"] = FieldType.String, ["binary"] = FieldType.Binary, ["uuid"] = FieldType.Uuid,
        ["date"] = FieldType.Date, ["interval"] = FieldType.Interval,
    };

    private static readonly string[] Units = ["s", "ms", "us", "ns"];

    /// <summary>The text of <paramref name="type"/>; <see cref="Parse"/> gives the type back.</summary>
    public static string Format(FieldType type) => type.Kind switch
    {
        FieldKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"decimal({type.Precision},{type.Scale})"),
        FieldKind.Time => $"time[{Units[(int)type.Unit]}]",
        FieldKind.Timestamp => type.Zone is null ? $"timestamp[{Units[(int)type.Unit]}]" : $"timestamp[{Units[(int)type.Unit]},{type.Zone}]",
        FieldKind.List => $"list<{type.Item}>",
        FieldKind.FixedList => string.Create(CultureInfo.InvariantCulture, $"vector<{type.Item}>[{type.Length}]"),
        FieldKind.Sparse => string.Create(CultureInfo.InvariantCulture, $"sparse<{type.Item}>[{type.Length}]"),
        FieldKind.Map => $"map<{type.Key},{type.Item}>",
        FieldKind.Struct => $"struct<{string.Join(',', type.Members.Select(m => $"{FormatName(m.Name)}:{m.Type}"))}>",
        FieldKind.Null or FieldKind.Boolean or FieldKind.Int8 or FieldKind.Int16 or FieldKind.Int32 or FieldKind.Int64 or FieldKind.Int128
            or FieldKind.UInt8 or FieldKind.UInt16 or FieldKind.UInt32 or FieldKind.UInt64 or FieldKind.Float16 or FieldKind.Float32
            or FieldKind.Float64 or FieldKind.String or FieldKind.Binary or FieldKind.Uuid or FieldKind.Date or FieldKind.Interval
            => type.Kind.ToString().ToLowerInvariant(),
    };

    /// <summary>The type that <paramref name="text"/> names.</summary>
    /// <exception cref="FormatException">The text is not of the grammar; the message quotes it.</exception>
    public static FieldType Parse(string text)
    {
        var parser = new Parser(text);
        var type = parser.Type();
        parser.End();
        return type;
    }

    private static string FormatName(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private ref struct Parser(string text)
    {
        private int _at;

        public FieldType Type()
        {
            var word = Word();
            if (Simple.TryGetValue(word, out var simple)) return simple;
            switch (word)
            {
                case "decimal":
                    Expect('(');
                    var precision = Number();
                    Expect(',');
                    var scale = Number();
                    Expect(')');
                    return FieldType.Decimal((int)precision, (int)scale);
                case "time":
                    Expect('[');
                    var timeUnit = Unit();
                    Expect(']');
                    return FieldType.Time(timeUnit);
                case "timestamp":
                    Expect('[');
                    var unit = Unit();
                    var zone = Take(',') ? Until(']') : null;
                    Expect(']');
                    return FieldType.Timestamp(unit, zone);
                case "list":
                    return FieldType.List(Angled());
                case "vector":
                    var item = Angled();
                    return FieldType.FixedList(item, Bracketed());
                case "sparse":
                    var value = Angled();
                    return FieldType.Sparse(value, Bracketed());
                case "map":
                    Expect('<');
                    var key = Type();
                    Expect(',');
                    var mapped = Type();
                    Expect('>');
                    return FieldType.Map(key, mapped);
                case "struct":
                    Expect('<');
                    var members = new List<FieldMember>();
                    while (!Take('>'))
                    {
                        if (members.Count > 0) Expect(',');
                        var name = Name();
                        Expect(':');
                        members.Add(new FieldMember(name, Type()));
                    }
                    return FieldType.Struct(members);
                default:
                    throw Wrong();
            }
        }

        public readonly void End()
        {
            if (_at != text.Length) throw Wrong();
        }

        private FieldType Angled()
        {
            Expect('<');
            var type = Type();
            Expect('>');
            return type;
        }

        private long Bracketed()
        {
            Expect('[');
            var length = Number();
            Expect(']');
            return length;
        }

        private TimeUnit Unit()
        {
            var index = Array.IndexOf(Units, Word());
            return index < 0 ? throw Wrong() : (TimeUnit)index;
        }

        private string Name()
        {
            if (!Take('"')) return Word();
            var name = new StringBuilder();
            while (true)
            {
                if (_at >= text.Length) throw Wrong();
                var c = text[_at++];
                if (c == '"' && !Take('"')) return name.ToString();
                name.Append(c);
            }
        }

        private string Word()
        {
            var start = _at;
            while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_')) _at++;
            return _at > start ? text[start.._at] : throw Wrong();
        }

        private long Number() => long.TryParse(Word(), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : throw Wrong();

        private string Until(char end)
        {
            var stop = text.IndexOf(end, _at);
            if (stop < 0) throw Wrong();
            var piece = text[_at..stop];
            _at = stop;
            return piece;
        }

        private bool Take(char c)
        {
            if (_at >= text.Length || text[_at] != c) return false;
            _at++;
            return true;
        }

        private void Expect(char c)
        {
            if (!Take(c)) throw Wrong();
        }

        private readonly FormatException Wrong() =>
            new(string.Create(CultureInfo.InvariantCulture, $"'{Quoting.Shorten(text)}' is not a field type (character {_at + 1})."));
    }
}
