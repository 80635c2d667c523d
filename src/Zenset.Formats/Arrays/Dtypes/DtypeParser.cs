using System.Collections.Immutable;
using System.Globalization;

namespace Zenset.Formats.Arrays.Dtypes;

/// <summary>Thrown for an element type that exists and is not read; the message names it.</summary>
internal sealed class UnreadableDtypeException(string problem, string fix, bool isPickle = false) : Exception(problem)
{
    public string Fix { get; } = fix;

    /// <summary>Its values are pickled objects.</summary>
    public bool IsPickle { get; } = isPickle;
}

/// <summary>From NumPy's description of an element type (<c>'&lt;f8'</c>, <c>[('x', '&lt;i4'), …]</c>) to a <see cref="Dtype"/>.</summary>
/// <remarks>NumPy manual, "The array interface protocol" (typestr, descr) and "Data type objects".</remarks>
internal static class DtypeParser
{
    // Names without a byte order that hand-made headers have.
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["bool"] = "b1", ["?"] = "b1", ["int8"] = "i1", ["int16"] = "i2", ["int32"] = "i4", ["int64"] = "i8", ["uint8"] = "u1", ["uint16"] = "u2",
        ["uint32"] = "u4", ["uint64"] = "u8", ["float16"] = "f2", ["float32"] = "f4", ["float64"] = "f8", ["complex64"] = "c8", ["complex128"] = "c16",
    };

    // Smaller steps than nanoseconds, which no field type has.
    private static readonly string[] Units = ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"];
    private const int ReadableUnits = 10;

    /// <exception cref="FormatException">It is no description of a type.</exception>
    /// <exception cref="UnreadableDtypeException">It is, of one that is not read.</exception>
    public static Dtype Parse(PythonLiteral descr)
    {
        try
        {
            return descr switch
            {
                PythonLiteral.Text text => ParseText(text.Value),
                PythonLiteral.Sequence { IsTuple: false } members => ParseStructure(members.Items),
                // (type, shape), as a member's type may be written.
                PythonLiteral.Sequence { IsTuple: true, Items: [var item, var shape] } => WithShape(Parse(item), shape),
                _ => throw new FormatException("is neither a text nor a list"),
            };
        }
        catch (OverflowException)
        {
            throw TooLong();
        }
    }

    private static Dtype ParseText(string text)
    {
        var plain = text;
        var order = '=';
        if (plain.Length > 0 && plain[0] is '<' or '>' or '|' or '=')
        {
            order = plain[0];
            plain = plain[1..];
        }
        plain = Names.GetValueOrDefault(plain, plain);
        if (plain.Length == 0) throw Unknown(text);
        if (plain[0] is 'M' or 'm') return ParseTime(text, plain, order == '>');
        if (plain[0] == 'O') throw new UnreadableDtypeException("its elements are pickled Python objects, which can run any code when they are read, so they are never read", "Save it with a plain type: array.astype(str), or a number type; then numpy.save(…, allow_pickle=False).", isPickle: true);
        if (!int.TryParse(plain.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var size)) throw Unknown(text);
        var isBigEndian = order == '>';
        return (plain[0], size) switch
        {
            ('b', 1) => Dtype.Simple(DtypeKind.Boolean, 1),
            ('i', 1 or 2 or 4 or 8) => Dtype.Simple(DtypeKind.Signed, size, isBigEndian),
            ('u', 1 or 2 or 4 or 8) => Dtype.Simple(DtypeKind.Unsigned, size, isBigEndian),
            ('f', 2 or 4 or 8) => Dtype.Simple(DtypeKind.Float, size, isBigEndian),
            ('c', 8 or 16) => Dtype.Simple(DtypeKind.Complex, size, isBigEndian),
            ('f', 10 or 12 or 16) or ('c', 20 or 24 or 32) => throw new UnreadableDtypeException(
                $"its elements are '{text}', the long double of the machine that wrote it, whose layout other machines do not share", "Save it as float64: array.astype('f8')."),
            ('S' or 'a', _) => Dtype.ByteText(Bounded(size)),
            ('U', _) => Dtype.Unicode(Bounded(size)) with { IsBigEndian = isBigEndian },
            ('V', _) => new Dtype(DtypeKind.Void, Bounded(size)),
            _ => throw Unknown(text),
        };
    }

    private static Dtype ParseTime(string text, string plain, bool isBigEndian)
    {
        if (!plain.AsSpan(1).StartsWith("8")) throw Unknown(text);
        var kind = plain[0] == 'M' ? DtypeKind.DateTime : DtypeKind.TimeDelta;
        var step = plain.AsSpan(2);
        if (step.IsEmpty) throw new UnreadableDtypeException($"its elements are '{text}', times without a unit", "Give them one: array.astype('M8[s]').");
        if (step[0] != '[' || step[^1] != ']') throw Unknown(text);
        step = step[1..^1];
        var digits = step.IndexOfAnyExceptInRange('0', '9');
        if (digits < 0) throw Unknown(text);
        var count = 1L;
        if (digits > 0 && (!long.TryParse(step[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > int.MaxValue)) throw Unknown(text);
        var unit = Array.IndexOf(Units, step[digits..].ToString());
        if (unit < 0) throw Unknown(text);
        if (unit >= ReadableUnits && kind == DtypeKind.DateTime)
            throw new UnreadableDtypeException($"its elements are '{text}', times finer than nanoseconds", "Round them: array.astype('M8[ns]').");
        return new Dtype(kind, 8) { IsBigEndian = isBigEndian, Step = new TimeStep(Units[unit], count) };
    }

    private static Dtype ParseStructure(ImmutableArray<PythonLiteral> items)
    {
        var members = ImmutableArray.CreateBuilder<DtypeMember>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var offset = 0;
        foreach (var item in items)
        {
            if (item is not PythonLiteral.Sequence { IsTuple: true, Items: { Length: 2 or 3 } parts }) throw new FormatException("has a member that is no pair of name and type");
            var (title, name) = parts[0] switch
            {
                PythonLiteral.Text text => (null, text.Value),
                PythonLiteral.Sequence { IsTuple: true, Items: [PythonLiteral.Text first, PythonLiteral.Text second] } => (first.Value, second.Value),
                _ => throw new FormatException("has a member whose name is no text"),
            };
            if (name.Contains('\0', StringComparison.Ordinal)) throw new FormatException("has a member whose name holds the character NUL");
            var type = Parse(parts[1]);
            if (parts.Length == 3) type = WithShape(type, parts[2]);
            // NumPy writes the gaps of an aligned structure as members without a name.
            if (name.Length > 0 || type.Kind != DtypeKind.Void)
            {
                if (!names.Add(name)) throw new FormatException($"has the member '{Quoting.Shorten(name)}' twice");
                members.Add(new DtypeMember(name, title, type, offset));
            }
            offset = Bounded(checked(offset + type.Bytes));
        }
        if (members.Count == 0) throw new UnreadableDtypeException("its elements are structures without members", "Save one with members.");
        return new Dtype(DtypeKind.Structure, offset) { Members = members.ToImmutable() };
    }

    private static Dtype WithShape(Dtype item, PythonLiteral shape)
    {
        ImmutableArray<PythonLiteral> lengths = shape switch
        {
            PythonLiteral.Number => [shape],
            PythonLiteral.Sequence { IsTuple: true } tuple => tuple.Items,
            _ => throw new FormatException("has a shape that is no tuple"),
        };
        var dimensions = lengths.Select(l => l is PythonLiteral.Number { Value: >= 0 and <= Dtype.MaxBytes and var n } ? (int)n : throw new FormatException("has a shape with something else than lengths")).ToImmutableArray();
        var type = Dtype.Subarray(item, dimensions);
        Bounded(type.Bytes);
        return dimensions.IsEmpty ? item : type;
    }

    private static int Bounded(int bytes) => bytes <= Dtype.MaxBytes / 4 ? bytes : throw TooLong();

    private static UnreadableDtypeException TooLong() =>
        new(string.Create(CultureInfo.InvariantCulture, $"its elements are longer than {Dtype.MaxBytes / 4 >> 20} MiB each"), "Save it in smaller elements.");

    private static FormatException Unknown(string text) => new($"has the element type '{Quoting.Shorten(text)}', which NumPy does not have");
}
