using System.Globalization;
using System.IO.Compression;

namespace Zenset.Formats;

/// <summary>Decompressed bytes; damage and an early end become errors that name the source and the place.</summary>
internal sealed class CompressedSourceStream(Stream inner, string name, IDisposable? owner = null) : Stream
{
    // Without it the runtime takes a gzip file that ends early for a whole one (System.IO.Compression, UseStrictValidation, .NET 9).
    // Read once by the runtime, at the first use of a compressed stream in the process; the command sets it in its configuration too.
    static CompressedSourceStream() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    private long _position;

    /// <summary>Undoes gzip; an early end is an error.</summary>
    public static CompressedSourceStream Gunzip(Stream packed, string name) => new(new GZipStream(packed, CompressionMode.Decompress), name);

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            var n = inner.Read(buffer);
            _position += n;
            return n;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(name, e, _position);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public static SourceDataException Damaged(string name, Exception e, long? position = null) => new(
        CoreErrors.SourceCompression,
        string.Create(CultureInfo.InvariantCulture, $"the compressed data is damaged or ends early{(position is { } at ? $", after {at:N0} bytes of plain text" : "")}"),
        new SourceLocation { Source = name },
        "Fetch or compress the file again.", e);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void Flush() { }
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            owner?.Dispose();
        }
        base.Dispose(disposing);
    }
}
