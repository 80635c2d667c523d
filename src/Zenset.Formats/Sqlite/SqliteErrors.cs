using System.Collections.Immutable;

namespace Zenset.Formats.Sqlite;

/// <summary>The kinds of failure that belong to SQLite.</summary>
internal static class SqliteErrors
{
    public static readonly ErrorCode NotADatabase = new("sqlite/not-a-database", "The file does not begin as a SQLite database does, or is encrypted. Decrypt it with the program that made it.");
    public static readonly ErrorCode Damaged = new("sqlite/damaged", "The database is damaged. `sqlite3 FILE .recover` saves what can be saved into a new one.");
    public static readonly ErrorCode Unfinished = new("sqlite/unfinished", "Another program is changing the database, or was broken off while it did. Close it, or open the database once with the sqlite3 program.");
    public static readonly ErrorCode NoTables = new("sqlite/no-tables", "The database has no ordinary table. Views and virtual tables are not read.");
    public static readonly ErrorCode WrongType = new("sqlite/wrong-type", "A value is not of the type that its column is declared with. Correct it, leave such rows out with --on-error=skip, or ask for another type with --type.");
    public static readonly ErrorCode NotUtf8 = new("sqlite/not-utf8", "A text is not valid in the database's encoding. Correct it, or read the column as bytes with --type FIELD=binary.");
    public static readonly ErrorCode Unreadable = new("sqlite/unreadable", "SQLite cannot read a table, for a reason that it gives: a function or collation of another program, for example.");
    public static readonly ErrorCode DuplicateKey = new("sqlite/duplicate-key", "A declared key does not tell rows apart, so SQLite refuses the rows. Correct the rows, or the key.");
    public static readonly ErrorCode WriteFailed = new("sqlite/write-failed", "SQLite refused to write, for a reason that it gives.");

    public static ImmutableArray<ErrorCode> All { get; } = [NotADatabase, Damaged, Unfinished, NoTables, WrongType, NotUtf8, Unreadable, DuplicateKey, WriteFailed];
}
