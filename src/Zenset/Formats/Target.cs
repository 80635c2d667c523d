using System.IO.Compression;

namespace Zenset.Formats;

/// <summary>
/// Where an export goes: a local file that appears whole or not at all, or standard output. Compressed when its name says so.
/// </summary>
public sealed class Target : IDisposable
{
    private readonly string? _path;
    private readonly string? _temporary;
    private bool _completed;

    private Target(string? path)
    {
        _path = path;
        if (path is null) return;
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        _temporary = System.IO.Path.Combine(folder, $".{System.IO.Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
    }

    /// <summary>File name, or <c>standard output</c>.</summary>
    public string Name => _path is null ? "standard output" : System.IO.Path.GetFileName(_path);

    /// <summary>It is standard output: it cannot seek, and what was written cannot be taken back.</summary>
    public bool IsStandardOutput => _path is null;

    /// <summary>How it will be packed.</summary>
    public CompressionKind Compression => _path is null ? CompressionKind.None : Formats.Compression.ForFileName(_path);

    /// <summary>Bytes of the finished file; 0 for standard output.</summary>
    public long Bytes { get; private set; }

    /// <summary>A target at <paramref name="path"/>; <c>-</c> is standard output.</summary>
    /// <exception cref="StorageException">The folder does not exist.</exception>
    public static Target Open(string path)
    {
        if (path == "-") return new Target(null);
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path));
        if (Directory.Exists(path) || folder is null || !Directory.Exists(folder))
        {
            throw new StorageException(
                CoreErrors.StorageFailed,
                Directory.Exists(path) ? $"'{Quoting.Shorten(path, 200)}' is a folder" : $"there is no folder '{Quoting.Shorten(folder ?? path, 200)}'",
                fix: Directory.Exists(path) ? "Name a file in it with -o." : "Create it first, or name another with -o.");
        }
        return new Target(path);
    }

    /// <summary>
    /// The path for a writer that writes a plain file by itself (the engine): a temporary one beside the target. Only for an
    /// uncompressed file; see <see cref="OpenWrite"/> otherwise.
    /// </summary>
    public string TemporaryPath => _temporary is not null && Compression == CompressionKind.None
        ? _temporary
        : throw new InvalidOperationException("Standard output and compressed targets have no path; use OpenWrite().");

    /// <summary>A stream to write plain bytes to; dispose it before <see cref="Complete"/>.</summary>
    public Stream OpenWrite()
    {
        if (_temporary is null) return Console.OpenStandardOutput();
        var file = new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        switch (Compression)
        {
            case CompressionKind.Gzip:
                return new GZipStream(file, CompressionLevel.Optimal);
            case CompressionKind.Zip:
                var archive = new ZipArchive(file, ZipArchiveMode.Create);
                return new ZipEntryStream(archive, archive.CreateEntry(Formats.Compression.WithoutExtension(Name)).Open());
            case CompressionKind.None:
            default:
                return file;
        }
    }

    /// <summary>Puts the finished file in its place, over one that was there.</summary>
    public void Complete()
    {
        if (_temporary is not null)
        {
            Bytes = new FileInfo(_temporary).Length;
            File.Move(_temporary, _path!, overwrite: true);
        }
        _completed = true;
    }

    /// <summary>Removes what was not completed.</summary>
    public void Dispose()
    {
        if (!_completed && _temporary is not null) File.Delete(_temporary);
    }

    // A zip archive writes its directory when it is disposed, after its entry.
    private sealed class ZipEntryStream(ZipArchive archive, Stream entry) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Write(byte[] buffer, int offset, int count) => entry.Write(buffer, offset, count);
        public override void Write(ReadOnlySpan<byte> buffer) => entry.Write(buffer);
        public override void Flush() => entry.Flush();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                entry.Dispose();
                archive.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
