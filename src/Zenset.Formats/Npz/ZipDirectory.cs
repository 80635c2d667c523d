using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Zenset.Formats.Npz;

/// <summary>A file in a zip archive.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="IsDeflated">Its bytes are compressed; otherwise they stand in the archive as they are.</param>
/// <param name="Crc">CRC-32 of its bytes.</param>
/// <param name="PackedBytes">Bytes in the archive.</param>
/// <param name="Bytes">Bytes once unpacked, as the archive claims.</param>
/// <param name="Offset">Where its packed bytes begin.</param>
internal sealed record ZipEntry(string Name, bool IsDeflated, uint Crc, long PackedBytes, long Bytes, long Offset);

/// <summary>
/// The directory of a zip archive, read by itself so that files that are not compressed are read in place, at any offset, by several
/// threads: the library's archive gives streams only.
/// </summary>
/// <remarks>APPNOTE.TXT 6.3.10: §4.3.6 overall layout, §4.3.7 local header, §4.3.12 directory, §4.3.14–16 its end, §4.5.3 Zip64.</remarks>
internal static class ZipDirectory
{
    private const int EndBytes = 22;
    private const int LocatorBytes = 20;
    private const int EntryBytes = 46;
    private const int LocalBytes = 30;

    // The end has a comment of up to 65,535 bytes after it.
    private const int SearchBytes = EndBytes + ushort.MaxValue;

    // A directory is held in memory; a million arrays would have 100 MB.
    private const int MaxDirectoryBytes = 128 << 20;

    /// <summary>All files of the archive, in its order; folders are left out.</summary>
    /// <exception cref="SourceDataException">It is damaged.</exception>
    /// <exception cref="NotSupportedSourceException">A file is encrypted or compressed in another way than by deflate.</exception>
    public static ImmutableArray<ZipEntry> Read(SafeFileHandle file, string source)
    {
        var place = new SourceLocation { Source = source };
        var length = RandomAccess.GetLength(file);
        var (count, start, bytes) = FindDirectory(file, length, place);
        if (bytes > MaxDirectoryBytes) throw new NotSupportedSourceException(NpzErrors.Archive, string.Create(CultureInfo.InvariantCulture, $"its directory has {bytes:N0} bytes, and up to {MaxDirectoryBytes:N0} are read"), place);
        if (start < 0 || bytes < 0 || start > length - bytes) throw Bad("its directory lies outside the file", place);
        var directory = new byte[bytes];
        Fill(file, start, directory, place);

        var entries = ImmutableArray.CreateBuilder<ZipEntry>();
        ReadOnlySpan<byte> left = directory;
        for (var i = 0L; i < count; i++)
        {
            if (left.Length < EntryBytes || BinaryPrimitives.ReadUInt32LittleEndian(left) != 0x02014B50) throw Bad("its directory is damaged", place with { Offset = start + directory.Length - left.Length });
            var nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(left[28..]);
            var extraBytes = BinaryPrimitives.ReadUInt16LittleEndian(left[30..]);
            var entryBytes = EntryBytes + nameBytes + extraBytes + BinaryPrimitives.ReadUInt16LittleEndian(left[32..]);
            if (left.Length < entryBytes) throw Bad("its directory ends early", place);
            if (Understand(left[..entryBytes], nameBytes, extraBytes, place) is { } entry) entries.Add(Locate(file, length, entry, place));
            left = left[entryBytes..];
        }
        return entries.ToImmutable();
    }

