using Zenset.Formats.Sqlite.Database;

namespace Zenset.Formats.Sqlite;

/// <summary>
/// Changes that lie beside the database: a write-ahead log, or the journal of a change that was broken off. The file alone would be an older or a
/// half-changed one, and merging them would write to the user's files: a log is merged in a copy, a journal is refused.
/// </summary>
/// <remarks>https://sqlite.org/fileformat2.html §3 and §4: how a journal and a log begin.</remarks>
internal static class Journals
{
    private const int LogHeaderBytes = 32;

    private static ReadOnlySpan<byte> JournalStart => [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7];

    private static ReadOnlySpan<byte> LogStart => [0x37, 0x7F, 0x06];

    /// <summary>Beside the source lies a write-ahead log with changes.</summary>
    public static bool HasLog(Source source) => source.PlainPath is { } path && Begins(path + "-wal", LogStart, LogHeaderBytes);

    /// <summary>The plain database, with everything that was committed to it.</summary>
    /// <exception cref="NotSupportedSourceException"><c>sqlite/unfinished</c>: a change is under way.</exception>
    public static async ValueTask<PlainFile> OpenAsync(Source source, CancellationToken cancellationToken)
    {
        if (source.PlainPath is { } path && Begins(path + "-journal", JournalStart, JournalStart.Length))
            throw Unfinished(source, $"beside it lies {Quoting.Shorten(source.FileName)}-journal: a change to it is under way, or was broken off", "Close the program that uses it, or open it once with the sqlite3 program, which undoes the change.");
        return HasLog(source) ? await MergeAsync(source, source.PlainPath!, cancellationToken).ConfigureAwait(false) : await source.OpenPlainFileAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<PlainFile> MergeAsync(Source source, string path, CancellationToken cancellationToken)
    {
        var copy = Path.Combine(Path.GetTempPath(), $"zenset-{Guid.NewGuid():N}.tmp");
        var plain = new PlainFile(copy, isTemporary: true);
        try
        {
            // A program that writes to both meanwhile would make two halves of them that do not belong together.
            var before = Stamp(path);
            await CopyAsync(path + "-wal", copy + "-wal", cancellationToken).ConfigureAwait(false);
            await CopyAsync(path, copy, cancellationToken).ConfigureAwait(false);
            if (Stamp(path) != before) throw Unfinished(source, "another program writes to it", "Close that program, or copy the database with `sqlite3 FILE '.backup COPY'`.");
            SqliteDatabase.MergeLog(copy);
            return plain;
        }
        catch (Exception e)
        {
            plain.Dispose();
            if (e is SqliteFailure failure) throw failure.AtSource(new SourceLocation { Source = source.Name });
            throw;
        }
        finally
        {
            foreach (var end in (string[])["-wal", "-shm", "-journal"]) File.Delete(copy + end);
        }
    }

    private static NotSupportedSourceException Unfinished(Source source, string problem, string fix) =>
        new(SqliteErrors.Unfinished, problem, new SourceLocation { Source = source.Name }, fix);

    private static (long, DateTime, long, DateTime) Stamp(string path)
    {
        var (database, log) = (new FileInfo(path), new FileInfo(path + "-wal"));
        return log.Exists ? (database.Length, database.LastWriteTimeUtc, log.Length, log.LastWriteTimeUtc) : (database.Length, database.LastWriteTimeUtc, 0, default);
    }

    private static async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
        await using var target = new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        await source.CopyToAsync(target, 1 << 20, cancellationToken).ConfigureAwait(false);
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
