namespace Zenset.Formats.Csv.Types;

/// <summary>The words true and false, in lower case, in upper case, or capitalised.</summary>
internal static class Booleans
{
    /// <summary>The text is one of them.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out bool value)
    {
        value = text.Length == 4;
        return text.Length is 4 or 5
            && (text.SequenceEqual("true"u8) || text.SequenceEqual("false"u8) || text.SequenceEqual("True"u8) || text.SequenceEqual("False"u8)
                || text.SequenceEqual("TRUE"u8) || text.SequenceEqual("FALSE"u8));
    }
}
