using System.Globalization;
using System.IO.Compression;
using Microsoft.Win32.SafeHandles;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Writing;

namespace Zenset.Formats.Npz;

/// <summary>
/// The bytes of an array in an archive: read in place when they are not compressed, otherwise unpacked to a temporary file first, no
/// further than the array's length. Either way the checksum is proved before the first is used.
/// </summary>
internal sealed class EntryBytes(SafeFileHandle archive, ZipEntry entry, int headerBytes, string source, string name) : ArrayBytes(source, name), IDisposable
{
    private readonly Lock _lock = new();
    private TemporaryStream? _unpacked;
    private bool _isProved;

    public override long Length => Math.Max(0, entry.Bytes - headerBytes);

    public override void Prepare(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_isProved) return;
            if (entry.IsDeflated) Unpack(cancellationToken);
            else Prove(cancellationToken);
            _isProved = true;
        }
    }

    public override void Read(long offset, Span<byte> target)
    {
        if (!_isProved) Prepare(CancellationToken.None);
        if (_unpacked is { } unpacked) Read(unpacked.SafeFileHandle, headerBytes + offset, target);
        else Read(archive, entry.Offset + headerBytes + offset, target);
    }

    public void Dispose() => _unpacked?.Dispose();

    private void Prove(CancellationToken cancellationToken)
    {
        using var bytes = new FilePiece(archive, entry.Offset, entry.PackedBytes);
        CopyChecked(bytes, Stream.Null, cancellationToken);
    }

    private void Unpack(CancellationToken cancellationToken)
    {
        var unpacked = new TemporaryStream();
        try
        {
            using var packed = new FilePiece(archive, entry.Offset, entry.PackedBytes);
            using var plain = new DeflateStream(packed, CompressionMode.Decompress);
            CopyChecked(plain, unpacked, cancellationToken);
            unpacked.Flush();
            _unpacked = unpacked;
        }
        catch (InvalidDataException e)
        {
            unpacked.Dispose();
            throw new SourceDataException(NpzErrors.Archive, "its compressed bytes are damaged", Locate(), "Fetch the file again, or save it again with numpy.savez.", e);
        }
        catch
        {
            unpacked.Dispose();
            throw;
        }
    }

    // An archive that unpacks to more than it claims is not followed.
    private void CopyChecked(Stream from, Stream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 20];
        var crc = new Crc32();
        var left = entry.Bytes;
        for (int read; (read = from.Read(buffer, 0, buffer.Length)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (read > left) throw Bad(NpzErrors.Archive, string.Create(CultureInfo.InvariantCulture, $"it unpacks to more than the {entry.Bytes:N0} bytes that the archive claims"));
            left -= read;
            crc.Append(buffer.AsSpan(0, read));
            to.Write(buffer, 0, read);
        }
        if (left > 0) throw Bad(ArrayErrors.CutOff, string.Create(CultureInfo.InvariantCulture, $"it ends {left:N0} bytes early"));
        if (crc.Value != entry.Crc) throw Bad(NpzErrors.Checksum, string.Create(CultureInfo.InvariantCulture, $"its checksum is {crc.Value:x8}, and the archive says {entry.Crc:x8}"));
    }

    private SourceDataException Bad(ErrorCode code, string what) => new(code, what, Locate(), "Fetch the file again, or save it again with numpy.savez.");
}

/// <summary>A piece of a file as a stream of its own, whatever others read of it.</summary>
internal sealed class FilePiece(SafeFileHandle file, long offset, long length) : Stream
{
    private long _position;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => length;
    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        var read = RandomAccess.Read(file, buffer[..(int)Math.Min(buffer.Length, length - _position)], offset + _position);
        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
