using System.IO.Compression;
using Zenset.Storage;

namespace Zenset.Formats;

/// <summary>
/// What a dataset comes from: a local file or standard input, seen through gzip and zip (a zip archive of several files is a source of its own). Can be read from the start any number of
/// times. Safe from several threads; each stream belongs to one.
/// </summary>
public sealed class Source : IDisposable
{
    /// <summary>Most bytes that <see cref="Head"/> holds.</summary>
    public const int HeadBytes = 64 << 10;

    private readonly string _path;
    private readonly string? _temporary;

    private Source(string path, string name, CompressionKind compression, string? temporary)
    {
        _path = path;
        _temporary = temporary;
        FileName = name;
        Compression = compression;
        RawBytes = new FileInfo(path).Length;
    }

    /// <summary>File name as the user gave it, without folders, with a compression extension.</summary>
    public string FileName { get; }

    /// <summary>File name without folders and without a compression extension; what messages call the source.</summary>
    public string Name { get; private set; } = "";

    /// <summary>How it is packed.</summary>
    public CompressionKind Compression { get; }

    /// <summary>Bytes as stored.</summary>
    public long RawBytes { get; }

    /// <summary>Bytes after decompression; null when that is not known before reading.</summary>
    public long? PlainBytes { get; private set; }

    /// <summary>The first bytes, decompressed.</summary>
    public SourceHead Head { get; private set; }

    /// <summary>The path of a plain local file with exactly these bytes, or null when the source is compressed.</summary>
    public string? PlainPath => Compression == CompressionKind.None ? _path : null;

    /// <summary>Bytes of the stored source that have been consumed by streams of this object, for progress.</summary>
    public long RawBytesRead => Interlocked.Read(ref _rawBytesRead);

    private long _rawBytesRead;

    /// <summary>Opens a local file; <c>-</c> is standard input, which is first kept in a temporary file.</summary>
    /// <exception cref="NotFoundException">There is no such file.</exception>
    /// <exception cref="SourceDataException">It is empty, damaged, a folder or a device.</exception>
    public static Source Open(string path)
    {
        if (path == "-") return FromStandardInput();
        var name = Path.GetFileName(path.TrimEnd('/', Path.DirectorySeparatorChar));
        if (Directory.Exists(path))
        {
            throw new SourceDataException(
                CoreErrors.SourceUnreadable, $"'{Quoting.Shorten(path)}' is a folder", fix: "Name a file in it; folders of several files are not read yet.");
        }
        if (!File.Exists(path))
        {
            throw new NotFoundException(CoreErrors.SourceNotFound, $"there is no file '{Quoting.Shorten(path, 200)}'", SuggestNear(path, name));
        }
        return Prepare(path, name, null);
    }

