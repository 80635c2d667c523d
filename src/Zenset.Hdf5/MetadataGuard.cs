namespace Zenset.Hdf5;

/// <summary>Stands between a file and the library: nothing is read beyond the file's end.</summary>
internal sealed unsafe class MetadataGuard(FileBytes bytes)
{
    private const nuint PieceBytes = 1 << 30;

    public FileBytes Bytes => bytes;

    /// <summary>Reads what the library asks for.</summary>
    /// <param name="kind"><c>H5FD_mem_t</c>: what it is.</param>
    /// <param name="address">Where, from the start of the file.</param>
    /// <param name="size">How many bytes.</param>
    /// <param name="into">Room for them.</param>
    /// <exception cref="Hdf5Exception">The file does not have them.</exception>
    public void Read(int kind, ulong address, nuint size, byte* into)
    {
        if (address > (ulong)bytes.Length || size > (ulong)bytes.Length - address) throw new Hdf5Exception($"it refers to {size:N0} bytes at {address:N0}, and has {bytes.Length:N0}");
        for (nuint done = 0; done < size; done += PieceBytes)
        {
            if (!bytes.TryRead((long)(address + done), new Span<byte>(into + done, (int)Math.Min(size - done, PieceBytes)))) throw new Hdf5Exception("the file became shorter while it was read");
        }
    }
}