    private static (long Count, long Start, long Bytes) FindDirectory(SafeFileHandle file, long length, SourceLocation place)
    {
        var tail = new byte[Math.Min(length, SearchBytes)];
        Fill(file, length - tail.Length, tail, place);
        for (var at = tail.Length - EndBytes; at >= 0; at--)
        {
            var end = tail.AsSpan(at);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) != 0x06054B50 || BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) != end.Length - EndBytes) continue;
            long count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]), bytes = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]), start = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
            return count == ushort.MaxValue || bytes == uint.MaxValue || start == uint.MaxValue
                ? FindLargeDirectory(file, length - tail.Length + at - LocatorBytes, place) ?? (count, start, bytes)
                : (count, start, bytes);
        }
        throw Bad("it has no directory at its end: it was cut off, or is no zip archive", place);
    }

    private static (long, long, long)? FindLargeDirectory(SafeFileHandle file, long locatorAt, SourceLocation place)
    {
        if (locatorAt < 0) return null;
        Span<byte> locator = stackalloc byte[LocatorBytes];
        Fill(file, locatorAt, locator, place);
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != 0x07064B50) return null;
        var at = BinaryPrimitives.ReadInt64LittleEndian(locator[8..]);
        if (at < 0 || at > locatorAt - 56) throw Bad("the end of its directory lies outside the file", place);
        Span<byte> end = stackalloc byte[56];
        Fill(file, at, end, place);
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != 0x06064B50) throw Bad("the end of its directory is damaged", place);
        return (BinaryPrimitives.ReadInt64LittleEndian(end[32..]), BinaryPrimitives.ReadInt64LittleEndian(end[48..]), BinaryPrimitives.ReadInt64LittleEndian(end[40..]));
    }

    private static ZipEntry? Understand(ReadOnlySpan<byte> entry, int nameBytes, int extraBytes, SourceLocation place)
    {
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(entry[8..]);
        var method = BinaryPrimitives.ReadUInt16LittleEndian(entry[10..]);
        var name = ((flags & 0x800) != 0 ? System.Text.Encoding.UTF8 : System.Text.Encoding.Latin1).GetString(entry.Slice(EntryBytes, nameBytes));
        if (name.EndsWith('/')) return null;
        if ((flags & 1) != 0) throw new NotSupportedSourceException(NpzErrors.Archive, "it is encrypted", place with { Resource = name }, "Unpack it with its password, and save the arrays again.");
        if (method is not (0 or 8)) throw new NotSupportedSourceException(NpzErrors.Archive, string.Create(CultureInfo.InvariantCulture, $"it is compressed by method {method}, and only deflate is read"), place with { Resource = name }, "Save it with numpy.savez or numpy.savez_compressed.");
        long packed = BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]), bytes = BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]), offset = BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]);
        var extra = entry.Slice(EntryBytes + nameBytes, extraBytes);
        while (extra.Length >= 4)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(extra), size = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (size > extra.Length - 4) break;
            if (id == 1)
            {
                // Only what did not fit is there, in this order.
                var large = extra.Slice(4, size);
                if (bytes == uint.MaxValue) bytes = TakeLarge(ref large, place);
                if (packed == uint.MaxValue) packed = TakeLarge(ref large, place);
                if (offset == uint.MaxValue) offset = TakeLarge(ref large, place);
            }
            extra = extra[(4 + size)..];
        }
        return new ZipEntry(name, method == 8, BinaryPrimitives.ReadUInt32LittleEndian(entry[16..]), packed, bytes, offset);
    }

    private static long TakeLarge(ref ReadOnlySpan<byte> large, SourceLocation place)
    {
        if (large.Length < 8) throw Bad("its directory lacks a length", place);
        var value = BinaryPrimitives.ReadInt64LittleEndian(large);
        large = large[8..];
        return value;
    }

    // The packed bytes follow a second header, whose name and extra data may have other lengths than those in the directory.
    private static ZipEntry Locate(SafeFileHandle file, long length, ZipEntry entry, SourceLocation place)
    {
        var own = place with { Resource = entry.Name };
        if (entry.Offset < 0 || entry.Offset > length - LocalBytes) throw Bad("its place lies outside the file", own);
        Span<byte> local = stackalloc byte[LocalBytes];
        Fill(file, entry.Offset, local, own);
        if (BinaryPrimitives.ReadUInt32LittleEndian(local) != 0x04034B50) throw Bad("there is no file where the directory says", own);
        var start = entry.Offset + LocalBytes + BinaryPrimitives.ReadUInt16LittleEndian(local[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(local[28..]);
        if (entry.PackedBytes < 0 || entry.Bytes < 0 || start > length - entry.PackedBytes) throw Bad("it ends after the end of the archive", own);
        if (!entry.IsDeflated && entry.Bytes != entry.PackedBytes) throw Bad("it has two lengths", own);
        return entry with { Offset = start };
    }

    private static void Fill(SafeFileHandle file, long offset, Span<byte> target, SourceLocation place)
    {
        while (!target.IsEmpty)
        {
            var read = RandomAccess.Read(file, target, offset);
            if (read == 0) throw Bad("it ends early", place);
            offset += read;
            target = target[read..];
        }
    }

    private static SourceDataException Bad(string what, SourceLocation place) => new(NpzErrors.Archive, what, place, "Fetch the file again, or save it again with numpy.savez.");
}
