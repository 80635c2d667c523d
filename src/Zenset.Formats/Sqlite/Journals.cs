namespace Zenset.Formats.Sqlite;

/// <summary>
/// Changes that lie beside the database: a write-ahead log, or the journal of a change that was broken off. The file alone would be an older or a
/// half-changed one, and merging them would write to the user's files.
/// </summary>
/// <remarks>https://sqlite.org/fileformat2.html §3 and §4: how a journal and a log begin.</remarks>
internal static class Journals
{
    private static ReadOnlySpan<byte> JournalStart => [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7];

    /// <summary>Throws when there are such changes.</summary>
    /// <exception cref="NotSupportedSourceException"><c>sqlite/unfinished</c>.</exception>
    public static void RequireNone(Source source)
    {
        if (source.PlainPath is not { } path) return;
        if (Begins(path + "-wal", [0x37, 0x7F, 0x06], 32))
        {
            throw new NotSupportedSourceException(
                SqliteErrors.Unfinished, $"beside it lies {Quoting.Shorten(source.FileName)}-wal, a write-ahead log whose changes may not be in it yet", new SourceLocation { Source = source.Name },
                "Close the program that uses it, or run `sqlite3 FILE 'PRAGMA wal_checkpoint(TRUNCATE)'`, and import it again.");
        }
        if (Begins(path + "-journal", JournalStart, JournalStart.Length))
        {
            throw new NotSupportedSourceException(
                SqliteErrors.Unfinished, $"beside it lies {Quoting.Shorten(source.FileName)}-journal: a change to it is under way, or was broken off", new SourceLocation { Source = source.Name },
                "Close the program that uses it, or open it once with the sqlite3 program, which undoes the change.");
        }
    }

    private static bool Begins(string path, ReadOnlySpan<byte> start, int moreThanBytes)
    {
        try
        {
            if (!File.Exists(path)) return false;
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> head = stackalloc byte[8];
            var read = RandomAccess.Read(file, head, 0);
            return head[..read].StartsWith(start) && RandomAccess.GetLength(file) > moreThanBytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
