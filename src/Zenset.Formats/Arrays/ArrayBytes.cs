using Microsoft.Win32.SafeHandles;

namespace Zenset.Formats.Arrays;

/// <summary>Where the bytes of an array are: a piece of a file. Safe from several threads.</summary>
/// <param name="source">What messages call the file.</param>
/// <param name="resource">What they call the array in it; null when there is only one.</param>
internal abstract class ArrayBytes(string source, string? resource)
{
    /// <summary>Bytes there are.</summary>
    public abstract long Length { get; }

    /// <summary>Makes the bytes readable, where that takes time: called before bytes are read, perhaps more than once.</summary>
    public virtual void Prepare(CancellationToken cancellationToken)
    {
    }

    /// <summary>Fills <paramref name="target"/> from <paramref name="offset"/> on.</summary>
    /// <exception cref="SourceDataException">The file ends before.</exception>
    public abstract void Read(long offset, Span<byte> target);

    /// <summary>A place for messages.</summary>
    public SourceLocation Locate(long? row = null, string? field = null) => new() { Source = source, Resource = resource, Row = row, Field = field };

    /// <summary>Reads from an open file.</summary>
    protected void Read(SafeFileHandle file, long offset, Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            var read = RandomAccess.Read(file, target, offset);
            if (read == 0) throw new SourceDataException(ArrayErrors.CutOff, "the file became shorter while it was read", Locate() with { Offset = offset });
            offset += read;
            target = target[read..];
        }
    }
}

/// <summary>Bytes of a plain file from an offset on.</summary>
internal sealed class FileArrayBytes(SafeFileHandle file, long offset, long length, string source, string? resource = null) : ArrayBytes(source, resource)
{
    public override long Length => length;
    public override void Read(long at, Span<byte> target) => Read(file, offset + at, target);
}
