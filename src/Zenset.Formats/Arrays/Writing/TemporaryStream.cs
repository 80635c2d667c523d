namespace Zenset.Formats.Arrays.Writing;

/// <summary>Bytes that wait in a temporary file, which goes with this object. Short ones never reach the disk's queue: the system keeps them.</summary>
internal sealed class TemporaryStream : FileStream
{
    // A table of thousands of fields has as many of these.
    private const int BufferBytes = 16 << 10;

    public TemporaryStream() : base(
        Path.Combine(Path.GetTempPath(), $"zenset-{Guid.NewGuid():N}.tmp"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferBytes, FileOptions.DeleteOnClose)
    {
    }

    /// <summary>Copies all bytes, from the first.</summary>
    public void CopyAllTo(Stream target)
    {
        Flush();
        Position = 0;
        CopyTo(target, 1 << 20);
    }
}
