using System.Buffers.Binary;

namespace Zenset.Formats.Sqlite.Schema;

/// <summary>
/// Row ids at which a table can be cut into pieces of about the same number of bytes, found in the inner pages of its tree: some
/// thousandth of the file. They are nothing but bounds for SQL, which together cover every row, so that a damaged page makes uneven pieces at worst.
/// </summary>
/// <remarks>https://sqlite.org/fileformat2.html §1.3 (header), §1.6 (b-tree pages): an inner page of a table has type 5, a leaf 13.</remarks>
internal sealed class TableCuts
{
    private const int FileHeaderBytes = 100, InnerPage = 5, InnerHeaderBytes = 12;

    // BTCURSOR_MAX_DEPTH of SQLite's btreeInt.h: it goes no deeper.
    private const int MostDepth = 20;

    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _file;
    private readonly byte[] _page;
    private readonly long _pages;
    private readonly long _leafPages;
    private readonly List<long> _keys = [];
    private long _leaves;
    private long _inner;

    // Of a row that does not fit into its page the rest lies elsewhere: an eighth of the page, or more, stays (§1.6, minimum embedded payload).
    private const int MostLongRowsOfPage = 8;

    private TableCuts(Microsoft.Win32.SafeHandles.SafeFileHandle file, int pageBytes, long rowBytes, long segmentBytes)
    {
        _file = file;
        _page = new byte[pageBytes];
        _pages = RandomAccess.GetLength(file) / pageBytes;
        _leafPages = Math.Max(1, segmentBytes / (rowBytes > pageBytes ? MostLongRowsOfPage * rowBytes : pageBytes));
    }

    /// <summary>The greatest row id of each piece but the last, increasing; empty when there is nothing to cut.</summary>
    /// <param name="path">The database.</param>
    /// <param name="rootPage">The table's first page, from 1.</param>
    /// <param name="rowBytes">About how many bytes a row has.</param>
    /// <param name="segmentBytes">About how many bytes a piece has.</param>
    public static IReadOnlyList<long> Find(string path, long rootPage, long rowBytes, long segmentBytes)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess);
        Span<byte> header = stackalloc byte[FileHeaderBytes];
        if (RandomAccess.Read(file, header, 0) < FileHeaderBytes) return [];
        // 65,536 does not fit into the two bytes and is written as 1.
        var pageBytes = BinaryPrimitives.ReadUInt16BigEndian(header[16..]) is var size && size == 1 ? 65_536 : size;
        if (pageBytes < 512) return [];
        var cuts = new TableCuts(file, pageBytes, rowBytes, segmentBytes);
        return cuts.Visit(rootPage, 0) && IsIncreasing(cuts._keys) ? cuts._keys : [];
    }

    // Whether the page is what it should be. Visits each inner page once; more of them than the file has pages is a cycle.
    private bool Visit(long number, int depth)
    {
        if (depth > MostDepth || number < 1 || number > _pages || ++_inner > _pages) return false;
        if (RandomAccess.Read(_file, _page, (number - 1) * _page.Length) < _page.Length) return false;
        var start = number == 1 ? FileHeaderBytes : 0;
        if (_page[start] != InnerPage) return depth == 0;
        if (!TryReadCells(_page, start, out var cells)) return false;

        if (!IsInner(cells[0].Child))
        {
            foreach (var (_, key) in cells)
            {
                if (++_leaves % _leafPages == 0 && key is { } greatest) _keys.Add(greatest);
            }
            return true;
        }
        foreach (var (child, _) in cells)
        {
            if (!Visit(child, depth + 1)) return false;
        }
        return true;
    }

    private bool IsInner(long page)
    {
        if (page < 2 || page > _pages) return false;
        Span<byte> type = stackalloc byte[1];
        return RandomAccess.Read(_file, type, (page - 1) * _page.Length) == 1 && type[0] == InnerPage;
    }

    // Of each child its page and the greatest row id in it; the last has none.
    private static bool TryReadCells(ReadOnlySpan<byte> page, int start, out List<(uint Child, long? Key)> cells)
    {
        var count = BinaryPrimitives.ReadUInt16BigEndian(page[(start + 3)..]);
        cells = new List<(uint, long?)>();
        if (count == 0 || start + InnerHeaderBytes + 2 * count > page.Length) return false;
        for (var i = 0; i < count; i++)
        {
            int at = BinaryPrimitives.ReadUInt16BigEndian(page[(start + InnerHeaderBytes + 2 * i)..]);
            if (at + 4 >= page.Length || !TryReadVarint(page[(at + 4)..], out var key)) return false;
            cells.Add((BinaryPrimitives.ReadUInt32BigEndian(page[at..]), key));
        }
        cells.Add((BinaryPrimitives.ReadUInt32BigEndian(page[(start + 8)..]), null));
        return true;
    }

    // Seven bits in each byte, highest first, but all eight in the ninth (§1.6).
    private static bool TryReadVarint(ReadOnlySpan<byte> bytes, out long value)
    {
        ulong bits = 0;
        for (var i = 0; i < Math.Min(9, bytes.Length); i++)
        {
            bits = i == 8 ? bits << 8 | bytes[i] : bits << 7 | (uint)(bytes[i] & 0x7F);
            if (i == 8 || bytes[i] < 0x80)
            {
                value = (long)bits;
                return true;
            }
        }
        value = 0;
        return false;
    }

    private static bool IsIncreasing(List<long> keys)
    {
        for (var i = 1; i < keys.Count; i++)
        {
            if (keys[i] <= keys[i - 1]) return false;
        }
        return true;
    }
}
