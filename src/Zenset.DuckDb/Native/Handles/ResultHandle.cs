using System.Runtime.InteropServices;
using Zenset.DuckDb.Native.Layouts;

namespace Zenset.DuckDb.Native.Handles;

/// <summary>
/// An owned <c>duckdb_result</c>: the engine fills a structure of the caller, so this allocates it, and destroys content and structure
/// together.
/// </summary>
internal sealed unsafe class ResultHandle() : EngineHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(DuckDbResult)))
{
    /// <summary>The next chunk of the result; invalid at its end and on an error.</summary>
    public DataChunkHandle Fetch()
    {
        var held = false;
        try
        {
            DangerousAddRef(ref held);
            return new DataChunkHandle(NativeMethods.duckdb_fetch_chunk(*(DuckDbResult*)handle));
        }
        finally
        {
            if (held) DangerousRelease();
        }
    }

    /// <summary>What the statement gave back: rows, a count of changed rows, or nothing.</summary>
    public ResultType ReturnType
    {
        get
        {
            var held = false;
            try
            {
                DangerousAddRef(ref held);
                return NativeMethods.duckdb_result_return_type(*(DuckDbResult*)handle);
            }
            finally
            {
                if (held) DangerousRelease();
            }
        }
    }

    protected override void Destroy(nint value)
    {
        NativeMethods.duckdb_destroy_result((DuckDbResult*)value);
        NativeMemory.Free((void*)value);
    }
}
