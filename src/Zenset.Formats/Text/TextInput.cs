using System.Text;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;

namespace Zenset.Formats.Text;

/// <summary>
/// A source as UTF-8 text: read at any place when it is a plain file, in order when it is compressed. A text in another encoding is
/// first turned into a temporary UTF-8 file, in constant memory.
/// </summary>
internal sealed class TextInput : IDisposable
{
    // How much of a source is looked at to find its encoding: all of most files, and a bounded part of the others.
    private const int SniffBytes = 16 << 20;

    private readonly Source _source;
    private readonly SafeFileHandle? _file;
    private readonly string? _temporary;

    private TextInput(Source source, string? path, string? temporary, TextEncoding encoding, int bomBytes)
    {
        _source = source;
        _temporary = temporary;
        Encoding = encoding;
        Start = bomBytes;
        if (path is null) return;
        _file = File.OpenHandle(path);
        Length = RandomAccess.GetLength(_file);
    }

    /// <summary>Name for messages.</summary>
    public string Name => _source.Name;

    /// <summary>Encoding of the source.</summary>
    public TextEncoding Encoding { get; }

    /// <summary>Offset of the first byte after a byte order mark.</summary>
    public long Start { get; }

    /// <summary>Bytes of the text, the mark included; null when it can only be read in order.</summary>
    public long? Length { get; }

    /// <summary>Opens a source; <paramref name="encoding"/> null means: find out.</summary>
    /// <exception cref="SourceDataException">The source is damaged.</exception>
    public static TextInput Open(Source source, TextEncoding? encoding = null, CancellationToken cancellationToken = default) =>
        Open(source, encoding, withLineFeeds: false, cancellationToken);

    /// <summary>Opens a source whose lines end in carriage returns alone, as on old Macintoshes: each becomes a line feed.</summary>
    public static TextInput OpenWithLineFeeds(Source source, TextEncoding? encoding, CancellationToken cancellationToken) =>
        Open(source, encoding, withLineFeeds: true, cancellationToken);

    private static TextInput Open(Source source, TextEncoding? encoding, bool withLineFeeds, CancellationToken cancellationToken)
    {
        var found = encoding ?? Sniff(source);
        var bom = source.Head.Bytes.Span is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        if (found == TextEncoding.Utf8 && !withLineFeeds) return new TextInput(source, source.PlainPath, null, found, bom);

        var temporary = Path.Combine(Path.GetTempPath(), $"zenset-{Guid.NewGuid():N}.utf8");
        try
        {
            Transcode(source, found, temporary, withLineFeeds, cancellationToken);
            return new TextInput(source, temporary, temporary, found, 0);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Reads up to the length of <paramref name="buffer"/> at <paramref name="offset"/>; 0 at the end. Safe from several threads.</summary>
    /// <remarks>Only when <see cref="Length"/> is known.</remarks>
    public int ReadAt(long offset, Span<byte> buffer) => RandomAccess.Read(_file!, buffer, offset);

    /// <summary>The text in order, from its first byte.</summary>
    public Stream OpenSequential() =>
        _file is null ? _source.OpenRead() : new FileStream(_temporary ?? _source.PlainPath!, FileMode.Open, FileAccess.Read, FileShare.Read);

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        if (_temporary is not null) File.Delete(_temporary);
    }

    private static TextEncoding Sniff(Source source)
    {
        var head = source.Head.Bytes.Span;
        switch (head)
        {
            case [0xEF, 0xBB, 0xBF, ..]: return TextEncoding.Utf8;
            case [0xFF, 0xFE, ..]: return TextEncoding.Utf16LittleEndian;
            case [0xFE, 0xFF, ..]: return TextEncoding.Utf16BigEndian;
        }
        // UTF-16 without a mark: every other byte of Western text is zero.
        if (head.Length >= 4 && head[1] == 0 && head[3] == 0 && head[0] != 0) return TextEncoding.Utf16LittleEndian;
        if (head.Length >= 4 && head[0] == 0 && head[2] == 0 && head[1] != 0) return TextEncoding.Utf16BigEndian;
        using var stream = source.OpenRead();
        var buffer = new byte[1 << 20];
        var kept = 0;
        for (long seen = 0; seen < SniffBytes;)
        {
            var read = stream.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false);
            var filled = kept + read;
            var isLast = filled < buffer.Length;
            var whole = isLast ? filled : WholeCharacters(buffer.AsSpan(0, filled));
            if (!Utf8.IsValid(buffer.AsSpan(0, whole))) return NotUtf8(source, buffer.AsSpan(0, filled), seen - kept);
            if (isLast) break;
            buffer.AsSpan(whole, filled - whole).CopyTo(buffer);
            kept = filled - whole;
            seen += read;
        }
        return TextEncoding.Utf8;
    }

    // Text in an 8-bit encoding has no zero bytes; data that is no text has, nearly always.
    private static TextEncoding NotUtf8(Source source, ReadOnlySpan<byte> text, long offset)
    {
        var zero = text.IndexOf((byte)0);
        if (zero < 0) return TextEncoding.Windows1252;
        throw new SourceDataException(
            TextErrors.NotText, "this is not text: it has bytes that are not UTF-8, and a zero byte",
            new SourceLocation { Source = source.Name, Offset = offset + zero },
            "Check the file. If it is text all the same, name its encoding: --encoding windows-1252.");
    }

    // Length without a character that is cut at the end (at most three bytes of it).
    private static int WholeCharacters(ReadOnlySpan<byte> text)
    {
        for (var back = 1; back <= Math.Min(3, text.Length); back++)
        {
            var lead = text[^back];
            if (lead < 0x80) return text.Length;
            if (lead >= 0xC0)
            {
                var needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
                return needed > back ? text.Length - back : text.Length;
            }
        }
        return text.Length;
    }

    private static void Transcode(Source source, TextEncoding encoding, string path, bool withLineFeeds, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(source.OpenRead(), encoding.ToEncoding(), detectEncodingFromByteOrderMarks: false, 1 << 16);
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16);
        var buffer = new char[1 << 16];
        var isFirst = true;
        for (int n; (n = reader.Read(buffer, 0, buffer.Length)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var from = isFirst && buffer[0] == '\uFEFF' ? 1 : 0;
            isFirst = false;
            if (withLineFeeds) buffer.AsSpan(from, n - from).Replace('\r', '\n');
            writer.Write(buffer, from, n - from);
        }
    }
}
