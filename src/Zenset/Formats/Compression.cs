using System.IO.Compression;

namespace Zenset.Formats;

/// <summary>How the bytes of a source are packed.</summary>
public enum CompressionKind
{
    /// <summary>Not at all.</summary>
    None,
    /// <summary>gzip, also of several members.</summary>
    Gzip,
    /// <summary>The one file of a zip archive.</summary>
    Zip,
}

/// <summary>Recognising and undoing compression around a source.</summary>
internal static class Compression
{
    private static readonly (string Extension, CompressionKind Kind)[] ByExtension = [(".gz", CompressionKind.Gzip), (".gzip", CompressionKind.Gzip), (".zip", CompressionKind.Zip)];

    /// <summary>By the first bytes: gzip is RFC 1952 §2.3.1 (1f 8b 08), zip is APPNOTE 4.3.7 (PK 03 04) or 4.3.16 (empty archive).</summary>
    public static CompressionKind Of(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b, 8]) ? CompressionKind.Gzip
        : head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8) ? CompressionKind.Zip
        : CompressionKind.None;

    /// <summary>The name without <c>.gz</c>, <c>.gzip</c> or <c>.zip</c>.</summary>
    public static string WithoutExtension(string name)
    {
        foreach (var (extension, _) in ByExtension)
        {
            if (name.EndsWith(extension, StringComparison.OrdinalIgnoreCase) && name.Length > extension.Length) return name[..^extension.Length];
        }
        return name;
    }

    /// <summary>What a target's name asks for.</summary>
    public static CompressionKind ForFileName(string name)
    {
        foreach (var (extension, kind) in ByExtension)
        {
            if (name.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) return kind;
        }
        return CompressionKind.None;
    }

    /// <summary>
    /// The archive is a packing around one file, to be seen through: there is one, and the archive's name says nothing else. Otherwise it
    /// is a source of its own, for a format that reads archives (<c>x.npz</c>).
    /// </summary>
    public static bool IsPacking(ZipArchive archive, string name)
    {
        var files = Files(archive).Take(2).ToList();
        if (files.Count != 1) return files.Count == 0;
        var extension = Path.GetExtension(name);
        return extension.Length == 0 || ForFileName(name) == CompressionKind.Zip || extension.Equals(Path.GetExtension(files[0].Name), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The one file in a zip archive that is data: folders, hidden files and macOS resource forks do not count.</summary>
    /// <exception cref="SourceDataException">There is none.</exception>
    /// <exception cref="NotSupportedSourceException">There are several.</exception>
    public static ZipArchiveEntry OneFile(ZipArchive archive, string sourceName)
    {
        var files = Files(archive).Take(4).ToList();
        return files.Count switch
        {
            1 => files[0],
            0 => throw new SourceDataException(CoreErrors.SourceEmpty, "the zip archive holds no file", new SourceLocation { Source = sourceName }),
            _ => throw new NotSupportedSourceException(
                CoreErrors.SourceUnreadable,
                $"the zip archive holds several files ({string.Join(", ", files.Take(3).Select(f => Quoting.Shorten(f.FullName, 40)))}{(files.Count > 3 ? ", …" : "")})",
                new SourceLocation { Source = sourceName }, "Unpack it and import the one you want."),
        };
    }

    private static IEnumerable<ZipArchiveEntry> Files(ZipArchive archive) =>
        archive.Entries.Where(e => e.Name.Length > 0 && !e.Name.StartsWith('.') && !e.FullName.StartsWith("__MACOSX", StringComparison.Ordinal));
}
