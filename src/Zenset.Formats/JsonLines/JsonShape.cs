using System.Globalization;
using System.Text.Json;
using Zenset.Model;

namespace Zenset.Formats.JsonLines;

/// <summary>What the values at one place of the rows have been: grows with every value, and two of them can be joined.</summary>
internal sealed class JsonShape
{
    // An object with more keys than this, few of them in each object, is a map.
    private const int MinMapKeys = 17;
    private const double MaxMapShare = 0.1;

    // Beyond this many keys an object is taken for a map while rows are still being read, so that memory stays bounded.
    private const int MaxKeys = 20_000;

    // Whole numbers beyond this are not all doubles.
    private const long MaxExact = 1L << 53;

    private readonly List<Member> _members = [];
    private Dictionary<string, int>? _index;
    private long _booleans, _integers, _floats, _texts, _objects, _arrays, _keys;
    private Int128 _least = Int128.MaxValue, _greatest = Int128.MinValue;
    private bool _isTooLarge, _isBeyondDouble, _areAllIso = true;
    private IsoLayout _iso;
    private JsonShape? _item;
    private JsonShape? _mapped;

    private sealed class Member(byte[] utf8, string name, JsonShape shape)
    {
        public byte[] Utf8 { get; } = utf8;
        public string Name { get; } = name;
        public JsonShape Shape { get; } = shape;
        public long LastObject { get; set; }
    }

    /// <summary>Numbers that have more digits than a double.</summary>
    public long Rounded { get; private set; }

    /// <summary>Names of the members of an object, in order of appearance, with their shapes.</summary>
    public IEnumerable<(string Name, JsonShape Shape)> Members => _members.Select(m => (m.Name, m.Shape));

