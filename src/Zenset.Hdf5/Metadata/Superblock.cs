namespace Zenset.Hdf5.Metadata;

/// <summary>Where the addresses of a file begin, and how wide they are.</summary>
/// <remarks>HDF5 File Format Specification 3.0, §II.A.</remarks>
/// <param name="Base">Where the superblock is, from which addresses count.</param>
/// <param name="AddressBytes">Bytes of an address.</param>
/// <param name="LengthBytes">Bytes of a length.</param>
internal readonly record struct Superblock(long Base, int AddressBytes, int LengthBytes)
{
    // A user block may come before: 512 bytes, 1,024 and so on.
    private const long Last = 1L << 40;

    /// <summary>Addresses and lengths have eight bytes, as in all but the oddest files.</summary>
    public bool IsWide => AddressBytes == 8 && LengthBytes == 8;

    /// <summary>Widths that the library knows, up to 64 bits.</summary>
    public bool HasKnownWidths => AddressBytes is 2 or 4 or 8 && LengthBytes is 2 or 4 or 8;

    /// <summary>Finds it; null when there is none.</summary>
    public static Superblock? Find(FileBytes file)
    {
        Span<byte> head = stackalloc byte[16];
        for (long at = 0; at < Math.Min(file.Length, Last); at = at == 0 ? 512 : at * 2)
        {
            if (!file.TryRead(at, head) || head[0] != 0x89 || !head[1..8].SequenceEqual("HDF\r\n\u001A\n"u8)) continue;
            // Version 2 moved them.
            return head[8] >= 2 ? new Superblock(at, head[9], head[10]) : new Superblock(at, head[13], head[14]);
        }
        return null;
    }
}
