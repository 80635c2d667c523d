using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Zenset.DuckDb.Native.Handles;
using Zenset.DuckDb.Native.Layouts;

namespace Zenset.DuckDb.Native;

// duckdb.h 1.4.4, section "Extract Statements".
internal static partial class NativeMethods
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial ulong duckdb_extract_statements(ConnectionHandle connection, string query, out nint out_extracted_statements);

    [LibraryImport(Library)]
    public static partial State duckdb_prepare_extracted_statement(
        ConnectionHandle connection, ExtractedStatementsHandle extracted_statements, ulong index, out nint out_prepared_statement);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(EngineOwnedText))]
    public static partial string? duckdb_extract_statements_error(ExtractedStatementsHandle extracted_statements);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_extracted(ref nint extracted_statements);
}
