namespace Zenset.Formats.Sqlite.Database;

/// <summary>SQLite's own words for what went wrong, before it is known which table and row they are about.</summary>
/// <param name="code">Result code, with its extension (https://sqlite.org/rescode.html).</param>
/// <param name="message">SQLite's message.</param>
internal sealed class SqliteFailure(int code, string message) : Exception(message)
{
    private const int Corrupt = 11, Full = 13, Constraint = 19, NotADatabase = 26;

    /// <summary>Primary result code.</summary>
    public int Primary { get; } = code & 0xFF;

    /// <summary>A key that is not unique, or another constraint.</summary>
    public bool IsConstraint => Primary == Constraint;

    /// <summary>As the failure of a source.</summary>
    public SourceDataException AtSource(SourceLocation location) => Primary switch
    {
        NotADatabase => new(SqliteErrors.NotADatabase, "is no SQLite database, or an encrypted one", location, "Decrypt it with the program that made it.", this),
        Corrupt => new(SqliteErrors.Damaged, $"the database is damaged ({Quoting.Shorten(Message, 120)})", location, "`sqlite3 FILE .recover` saves what can be saved.", this),
        _ => new(SqliteErrors.Unreadable, $"SQLite cannot read it ({Quoting.Shorten(Message, 120)})", location, "Open it with the sqlite3 program to see whether it can; `.recover` saves what can be saved.", this),
    };

    /// <summary>As the failure of a target.</summary>
    public ZensetException AtTarget(string target) => Primary == Full
        ? new StorageException(CoreErrors.StorageFull, Quoting.Shorten(Message, 200), fix: "Free some room, or choose another place.", inner: this)
        : new NotSupportedSourceException(SqliteErrors.WriteFailed, $"SQLite refused to write {target} ({Quoting.Shorten(Message, 200)})", inner: this);
}
