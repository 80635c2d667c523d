using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace Zenset.Formats.TfRecord;

/// <summary>A source as plain records, read at any place from several threads.</summary>
/// <remarks>
/// A compressed source is first unpacked into a temporary file: it is read twice, and records are found from their lengths, by several threads.
/// TensorFlow compresses whole files with gzip, which <see cref="Source"/> sees through, or with zlib, which is seen through here.
/// </remarks>
internal sealed class RecordFile : IDisposable
{
    private readonly PlainFile _plain;
    private readonly SafeFileHandle _file;

    private RecordFile(string name, PlainFile plain, bool isZlib)
    {
        Name = name;
        IsZlib = isZlib;
        _plain = plain;
        _file = File.OpenHandle(plain.Path);
        Length = RandomAccess.GetLength(_file);
    }

    /// <summary>Name for messages.</summary>
    public string Name { get; }

    /// <summary>Bytes, unpacked.</summary>
    public long Length { get; }

    /// <summary>It was compressed with zlib.</summary>
    public bool IsZlib { get; }

    /// <summary>Opens a source, unpacking it when it is compressed.</summary>
    /// <exception cref="SourceDataException">The compressed data is damaged.</exception>
    public static async ValueTask<RecordFile> OpenAsync(Source source, CancellationToken cancellationToken)
    {
        var isZlib = BeginsAsZlib(source.Head.Bytes.Span);
        var plain = isZlib ? await InflateAsync(source, cancellationToken).ConfigureAwait(false) : await source.OpenPlainFileAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new RecordFile(source.Name, plain, isZlib);
        }
        catch
        {
            plain.Dispose();
            throw;
        }
    }

    /// <summary>Reads up to the length of <paramref name="buffer"/> at <paramref name="offset"/>; 0 at the end.</summary>
    public int ReadAt(long offset, Span<byte> buffer) => RandomAccess.Read(_file, buffer, offset);

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _plain.Dispose();
    }

    /// <summary>The bytes are a zlib stream (RFC 1950 §2.2: deflate, and a check of the first two bytes) in which a record begins.</summary>
    public static bool BeginsAsZlib(ReadOnlySpan<byte> head)
    {
        // A window of at most 32 KiB, and no dictionary agreed on beforehand: text such as "x 1" passes the check as well.
        if (head.Length < 8 || (head[0] & 0x0F) != 8 || head[0] >> 4 > 7 || (head[1] & 0x20) != 0 || (head[0] << 8 | head[1]) % 31 != 0) return false;
        try
        {
            using var inflated = new ZLibStream(new MemoryStream(head.ToArray()), CompressionMode.Decompress);
            Span<byte> header = stackalloc byte[RecordFrame.HeaderBytes];
            return inflated.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length && RecordFrame.TryReadLength(header, out _);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return false;
        }
    }

    private static async ValueTask<PlainFile> InflateAsync(Source source, CancellationToken cancellationToken)
    {
        var copy = Path.Combine(Path.GetTempPath(), $"zenset-{Guid.NewGuid():N}.tmp");
        var plain = new PlainFile(copy, isTemporary: true);
        try
        {
            var target = new FileStream(copy, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16);
            await using var _ = target.ConfigureAwait(false);
            var inflated = new CompressedSourceStream(new ZLibStream(source.OpenRead(), CompressionMode.Decompress), source.Name);
            await using var __ = inflated.ConfigureAwait(false);
            await inflated.CopyToAsync(target, 1 << 20, cancellationToken).ConfigureAwait(false);
            return plain;
        }
        catch
        {
            plain.Dispose();
            throw;
        }
    }
}
