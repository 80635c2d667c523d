using System.Buffers.Binary;

namespace Zenset.Formats.Npz;

/// <summary>CRC-32 of zip archives (ISO 3309, polynomial EDB88320), eight bytes at a time.</summary>
internal struct Crc32
{
    private static readonly uint[] Tables = MakeTables();

    private uint _state;

    /// <summary>The checksum of everything appended.</summary>
    public readonly uint Value => _state;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var state = ~_state;
        while (bytes.Length >= 8)
        {
            var a = state ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var b = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            state = Tables[7 * 256 + (byte)a] ^ Tables[6 * 256 + (byte)(a >> 8)] ^ Tables[5 * 256 + (byte)(a >> 16)] ^ Tables[4 * 256 + (int)(a >> 24)]
                ^ Tables[3 * 256 + (byte)b] ^ Tables[2 * 256 + (byte)(b >> 8)] ^ Tables[1 * 256 + (byte)(b >> 16)] ^ Tables[(int)(b >> 24)];
            bytes = bytes[8..];
        }
        foreach (var b in bytes) state = Tables[(byte)(state ^ b)] ^ state >> 8;
        _state = ~state;
    }

    // Table k has the effect of a byte that k further bytes follow.
    private static uint[] MakeTables()
    {
        var tables = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++) value = value >> 1 ^ ((value & 1) == 0 ? 0 : 0xEDB88320);
            tables[i] = value;
        }
        for (var i = 256; i < tables.Length; i++) tables[i] = tables[i - 256] >> 8 ^ tables[(byte)tables[i - 256]];
        return tables;
    }
}
