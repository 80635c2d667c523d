using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Zenset.Formats.Text;

namespace Zenset.Formats.Arff.Writing;

/// <summary>For whom an ARFF file is written.</summary>
internal enum ArffDialect
{
    /// <summary>What every client of OpenML reads the same way.</summary>
    OpenMl,
    /// <summary>Everything that Weka has: dates, relational attributes, instance weights, escapes.</summary>
    Weka,
}

/// <summary>Names and values as ARFF spells them.</summary>
/// <remarks>
/// What is not plainly a word is quoted. Weka: single quotes and the escapes of its <c>Utils.quote</c>. OpenML: double quotes, because
/// pandas parts single-quoted values at commas, and only <c>\"</c> and <c>\\</c>; line breaks and tabs become blanks, because no
/// two parsers agree on them. Its names stand in single quotes, the only ones that farff knows, unless they have one.
/// </remarks>
internal static class ArffText
{
    private static readonly SearchValues<byte> Bare = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.+-"u8);
    private static readonly SearchValues<byte> Escaped = SearchValues.Create("\\'\"%\n\r\t"u8);

    /// <summary>Writes a value.</summary>
    public static void WriteValue(TextOutput output, ReadOnlySpan<byte> utf8, ArffDialect dialect)
    {
        if (!utf8.IsEmpty && utf8.IndexOfAnyExcept(Bare) < 0) output.Write(utf8);
        else if (dialect == ArffDialect.Weka) WriteQuoted(output, utf8, (byte)'\'', dialect);
        else WriteQuoted(output, utf8, (byte)'"', dialect);
    }

    /// <summary>A value as bytes, for those that come again and again.</summary>
    public static byte[] Value(string text, ArffDialect dialect)
    {
        using var output = new TextOutput();
        WriteValue(output, Encoding.UTF8.GetBytes(text), dialect);
        return output.Gathered.ToArray();
    }

    /// <summary>Writes a name of an attribute or a relation.</summary>
    public static void WriteName(TextOutput output, string name, ArffDialect dialect, bool prefersDouble = false)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        // A plus is no part of a name that every client reads bare.
        if (utf8.Length > 0 && utf8.AsSpan().IndexOfAnyExcept(Bare) < 0 && !utf8.Contains((byte)'+')) output.Write(utf8);
        else WriteQuoted(output, utf8, dialect == ArffDialect.OpenMl && (prefersDouble || name.Contains('\'', StringComparison.Ordinal)) && !name.Contains('"', StringComparison.Ordinal) ? (byte)'"' : (byte)'\'', dialect);
    }

    /// <summary>The names that attributes get: the same, but for control characters that the dialect does not spell; each once.</summary>
    public static ImmutableArray<string> AttributeNames(IEnumerable<string> names, ArffDialect dialect)
    {
        var wished = names.Select(n => dialect == ArffDialect.Weka ? n : WithoutControls(n)).ToList();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var written = ImmutableArray.CreateBuilder<string>(wished.Count);
        foreach (var wish in wished)
        {
            var name = wish;
            for (var n = 2; !taken.Add(name); n++) name = string.Create(CultureInfo.InvariantCulture, $"{wish}_{n}");
            written.Add(name);
        }
        return written.MoveToImmutable();
    }

    /// <summary>A relation name that every client reads: <c>[A-Za-z0-9_.-]+</c>.</summary>
    public static string PlainRelation(string name)
    {
        var plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' ? c : '_'));
        return plain.Length == 0 ? "data" : plain;
    }

    public static void WriteQuoted(TextOutput output, ReadOnlySpan<byte> utf8, byte quote, ArffDialect dialect)
    {
        output.Write(quote);
        while (true)
        {
            var special = utf8.IndexOfAny(Escaped);
            if (special < 0) break;
            output.Write(utf8[..special]);
            if (dialect == ArffDialect.Weka) WriteWekaEscape(output, utf8[special]);
            else WriteOpenMlEscape(output, utf8[special], quote);
            utf8 = utf8[(special + 1)..];
        }
        output.Write(utf8);
        output.Write(quote);
    }

    private static void WriteOpenMlEscape(TextOutput output, byte special, byte quote)
    {
        if (special is (byte)'\n' or (byte)'\r' or (byte)'\t') special = (byte)' ';
        else if (special == quote || special == '\\') output.Write((byte)'\\');
        output.Write(special);
    }

    private static void WriteWekaEscape(TextOutput output, byte special) => output.Write(special switch
    {
        (byte)'\n' => "\\n"u8,
        (byte)'\r' => "\\r"u8,
        (byte)'\t' => "\\t"u8,
        (byte)'\\' => "\\\\"u8,
        (byte)'\'' => "\\'"u8,
        (byte)'"' => "\\\""u8,
        _ => "\\%"u8,
    });

    private static string WithoutControls(string name) => name.AsSpan().IndexOfAny("\n\r\t") < 0 ? name : name.Replace('\n', ' ').Replace('\r', ' ').Replace('\t', ' ');
}
