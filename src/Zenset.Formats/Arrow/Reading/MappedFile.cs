using System.IO.MemoryMappedFiles;

namespace Zenset.Formats.Arrow.Reading;

/// <summary>A file as memory. Safe from several threads until it is disposed.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    /// <summary>Maps the file, which has at least one byte.</summary>
    public MappedFile(string path)
    {
        Length = new FileInfo(path).Length;
        _file = MemoryMappedFile.CreateFromFile(
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1), null, Length, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        _start = pointer + _view.PointerOffset;
    }

    /// <summary>Bytes.</summary>
    public long Length { get; }

    /// <summary>A piece of the file.</summary>
    /// <exception cref="ArrowDataException">The file is shorter.</exception>
    public ReadOnlySpan<byte> Span(long offset, int length) => new(Pointer(offset, length), length);

    /// <summary>Where a piece of the file lies.</summary>
    /// <exception cref="ArrowDataException">The file is shorter.</exception>
    public byte* Pointer(long offset, long length) => offset >= 0 && length >= 0 && offset <= Length - length
        ? _start + offset
        : throw new ArrowDataException(ArrowErrors.NotArrow, $"the file ends before what should stand here ({length:N0} bytes)", "It was cut off or is damaged: fetch it again.");

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
