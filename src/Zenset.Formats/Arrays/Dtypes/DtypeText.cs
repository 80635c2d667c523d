using System.Globalization;
using System.Text;

namespace Zenset.Formats.Arrays.Dtypes;

/// <summary>NumPy's description of an element type: what <see cref="DtypeParser"/> reads.</summary>
internal static class DtypeText
{
    public static string Of(Dtype type) => type.Kind switch
    {
        DtypeKind.Boolean => "'|b1'",
        DtypeKind.Signed => Simple(type, 'i'),
        DtypeKind.Unsigned => Simple(type, 'u'),
        DtypeKind.Float => Simple(type, 'f'),
        DtypeKind.Complex => Simple(type, 'c'),
        DtypeKind.Bytes => string.Create(CultureInfo.InvariantCulture, $"'|S{type.Bytes}'"),
        DtypeKind.Unicode => string.Create(CultureInfo.InvariantCulture, $"'{Order(type)}U{type.Bytes / 4}'"),
        DtypeKind.Void => string.Create(CultureInfo.InvariantCulture, $"'|V{type.Bytes}'"),
        DtypeKind.DateTime => $"'{Order(type)}M8[{type.Step}]'",
        DtypeKind.TimeDelta => $"'{Order(type)}m8[{type.Step}]'",
        DtypeKind.Structure => Structure(type),
        DtypeKind.Subarray => $"({Of(type.Item!)}, {Shape(type.Shape.Select(n => (long)n))})",
    };

    /// <summary>A tuple of lengths: <c>(3,)</c>, <c>(3, 4)</c>, <c>()</c>.</summary>
    public static string Shape(IEnumerable<long> lengths)
    {
        var texts = lengths.Select(n => n.ToString(CultureInfo.InvariantCulture)).ToList();
        return texts.Count == 1 ? $"({texts[0]},)" : $"({string.Join(", ", texts)})";
    }

    /// <summary>A text in quotes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var rune in text.EnumerateRunes())
        {
            quoted.Append(rune.Value switch
            {
                '\'' => "\\'",
                '\\' => "\\\\",
                < 32 or 127 => string.Create(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                _ => rune.ToString(),
            });
        }
        return quoted.Append('\'').ToString();
    }

    private static string Structure(Dtype type)
    {
        var text = new StringBuilder("[");
        var end = 0;
        foreach (var member in type.Members)
        {
            Pad(text, member.Offset - end);
            if (text.Length > 1) text.Append(", ");
            var name = Quote(member.Name);
            text.Append('(').Append(member.Title is null ? name : $"({Quote(member.Title)}, {name})").Append(", ");
            text.Append(member.Type.Kind == DtypeKind.Subarray ? $"{Of(member.Type.Item!)}, {Shape(member.Type.Shape.Select(n => (long)n))}" : Of(member.Type)).Append(')');
            end = member.Offset + member.Type.Bytes;
        }
        Pad(text, type.Bytes - end);
        return text.Append(']').ToString();
    }

    private static void Pad(StringBuilder text, int bytes)
    {
        if (bytes == 0) return;
        if (text.Length > 1) text.Append(", ");
        text.Append(CultureInfo.InvariantCulture, $"('', '|V{bytes}')");
    }

    private static string Simple(Dtype type, char kind) => string.Create(CultureInfo.InvariantCulture, $"'{(type.Bytes == 1 ? '|' : Order(type))}{kind}{type.Bytes}'");

    private static char Order(Dtype type) => type.IsBigEndian ? '>' : '<';
}
