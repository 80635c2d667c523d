using Zenset.Formats.Sqlite.Database;

namespace Zenset.Formats.Sqlite;

/// <summary>What the tables of a reader share.</summary>
/// <param name="Pool">Connections.</param>
/// <param name="Path">The plain file.</param>
/// <param name="Request">What was asked for.</param>
/// <param name="SegmentBytes">For tests: bytes of a segment; null chooses by the size of the file.</param>
internal sealed record TableSource(SqlitePool Pool, string Path, ReadRequest Request, long? SegmentBytes)
{
    // A segment becomes a part: large enough that its row groups pay, small enough to occupy every core.
    private const long LeastSegmentBytes = 8 << 20, MostSegmentBytes = 32 << 20;

    /// <summary>Bytes of the plain file.</summary>
    public long FileBytes { get; } = new FileInfo(Path).Length;

    /// <summary>Rows that cannot be read are left out.</summary>
    public bool Skips => Request is { OnError: OnError.Skip, Rejected: not null };

    /// <summary>About how many bytes a segment has.</summary>
    public long PieceBytes => SegmentBytes ?? Math.Clamp(FileBytes / 8, LeastSegmentBytes, MostSegmentBytes);
}
