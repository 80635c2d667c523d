using System.Runtime.InteropServices;

namespace Zenset.DuckDb;

/// <summary>Where the items of one list lie in the item vector.</summary>
/// <param name="Offset">Index of the first item.</param>
/// <param name="Length">Number of items.</param>
/// <remarks><c>duckdb_list_entry</c> of duckdb.h.</remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ListEntry(ulong Offset, ulong Length);
