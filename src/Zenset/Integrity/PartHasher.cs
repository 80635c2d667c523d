using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Zenset.Model;

namespace Zenset.Integrity;

/// <summary>Takes both hashes of a part in one pass: SHA-256 of the whole, CRC-32C of every chunk. For one thread.</summary>
public sealed class PartHasher : IDisposable
{
    private readonly IncrementalHash _whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly StringBuilder _chunks = new();
    private uint _chunk;
    private int _chunkBytes;

    /// <summary>Bytes taken so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var piece = bytes[..Math.Min(bytes.Length, Part.ChunkBytes - _chunkBytes)];
            _whole.AppendData(piece);
            _chunk = Crc32C.Append(_chunk, piece);
            _chunkBytes += piece.Length;
            Bytes += piece.Length;
            if (_chunkBytes == Part.ChunkBytes) EndChunk();
            bytes = bytes[piece.Length..];
        }
    }

    /// <summary>The part that these bytes are.</summary>
    public Part Finish(long rows)
    {
        if (_chunkBytes > 0) EndChunk();
        return new Part(Convert.ToHexStringLower(_whole.GetHashAndReset()), Bytes, rows, _chunks.ToString());
    }

    /// <summary>The part that a local file is; read once, on the calling thread.</summary>
    public static Part HashFile(string path, long rows, CancellationToken cancellationToken)
    {
        using var hasher = new PartHasher();
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var buffer = GC.AllocateUninitializedArray<byte>(Part.ChunkBytes);
        int read;
        while ((read = RandomAccess.Read(file, buffer, hasher.Bytes)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hasher.Append(buffer.AsSpan(0, read));
        }
        return hasher.Finish(rows);
    }

    /// <inheritdoc/>
    public void Dispose() => _whole.Dispose();

    private void EndChunk()
    {
        _chunks.Append(CultureInfo.InvariantCulture, $"{_chunk:x8}");
        _chunk = 0;
        _chunkBytes = 0;
    }
}
