namespace Zenset.Formats.Tests.Sqlite;

/// <summary>Python's sqlite3 module, which is another build of SQLite with another binding: reads what we write and writes what we read.</summary>
internal static class Python
{
    /// <summary>It can be asked.</summary>
    public static bool IsHere { get; } = PythonProcess.Has("sqlite3");

    /// <summary>Runs a script beside these tests; empty when there is no Python.</summary>
    public static string Run(string script, params string[] arguments) =>
        IsHere ? PythonProcess.Run(Path.Combine("tests", "Zenset.Formats.Tests", "Sqlite", script), arguments) : "";
}
