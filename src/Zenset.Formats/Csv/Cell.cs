using System.Runtime.CompilerServices;

namespace Zenset.Formats.Csv;

/// <summary>Where a cell lies, without its quotes, relative to the start of the text that was cut into cells.</summary>
internal readonly struct Cell
{
    private const uint QuotedBit = 1u << 31;
    private const uint EscapedBit = 1u << 30;
    private const uint EndMask = EscapedBit - 1;

    private readonly uint _start;
    private readonly uint _end;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Cell(long start, long end)
    {
        _start = (uint)start;
        _end = (uint)end;
    }

    public Cell(long start, long end, bool isEscaped)
    {
        _start = (uint)start;
        _end = (uint)end | QuotedBit | (isEscaped ? EscapedBit : 0);
    }

    /// <summary>First byte.</summary>
    public int Start => (int)_start;

    /// <summary>One after the last byte.</summary>
    public int End => (int)(_end & EndMask);

    /// <summary>Bytes as they stand.</summary>
    public int Length => End - Start;

    /// <summary>It stood in quotes.</summary>
    public bool IsQuoted => (_end & QuotedBit) != 0;

    /// <summary>It holds escapes that are to be undone.</summary>
    public bool IsEscaped => (_end & EscapedBit) != 0;
}
