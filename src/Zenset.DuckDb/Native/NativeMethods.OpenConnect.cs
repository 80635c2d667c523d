using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Zenset.DuckDb.Native.Handles;
using Zenset.DuckDb.Native.Layouts;

namespace Zenset.DuckDb.Native;

// duckdb.h 1.4.4, section "Open Connect".
internal static partial class NativeMethods
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial State duckdb_open_ext(string? path, out nint out_database, ConfigHandle config, out nint out_error);

    [LibraryImport(Library)]
    public static partial void duckdb_close(ref nint database);

    [LibraryImport(Library)]
    public static partial State duckdb_connect(DatabaseHandle database, out nint out_connection);

    [LibraryImport(Library)]
    public static partial void duckdb_interrupt(ConnectionHandle connection);

    [LibraryImport(Library)]
    public static partial DuckDbQueryProgress duckdb_query_progress(ConnectionHandle connection);

    [LibraryImport(Library)]
    public static partial void duckdb_disconnect(ref nint connection);

    [LibraryImport(Library)]
    public static partial void duckdb_connection_get_client_context(ConnectionHandle connection, out nint out_context);

    [LibraryImport(Library)]
    public static partial ulong duckdb_client_context_get_connection_id(ClientContextHandle context);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_client_context(ref nint context);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(EngineOwnedText))]
    public static partial string? duckdb_library_version();
}
