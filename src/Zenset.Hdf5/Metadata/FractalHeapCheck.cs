using System.Numerics;

namespace Zenset.Hdf5.Metadata;

/// <summary>Checks the head of a fractal heap: the library (1.10.8) builds its table of blocks from it unseen (H5HF_hdr_finish_init_phase2).</summary>
/// <remarks>HDF5 File Format Specification 3.0, §III.G.1.</remarks>
internal static class FractalHeapCheck
{
    private const ulong MostDirectBytes = 1UL << 31; // H5HF_MAX_DIRECT_SIZE_LIMIT
    private const int MostIdBytes = 4096; // H5HF_MAX_ID_LEN

    /// <returns>Address of the tree of its huge objects.</returns>
    /// <exception cref="Hdf5Exception">It is damaged.</exception>
    public static ulong Check(ReadOnlySpan<byte> bytes, Superblock widths)
    {
        var head = new Piece(bytes, widths);
        head.Skip(5);
        int idBytes = head.Int16(), filterBytes = head.Int16();
        head.Skip(1);
        var mostManaged = head.Int32();
        head.Length();
        var huge = head.Address();
        head.Skip(9L * widths.LengthBytes + widths.AddressBytes);
        ulong width = (ulong)head.Int16(), first = head.Length(), direct = head.Length();
        int bits = head.Int16(), startRows = head.Int16();
        head.Address();
        var rows = head.Int16();
        if (!BitOperations.IsPow2(width) || !BitOperations.IsPow2(first) || !BitOperations.IsPow2(direct) || direct < first || direct > MostDirectBytes || mostManaged > direct) throw Damaged();
        var firstRowBits = BitOperations.Log2(first) + BitOperations.Log2(width);
        // Each row has blocks twice as large as the one before, the first two the same.
        if (bits > 64 || bits <= firstRowBits || BitOperations.Log2(direct) > bits) throw Damaged();
        var mostRows = bits - firstRowBits + 1;
        if (startRows > mostRows || rows > mostRows) throw Damaged();
        // A kind, the place, and the length of an object.
        if (idBytes > MostIdBytes || idBytes < 1 + (bits + 7) / 8 + 1) throw Damaged();
        if (filterBytes > 0) throw new Hdf5Exception("a heap that is packed with filters is not read");
        return huge;
    }

    private static Hdf5Exception Damaged() => new("a heap is damaged");
}