    /// <summary>A stream of the plain bytes, from the start. The caller disposes it.</summary>
    public Stream OpenRead()
    {
        var file = Guard(() => new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan));
        var counted = new CountingStream(file, n => Interlocked.Add(ref _rawBytesRead, n));
        switch (Compression)
        {
            case CompressionKind.Gzip:
                return CompressedSourceStream.Gunzip(counted, Name);
            case CompressionKind.Zip:
                try
                {
                    var archive = new ZipArchive(counted, ZipArchiveMode.Read);
                    return new CompressedSourceStream(Formats.Compression.OneFile(archive, FileName).Open(), Name, archive);
                }
                catch (InvalidDataException e)
                {
                    counted.Dispose();
                    throw CompressedSourceStream.Damaged(FileName, e);
                }
            case CompressionKind.None:
            default:
                return counted;
        }
    }

    /// <summary>
    /// A path to the plain bytes for readers that need to seek: the file itself, or a temporary copy that lives as long as the
    /// returned object.
    /// </summary>
    public async ValueTask<PlainFile> OpenPlainFileAsync(CancellationToken cancellationToken = default)
    {
        if (PlainPath is { } path) return new PlainFile(path, isTemporary: false);
        var copy = Path.Combine(Path.GetTempPath(), $"zenset-{Guid.NewGuid():N}.tmp");
        var plain = new PlainFile(copy, isTemporary: true);
        try
        {
            await using var target = new FileStream(copy, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16);
            await using var source = OpenRead();
            await source.CopyToAsync(target, 1 << 20, cancellationToken).ConfigureAwait(false);
            return plain;
        }
        catch
        {
            plain.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_temporary is not null) File.Delete(_temporary);
    }

    private static Source FromStandardInput()
    {
        var copy = Path.Combine(Path.GetTempPath(), $"zenset-{Guid.NewGuid():N}.stdin");
        try
        {
            using (var target = new FileStream(copy, FileMode.CreateNew, FileAccess.Write))
            using (var input = Console.OpenStandardInput())
            {
                input.CopyTo(target, 1 << 20);
            }
            return Prepare(copy, "stdin", copy);
        }
        catch
        {
            File.Delete(copy);
            throw;
        }
    }

    private static Source Prepare(string path, string name, string? temporary)
    {
        var location = new SourceLocation { Source = name };
        if (temporary is null && !IsRegular(path))
        {
            throw new SourceDataException(
                CoreErrors.SourceUnreadable, "is a device or a pipe, not a file", location, "Pipe it instead: `… | zenset import - --as NAME`.");
        }
        var head = new byte[8];
        int read;
        using (var file = Guard(() => File.OpenRead(path))) read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (read == 0) throw new SourceDataException(CoreErrors.SourceEmpty, "the file is empty (0 bytes)", location, "Check how it was made or fetched.");

        var compression = Formats.Compression.Of(head.AsSpan(0, read));
        if (compression == CompressionKind.Zip && !IsPacking(path, name)) compression = CompressionKind.None;
        var source = new Source(path, name, compression, temporary);
        source.ReadHead();
        return source;
    }

    private static bool IsPacking(string path, string name)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            return Formats.Compression.IsPacking(archive, name);
        }
        catch (InvalidDataException e)
        {
            throw CompressedSourceStream.Damaged(name, e);
        }
    }

    private void ReadHead()
    {
        Name = Formats.Compression.WithoutExtension(FileName);
        PlainBytes = Compression == CompressionKind.None ? RawBytes : null;
        if (Compression == CompressionKind.Zip)
        {
            try
            {
                using var archive = ZipFile.OpenRead(_path);
                var entry = Formats.Compression.OneFile(archive, FileName);
                Name = entry.Name;
                PlainBytes = entry.Length;
            }
            catch (InvalidDataException e)
            {
                throw CompressedSourceStream.Damaged(FileName, e);
            }
        }
        using var stream = OpenRead();
        var buffer = new byte[HeadBytes + 1];
        var read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (read == 0)
        {
            throw new SourceDataException(CoreErrors.SourceEmpty, "holds no bytes once unpacked", new SourceLocation { Source = FileName }, "Check how it was made or fetched.");
        }
        Head = new SourceHead(Name, buffer.AsMemory(0, Math.Min(read, HeadBytes)), read <= HeadBytes);
        Interlocked.Exchange(ref _rawBytesRead, 0);
    }

    // A device has no length and no end of its own; a directory was refused before.
    private static bool IsRegular(string path) => (File.GetAttributes(path) & (FileAttributes.Device | FileAttributes.Directory)) == 0
        && (OperatingSystem.IsWindows() || File.ResolveLinkTarget(path, returnFinalTarget: true) is not { } target || target.Exists)
        && !Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal)
        && (OperatingSystem.IsWindows() || Posix.IsSeekable(path));

    private static FileStream Guard(Func<FileStream> open)
    {
        try
        {
            return open();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new SourceDataException(CoreErrors.SourceUnreadable, e.Message, fix: "Check its permissions.", inner: e);
        }
        catch (IOException e)
        {
            throw new SourceDataException(CoreErrors.SourceUnreadable, e.Message, inner: e);
        }
    }

    private static string? SuggestNear(string path, string name)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is null || !Directory.Exists(folder)) return "The folder does not exist either.";
        var near = Quoting.Nearest(name, Directory.EnumerateFiles(folder).Take(1000).Select(Path.GetFileName).OfType<string>());
        return near is null ? null : $"Did you mean '{Quoting.Shorten(near)}'?";
    }
}

/// <summary>A path to plain bytes, removed with this object when it was made for it.</summary>
public sealed class PlainFile(string path, bool isTemporary) : IDisposable
{
    /// <summary>The path.</summary>
    public string Path { get; } = path;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isTemporary) File.Delete(Path);
    }
}
