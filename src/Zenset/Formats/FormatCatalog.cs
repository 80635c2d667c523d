using System.Collections.Immutable;

namespace Zenset.Formats;

/// <summary>The formats that are known, in detection order.</summary>
public sealed class FormatCatalog(params IEnumerable<IFormat> formats)
{
    /// <summary>All of them.</summary>
    public ImmutableArray<IFormat> Formats { get; } = [.. formats];

    /// <summary>The format called <paramref name="id"/>, by id or extension, without case.</summary>
    /// <exception cref="NotFoundException"><c>source/unknown-format</c>; lists those there are.</exception>
    public IFormat Get(string id) =>
        Formats.FirstOrDefault(f => f.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
        ?? Formats.FirstOrDefault(f => f.Extensions.Contains('.' + id.TrimStart('.'), StringComparer.OrdinalIgnoreCase))
        ?? throw new NotFoundException(
            CoreErrors.SourceUnknown, $"there is no format '{Quoting.Shorten(id)}'", $"{(Quoting.Nearest(id, Formats.Select(f => f.Id)) is { } near ? $"Did you mean '{near}'? " : "")}Known: {string.Join(", ", Formats.Select(f => f.Id))}.");

    /// <summary>The format that recognises <paramref name="source"/>.</summary>
    /// <exception cref="NotSupportedSourceException"><c>source/unknown-format</c>: none does.</exception>
    public IFormat Detect(Source source)
    {
        var best = Formats.Select(f => (Format: f, Sure: f.Detect(source.Head))).MaxBy(c => c.Sure);
        return best.Sure > DetectionConfidence.None
            ? best.Format
            : Compression.Of(source.Head.Bytes.Span) == CompressionKind.Zip
            ? throw new NotSupportedSourceException(
                CoreErrors.SourceUnreadable, $"{source.Name}: a zip archive that no format recognises, and not of one file", fix: "Unpack it and import the file you want.")
            : throw new NotSupportedSourceException(
                CoreErrors.SourceUnknown, $"{source.Name}: no format recognises it",
                fix: $"Name one with --format: {string.Join(", ", Formats.Select(f => f.Id))}.");
    }

    /// <summary>The format that a target's name asks for, or null. A compression extension is seen through.</summary>
    public IFormat? ForFileName(string name)
    {
        var plain = Compression.WithoutExtension(name);
        return Formats.FirstOrDefault(f => f.Extensions.Any(e => plain.EndsWith(e, StringComparison.OrdinalIgnoreCase)));
    }
}