    /// <summary>Takes in the value at which <paramref name="reader"/> stands.</summary>
    /// <exception cref="JsonLineException">The value is not one that can be kept.</exception>
    public void Observe(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                break;
            case JsonTokenType.True or JsonTokenType.False:
                _booleans++;
                break;
            case JsonTokenType.Number:
                ObserveNumber(reader.ValueSpan);
                break;
            case JsonTokenType.String:
                ObserveText(ref reader);
                break;
            case JsonTokenType.StartArray:
                _arrays++;
                _item ??= new JsonShape();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) _item.Observe(ref reader);
                break;
            case JsonTokenType.StartObject:
                ObserveObject(ref reader);
                break;
            default:
                throw new InvalidOperationException($"A value cannot begin with {reader.TokenType}.");
        }
    }

    /// <summary>Takes in what another shape has seen; <paramref name="other"/> is not used afterwards.</summary>
    public void Join(JsonShape other)
    {
        _booleans += other._booleans;
        _integers += other._integers;
        _floats += other._floats;
        if (other._texts > 0)
        {
            if (_texts == 0) _iso = other._iso;
            _areAllIso = _areAllIso && other._areAllIso && _iso == other._iso;
        }
        _texts += other._texts;
        _objects += other._objects;
        _arrays += other._arrays;
        _keys += other._keys;
        _least = Int128.Min(_least, other._least);
        _greatest = Int128.Max(_greatest, other._greatest);
        _isTooLarge |= other._isTooLarge;
        _isBeyondDouble |= other._isBeyondDouble;
        Rounded += other.Rounded;
        if (other._item is not null) Joined(ref _item, other._item);
        if (other._mapped is not null) BecomeMap();
        if (other._mapped is not null) _mapped!.Join(other._mapped);
        foreach (var member in other._members)
        {
            if (_mapped is not null) _mapped.Join(member.Shape);
            else if (Find(member.Name) is { } mine) mine.Shape.Join(member.Shape);
            else Add(member);
        }
        if (_members.Count > MaxKeys && !IsRow) BecomeMap();
    }

    /// <summary>It is the row itself, whose members are fields and never a map's.</summary>
    public bool IsRow { get; init; }

    /// <summary>
    /// The field type that holds every value exactly; null when there is none, because kinds are mixed or numbers too large: then the JSON
    /// text itself is kept.
    /// </summary>
    public FieldType? TypeOrNull(out string? reason)
    {
        reason = null;
        var kinds = (_booleans > 0 ? 1 : 0) + (_integers + _floats > 0 ? 1 : 0) + (_texts > 0 ? 1 : 0) + (_objects > 0 ? 1 : 0) + (_arrays > 0 ? 1 : 0);
        if (kinds == 0) return FieldType.Null;
        if (kinds > 1)
        {
            reason = $"it holds {Kinds()}";
            return null;
        }
        if (_booleans > 0) return FieldType.Boolean;
        if (_texts > 0) return _areAllIso ? _iso.Type : FieldType.String;
        if (_arrays > 0) return _item!.TypeOrNull(out reason) is { } item ? FieldType.List(item) : null;
        return _objects > 0 ? ObjectType(out reason) : NumberType(out reason);
    }

    /// <summary>
    /// SQL with aggregates that is false of rows whose objects are surely taken for maps by <see cref="TypeOrNull"/>. Different keys are counted
    /// in constant memory: each sets one of 126 bits, of which some may be the same.
    /// </summary>
    /// <param name="keys">SQL of the list of an object's keys, missing where there is no object.</param>
    public static string IsNotSurelyMap(string keys)
    {
        var different = $"bit_count(bit_or(list_bit_or(list_transform({keys}, lambda k: CAST(1 AS HUGEINT) << CAST(hash(k) % 126 AS INTEGER)))))";
        return string.Create(CultureInfo.InvariantCulture, $"NOT coalesce({different} >= {MinMapKeys} AND sum(len({keys})) < count({keys}) * {different} * {MaxMapShare}, false)");
    }

    private FieldType? NumberType(out string? reason)
    {
        reason = null;
        if (_isTooLarge)
        {
            reason = "it holds numbers that no number type of Zenset holds";
            return null;
        }
        if (_floats > 0)
        {
            if (_isBeyondDouble || _integers > 0 && (_least < -MaxExact || _greatest > MaxExact))
            {
                reason = "it holds whole numbers beyond 2^53 beside fractions, which one number type does not hold exactly";
                return null;
            }
            return FieldType.Float64;
        }
        if (_least >= long.MinValue && _greatest <= long.MaxValue) return FieldType.Int64;
        return _least >= 0 && _greatest <= ulong.MaxValue ? FieldType.UInt64 : FieldType.Int128;
    }

    private FieldType? ObjectType(out string? reason)
    {
        reason = null;
        if (_mapped is null && _members.Count >= MinMapKeys && _keys < _objects * (double)_members.Count * MaxMapShare)
        {
            var values = new JsonShape();
            // Joining spoils what is joined, which nobody asks for again: members of a map are no fields.
            foreach (var member in _members) values.Join(member.Shape);
            if (values.TypeOrNull(out _) is { } same) return FieldType.Map(FieldType.String, same);
            reason = "its objects have ever other keys, and values of several kinds";
            return null;
        }
        if (_mapped is not null) return _mapped.TypeOrNull(out reason) is { } value ? FieldType.Map(FieldType.String, value) : null;
        if (_members.Count == 0)
        {
            reason = "it holds objects without keys";
            return null;
        }
        if (_members.Any(m => m.Name.Length == 0 || m.Name.Contains('\0', StringComparison.Ordinal)) || _members.DistinctBy(m => m.Name, StringComparer.OrdinalIgnoreCase).Count() < _members.Count)
        {
            reason = "its objects have keys that are empty or differ in case only";
            return null;
        }
        var members = new List<FieldMember>();
        foreach (var member in _members)
        {
            if (member.Shape.TypeOrNull(out reason) is not { } type)
            {
                reason = $"at '{Quoting.Shorten(member.Name)}' {reason}";
                return null;
            }
            members.Add(new FieldMember(member.Name, type));
        }
        return FieldType.Struct(members);
    }

    private string Kinds()
    {
        var kinds = new List<string>();
        if (_booleans > 0) kinds.Add(Say(_booleans, "Boolean"));
        if (_integers + _floats > 0) kinds.Add(Say(_integers + _floats, "number"));
        if (_texts > 0) kinds.Add(Say(_texts, "text"));
        if (_objects > 0) kinds.Add(Say(_objects, "object"));
        if (_arrays > 0) kinds.Add(Say(_arrays, "array"));
        return string.Join(", ", kinds.Take(kinds.Count - 1)) + " and " + kinds[^1];
    }

    private static string Say(long count, string kind) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {kind}{(count == 1 ? "" : "s")}");

    private void ObserveNumber(ReadOnlySpan<byte> digits)
    {
        if (digits.IndexOfAny("eE."u8) < 0 && !digits.SequenceEqual("-0"u8))
        {
            _integers++;
            if (Int128.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value != Int128.MinValue)
            {
                _least = Int128.Min(_least, value);
                _greatest = Int128.Max(_greatest, value);
            }
            else _isTooLarge = true;
            return;
        }
        _floats++;
        if (!System.Buffers.Text.Utf8Parser.TryParse(digits, out double number, out _) || double.IsInfinity(number)) _isBeyondDouble = true;
        // Seventeen digits name a double; more are more than it holds.
        else if (SignificantDigits(digits) > 17) Rounded++;
    }

    private static int SignificantDigits(ReadOnlySpan<byte> number)
    {
        var count = 0;
        foreach (var c in number)
        {
            if (c is (byte)'e' or (byte)'E') break;
            if (c is >= (byte)'1' and <= (byte)'9' || c == '0' && count > 0) count++;
        }
        return count;
    }

    private void ObserveText(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped) JsonLineException.CheckEscapes(ref reader);
        if (_areAllIso)
        {
            var isIso = IsoLayout.TryParse(reader.ValueSpan, out var layout, out _) && !reader.ValueIsEscaped;
            if (_texts == 0) _iso = layout;
            _areAllIso = isIso && layout == _iso;
        }
        _texts++;
    }

    private void ObserveObject(ref Utf8JsonReader reader)
    {
        _objects++;
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            _keys++;
            if (reader.ValueIsEscaped) JsonLineException.CheckEscapes(ref reader);
            if (_mapped is not null)
            {
                reader.Read();
                _mapped.Observe(ref reader);
                continue;
            }
            var index = next < _members.Count && reader.ValueTextEquals(_members[next].Utf8) ? next : FindOrAdd(ref reader);
            var member = _members[index];
            next = index + 1;
            if (member.LastObject == _objects) throw new JsonLineException(JsonLinesErrors.DuplicateKey, $"the key '{Quoting.Shorten(member.Name)}' stands twice in one object", reader.TokenStartIndex, "Give the second value another key, or leave it out.");
            member.LastObject = _objects;
            reader.Read();
            member.Shape.Observe(ref reader);
        }
        if (_members.Count > MaxKeys && !IsRow) BecomeMap();
    }

    private int FindOrAdd(ref Utf8JsonReader reader)
    {
        var name = reader.GetString()!;
        if (_index is not null && _index.TryGetValue(name, out var known)) return known;
        Add(new Member(System.Text.Encoding.UTF8.GetBytes(name), name, new JsonShape()));
        return _members.Count - 1;
    }

    private Member? Find(string name) => _index is not null && _index.TryGetValue(name, out var i) ? _members[i] : null;

    private void Add(Member member)
    {
        (_index ??= new Dictionary<string, int>(StringComparer.Ordinal))[member.Name] = _members.Count;
        // Counted by objects of this shape from now on.
        member.LastObject = 0;
        _members.Add(member);
    }

    private void BecomeMap()
    {
        _mapped ??= new JsonShape();
        foreach (var member in _members) _mapped.Join(member.Shape);
        _members.Clear();
        _index = null;
    }

    private static void Joined(ref JsonShape? mine, JsonShape other)
    {
        if (mine is null) mine = other;
        else mine.Join(other);
    }
}
