using System.Text;
using SQLitePCL;

namespace Zenset.Formats.Sqlite.Database;

/// <summary>A connection to a database file. Used by one thread at a time.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    // sqlite3.h: SQLITE_DBCONFIG_*.
    private const int EnableTrigger = 1003, EnableLoadExtension = 1005, Defensive = 1010, EnableView = 1015, TrustedSchema = 1017;

    // sqlite3.h: SQLITE_LIMIT_*.
    private const int LimitLength = 0, LimitAttached = 7;

    // SQLITE_MAX_LENGTH, which a limit cannot exceed.
    private const long MostBytes = 1_000_000_000;

    private readonly sqlite3 _handle;

    static SqliteDatabase() => Batteries_V2.Init();

    private SqliteDatabase(sqlite3 handle) => _handle = handle;

    /// <summary>
    /// Opens a file to read it, as one that nobody changes and nobody is trusted in: SQLite takes no lock, looks for no journal and
    /// writes nothing beside it; functions that a schema names and that could do harm are not called.
    /// </summary>
    /// <exception cref="SqliteFailure">It cannot be opened.</exception>
    public static SqliteDatabase OpenRead(string path)
    {
        var database = Open($"{Uri(path)}?mode=ro&immutable=1", raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI | raw.SQLITE_OPEN_NOMUTEX);
        try
        {
            // No value of a file is longer than the file; twice that for text that is converted from UTF-16.
            raw.sqlite3_limit(database._handle, LimitLength, (int)Math.Min(MostBytes, 2 * new FileInfo(path).Length + (1 << 16)));
            database.Harden();
            // Cells are checked when a page is read, so that damage is found where it is. No mapping: a file that shrinks must not kill the process.
            database.Execute("PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA query_only=ON");
            using (var encoding = database.Prepare("PRAGMA encoding")) database.IsUtf16 = encoding.Step() && encoding.Text(0) != "UTF-8";
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Merges a write-ahead log that lies beside a file, which is changed.</summary>
    /// <exception cref="SqliteFailure">One of them is damaged.</exception>
    public static void MergeLog(string path)
    {
        using var database = Open(Uri(path), raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_URI | raw.SQLITE_OPEN_NOMUTEX);
        database.Harden();
        database.Execute("PRAGMA synchronous=OFF; PRAGMA mmap_size=0; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE");
    }

    /// <summary>Opens a file that does not exist yet, to fill it at once: it is of no use before it is whole, so there is no journal.</summary>
    public static SqliteDatabase Create(string path)
    {
        var database = Open(Uri(path), raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_URI | raw.SQLITE_OPEN_NOMUTEX);
        try
        {
            database.Execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA foreign_keys=OFF; PRAGMA mmap_size=0");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Texts are kept as UTF-16, and are converted when they are asked for.</summary>
    public bool IsUtf16 { get; private set; }

    /// <summary>Runs statements that give no rows that matter.</summary>
    /// <exception cref="SqliteFailure">One failed.</exception>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>Prepares one statement.</summary>
    /// <exception cref="SqliteFailure">SQLite does not understand it.</exception>
    public SqliteStatement Prepare(string sql)
    {
        var code = raw.sqlite3_prepare_v2(_handle, sql, out var statement);
        if (code == raw.SQLITE_OK) return new SqliteStatement(this, statement);
        statement?.Dispose();
        throw Failure(code);
    }

    /// <summary>The failure that <paramref name="code"/> stands for.</summary>
    public SqliteFailure Failure(int code)
    {
        var extended = raw.sqlite3_extended_errcode(_handle);
        return new SqliteFailure((extended & 0xFF) == (code & 0xFF) ? extended : code, raw.sqlite3_errmsg(_handle).utf8_to_string() ?? "unknown error");
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw Failure(code);
    }

    // Nothing that the schema names is called (https://sqlite.org/security.html).
    private void Harden()
    {
        raw.sqlite3_limit(_handle, LimitAttached, 0);
        Configure(TrustedSchema, 0);
        Configure(Defensive, 1);
        Configure(EnableTrigger, 0);
        Configure(EnableView, 0);
        Configure(EnableLoadExtension, 0);
    }

    private void Configure(int option, int value) => raw.sqlite3_db_config(_handle, option, value, out _);

    private static SqliteDatabase Open(string uri, int flags)
    {
        var code = raw.sqlite3_open_v2(uri, out var handle, flags, null);
        var database = new SqliteDatabase(handle);
        if (code == raw.SQLITE_OK) return database;
        var failure = database.Failure(code);
        database.Dispose();
        throw failure;
    }

    // https://sqlite.org/uri.html: everything but the marks of a URI may stand as it is, in UTF-8.
    private static string Uri(string path)
    {
        var full = Path.GetFullPath(path);
        if (OperatingSystem.IsWindows()) full = '/' + full.Replace('\\', '/');
        var uri = new StringBuilder("file:");
        foreach (var c in full) uri.Append(c switch { '%' => "%25", '?' => "%3f", '#' => "%23", _ => c.ToString() });
        return uri.ToString();
    }
}
