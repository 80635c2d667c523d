using System.Text;
using SQLitePCL;

namespace Zenset.Formats.Sqlite.Database;

/// <summary>The storage class of a value (sqlite3.h: SQLITE_INTEGER …).</summary>
internal enum StorageClass
{
    /// <summary>64 bits, signed.</summary>
    Integer = 1,
    /// <summary>IEEE binary64.</summary>
    Real = 2,
    /// <summary>Text in the database's encoding.</summary>
    Text = 3,
    /// <summary>Bytes.</summary>
    Blob = 4,
    /// <summary>Missing.</summary>
    Null = 5,
}

/// <summary>A prepared statement. Spans that it gives are valid until the next step.</summary>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt handle) : IDisposable
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Goes to the next row; false at the end.</summary>
    /// <exception cref="SqliteFailure">It cannot be read or written.</exception>
    public bool Step() => raw.sqlite3_step(handle) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        var code => throw database.Failure(code),
    };

    /// <summary>Begins anew, with the same parameters.</summary>
    public void Reset() => raw.sqlite3_reset(handle);

    public StorageClass ClassOf(int column) => (StorageClass)raw.sqlite3_column_type(handle, column);

    public long Integer(int column) => raw.sqlite3_column_int64(handle, column);

    public double Real(int column) => raw.sqlite3_column_double(handle, column);

    /// <summary>The bytes of a blob, or of a text in UTF-8.</summary>
    public ReadOnlySpan<byte> Bytes(int column)
    {
        // A text of a UTF-16 database is converted in place when it is asked for as UTF-8; asked for as a blob it comes as it is.
        if (database.IsUtf16 && ClassOf(column) == StorageClass.Text) raw.sqlite3_column_text(handle, column);
        return raw.sqlite3_column_blob(handle, column);
    }

    /// <summary>A text of the schema; null when it is missing.</summary>
    /// <exception cref="SqliteFailure">It is not UTF-8.</exception>
    public string? Text(int column)
    {
        if (ClassOf(column) == StorageClass.Null) return null;
        raw.sqlite3_column_text(handle, column);
        try
        {
            return Strict.GetString(raw.sqlite3_column_blob(handle, column));
        }
        catch (DecoderFallbackException)
        {
            throw new SqliteFailure(raw.SQLITE_CORRUPT, "a name in the schema is not valid text");
        }
    }

    public void Bind(int parameter, long value) => Check(raw.sqlite3_bind_int64(handle, parameter, value));

    public void Bind(int parameter, double value) => Check(raw.sqlite3_bind_double(handle, parameter, value));

    public void BindNull(int parameter) => Check(raw.sqlite3_bind_null(handle, parameter));

    // An empty span has no address, which SQLite would take for a missing value.
    public void BindText(int parameter, ReadOnlySpan<byte> utf8) =>
        Check(utf8.IsEmpty ? raw.sqlite3_bind_text(handle, parameter, "") : raw.sqlite3_bind_text(handle, parameter, utf8));

    public void BindText(int parameter, string text) => BindText(parameter, Encoding.UTF8.GetBytes(text));

    public void BindBlob(int parameter, ReadOnlySpan<byte> bytes) =>
        Check(bytes.IsEmpty ? raw.sqlite3_bind_zeroblob(handle, parameter, 0) : raw.sqlite3_bind_blob(handle, parameter, bytes));

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw database.Failure(code);
    }
}
