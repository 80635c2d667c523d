namespace Zenset.Hdf5.Metadata;

/// <summary>
/// Checks a datatype before the library decodes it: it (1.10.8) looks for the ends of names beyond the message, and converts members and
/// bits that lie outside their value.
/// </summary>
/// <remarks>HDF5 File Format Specification 3.0, §IV.A.2.d.</remarks>
internal static class DatatypeCheck
{
    private const int MaxDepth = 32;
    private const int MaxRank = 32; // H5S_MAX_RANK

    /// <summary>Checks a type and takes its bytes.</summary>
    /// <returns>Bytes of a value.</returns>
    /// <exception cref="Hdf5Exception">It is damaged.</exception>
    public static long Check(ref Piece type, Superblock widths, int depth = 0)
    {
        if (depth > MaxDepth) throw new Hdf5Exception($"a type is nested more than {MaxDepth} deep");
        var head = type.Int32();
        var (typeClass, version, bits) = ((int)(head & 15), (int)(head >> 4 & 15), head >> 8);
        long size = type.Int32();
        if (version == 0 || size == 0) throw Damaged();
        switch (typeClass)
        {
            case 0 or 4:
                CheckBits(type.Int16(), type.Int16(), size);
                break;
            case 1:
                CheckFloat(ref type, bits, size);
                break;
            case 2:
                type.Skip(2);
                break;
            case 5:
                type.Skip(bits & 0xFF);
                break;
            case 6:
                CheckMembers(ref type, widths, (int)(bits & 0xFFFF), size, version, depth);
                break;
            case 8:
                CheckEnumeration(ref type, widths, (int)(bits & 0xFFFF), size, version, depth);
                break;
            case 9:
                // Length, address of a heap, index in it.
                if (size != 8 + widths.AddressBytes) throw Damaged();
                Check(ref type, widths, depth + 1);
                break;
            case 10:
                CheckArray(ref type, widths, size, version, depth);
                break;
        }
        return size;
    }

    private static void CheckBits(long offset, long precision, long size)
    {
        if (precision == 0 || offset + precision > size * 8) throw Damaged();
    }

    private static void CheckFloat(ref Piece type, uint bits, long size)
    {
        var (offset, precision) = (type.Int16(), type.Int16());
        var (exponentAt, exponentBits, mantissaAt, mantissaBits) = (type.Byte(), type.Byte(), type.Byte(), type.Byte());
        type.Skip(4);
        CheckBits(offset, precision, size);
        if ((bits >> 8 & 0xFF) >= size * 8 || exponentBits == 0 || exponentBits > 32 || mantissaBits == 0 || exponentAt + exponentBits > size * 8 || mantissaAt + mantissaBits > size * 8) throw Damaged();
    }

    private static void CheckMembers(ref Piece type, Superblock widths, int count, long size, int version, int depth)
    {
        if (count == 0) throw Damaged();
        // Version 3 takes as many bytes for an offset as its size needs.
        var offsetBytes = version < 3 ? 4 : size < 1 << 8 ? 1 : size < 1 << 16 ? 2 : size < 1 << 24 ? 3 : 4;
        for (; count > 0; count--)
        {
            type.Text(version < 3 ? 8 : 1);
            var offset = (long)type.Number(offsetBytes);
            long items = 1;
            if (version == 1)
            {
                // Arrays were members of dimensions: up to four.
                var rank = type.Byte();
                type.Skip(11);
                for (var i = 0; i < 4; i++)
                {
                    long n = type.Int32();
                    if (i < rank) items = Product(items, n);
                }
                if (rank > 4) throw Damaged();
            }
            if (offset + Product(items, Check(ref type, widths, depth + 1)) > size) throw Damaged();
        }
    }

    private static void CheckEnumeration(ref Piece type, Superblock widths, int count, long size, int version, int depth)
    {
        if (Check(ref type, widths, depth + 1) != size) throw Damaged();
        for (var i = 0; i < count; i++) type.Text(version < 3 ? 8 : 1);
        type.Skip(count * size);
    }

    private static void CheckArray(ref Piece type, Superblock widths, long size, int version, int depth)
    {
        var rank = type.Byte();
        if (rank is 0 or > MaxRank) throw Damaged();
        if (version < 3) type.Skip(3);
        long items = 1;
        for (var i = 0; i < rank; i++) items = Product(items, type.Int32());
        if (version < 3) type.Skip(4 * rank);
        if (Product(items, Check(ref type, widths, depth + 1)) != size) throw Damaged();
    }

    // Sizes have 32 bits.
    private static long Product(long a, long b) => b == 0 || a <= uint.MaxValue / b ? a * b : throw Damaged();

    private static Hdf5Exception Damaged() => new("a type is damaged");
}
