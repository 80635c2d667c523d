using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zenset.DuckDb.Native.Handles;

namespace Zenset.DuckDb.Native;

/// <summary>
/// The one table function, <c>zenset_source(id)</c>. The engine calls, in order: bind once per plan (columns, number of rows), init
/// once per
/// execution (threads), local init once per engine thread (a scan), then the function on that thread until it gives no rows.
/// </summary>
internal static unsafe class SourceFunction
{
    public const string Name = "zenset_source";

    public static void Register(ConnectionHandle connection, SourceRegistry registry)
    {
        using var function = new TableFunctionHandle(NativeMethods.duckdb_create_table_function());
        using var parameter = LogicalTypes.Create(EngineType.BigInt);
        NativeMethods.duckdb_table_function_set_name(function, Name);
        NativeMethods.duckdb_table_function_add_parameter(function, parameter);
        NativeMethods.duckdb_table_function_set_extra_info(function, CallbackState.Hold(registry), CallbackState.Delete);
        NativeMethods.duckdb_table_function_set_bind(function, &Bind);
        NativeMethods.duckdb_table_function_set_init(function, &Init);
        NativeMethods.duckdb_table_function_set_local_init(function, &LocalInit);
        NativeMethods.duckdb_table_function_set_function(function, &Read);
        NativeMethods.duckdb_table_function_supports_projection_pushdown(function, true);
        Checked.State(NativeMethods.duckdb_register_table_function(connection, function), nameof(NativeMethods.duckdb_register_table_function));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        Session? session = null;
        try
        {
            var registry = CallbackState.Get<SourceRegistry>(NativeMethods.duckdb_bind_get_extra_info(info));
            session = registry.SessionOf(ConnectionOf(info));
            using var parameter = new ValueHandle(NativeMethods.duckdb_bind_get_parameter(info, 0));
            // duckdb_get_int64 of a NULL throws a C++ exception, which ends the process.
            if (NativeMethods.duckdb_is_null_value(parameter))
                throw new ArgumentException($"{Name} takes the number of a registered source, not NULL.");
            var source = registry.Find(NativeMethods.duckdb_get_int64(parameter));

            var columns = source.Columns;
            foreach (var column in columns)
            {
                SqlText.RequireNoNul(column.Name, nameof(column));
                using var type = LogicalTypes.Create(column.Type);
                NativeMethods.duckdb_bind_add_result_column(info, column.Name, type);
            }

            if (source.RowEstimate is { } rows and >= 0) NativeMethods.duckdb_bind_set_cardinality(info, (ulong)rows, source.RowEstimateIsExact);
            NativeMethods.duckdb_bind_set_bind_data(info, CallbackState.Hold(new BoundSource(source, [.. columns], session)), CallbackState.Delete);
        }
        catch (Exception exception)
        {
            session?.Keep(exception);
            NativeMethods.duckdb_bind_set_error(info, TextOf(exception));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info)
    {
        var bound = CallbackState.Get<BoundSource>(NativeMethods.duckdb_init_get_bind_data(info));
        try
        {
            bound.Session.Scans(bound.Source);
            NativeMethods.duckdb_init_set_max_threads(info, (ulong)Math.Max(1, bound.Source.MaxThreads));
        }
        catch (Exception exception)
        {
            bound.Session.Keep(exception);
            NativeMethods.duckdb_init_set_error(info, TextOf(exception));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void LocalInit(nint info)
    {
        var bound = CallbackState.Get<BoundSource>(NativeMethods.duckdb_init_get_bind_data(info));
        try
        {
            var asked = (int)NativeMethods.duckdb_init_get_column_count(info);
            var columns = new List<int>(asked);
            var vectors = new List<int>(asked);
            for (var i = 0; i < asked; i++)
            {
                // A virtual column lies beyond ours; nobody reads what is in it. 1.5.5 asks for our first column where no column is needed.
                var column = NativeMethods.duckdb_init_get_column_index(info, (ulong)i);
                if (column >= (ulong)bound.Columns.Length) continue;
                columns.Add((int)column);
                vectors.Add(i);
            }

            var scan = bound.Source.OpenScan(CollectionsMarshal.AsSpan(columns))
                ?? throw new InvalidOperationException($"{bound.Source.GetType().Name}.OpenScan gave null.");
            var states = columns.Select(column => new VectorState(bound.Columns[column].Type)).ToArray();
            var local = new LocalScan(scan, bound.Session, states, [.. vectors]);
            NativeMethods.duckdb_init_set_init_data(info, CallbackState.Hold(local), CallbackState.Delete);
        }
        catch (Exception exception)
        {
            bound.Session.Keep(exception);
            NativeMethods.duckdb_init_set_error(info, TextOf(exception));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Read(nint info, nint chunk)
    {
        var scan = CallbackState.Get<LocalScan>(NativeMethods.duckdb_function_get_local_init_data(info));
        try
        {
            NativeMethods.duckdb_data_chunk_set_size(chunk, (ulong)scan.Read(chunk));
        }
        catch (Exception exception)
        {
            scan.Session.Keep(exception);
            NativeMethods.duckdb_function_set_error(info, TextOf(exception));
        }
    }

    private static ulong ConnectionOf(nint info)
    {
        NativeMethods.duckdb_table_function_get_client_context(info, out var context);
        using var handle = new ClientContextHandle(context);
        return NativeMethods.duckdb_client_context_get_connection_id(handle);
    }

    // The engine takes a C string, and an empty one would be no error at all.
    private static string TextOf(Exception exception)
    {
        var text = exception.Message.Replace('\0', ' ');
        return text.Length == 0 ? exception.GetType().Name : text;
    }

    private sealed record BoundSource(ITableSource Source, EngineColumn[] Columns, Session Session);
}
