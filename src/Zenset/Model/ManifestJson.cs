using System.Security.Cryptography;
using System.Text;

namespace Zenset.Model;

/// <summary>
/// Manifests as Data Package v2 descriptors, as <c>docs/on-disk.md</c> describes them. The same manifest always gives the same bytes.
/// </summary>
/// <remarks>
/// Profile: https://datapackage.org/profiles/2.0/datapackage.json. What it cannot say stands in properties with the prefix
/// <c>zenset:</c>. The last property is a checksum of all the bytes, so that a flipped bit in any manifest is found, also in the latest
/// one, of which no successor keeps the hash.
/// </remarks>
public static partial class ManifestJson
{
    /// <summary>Value of <c>$schema</c>.</summary>
    public const string Profile = "https://datapackage.org/profiles/2.0/datapackage.json";

    // The last line but one, whose digits are zeros while the checksum is taken; then the end.
    private const string ChecksumLead = "  \"zenset:checksum\": \"sha256:";
    private const string End = "\"\n}\n";
    private const int DigitCount = 2 * SHA256.HashSizeInBytes;

    // Far more than the rule gives: a damaged number must not ask for millions of columns.
    private const int MostBlocks = 100_000;

    private static readonly string Zeros = new('0', DigitCount);

    /// <summary>SHA-256 of bytes, hexadecimal, lower case.</summary>
    internal static string Sha256Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static Span<byte> Digits(Span<byte> json) => json[^(DigitCount + End.Length)..^End.Length];

    private static void SetChecksum(Span<byte> json) => Encoding.ASCII.GetBytes(Sha256Of(json), Digits(json));

    private static bool HasValidChecksum(ReadOnlySpan<byte> json)
    {
        var tail = ChecksumLead.Length + DigitCount + End.Length;
        if (json.Length < tail) return false;
        var copy = json.ToArray().AsSpan();
        var lead = copy[^tail..^(DigitCount + End.Length)];
        if (!lead.SequenceEqual(Encoding.ASCII.GetBytes(ChecksumLead)) || !copy.EndsWith(Encoding.ASCII.GetBytes(End))) return false;
        var said = Encoding.ASCII.GetString(Digits(copy));
        Encoding.ASCII.GetBytes(Zeros, Digits(copy));
        return said == Sha256Of(copy);
    }
}
