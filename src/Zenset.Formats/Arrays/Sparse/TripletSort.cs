using System.Globalization;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Arrays.Sparse;

/// <summary>Entries of a matrix in any order: row and column, both from 0, and value.</summary>
internal static class Triplets
{
    /// <summary>The columns of a source of them.</summary>
    public static IReadOnlyList<EngineColumn> ColumnsOf(FieldType item) =>
        [new EngineColumn("row", EngineType.BigInt), new EngineColumn("col", EngineType.Integer), new EngineColumn("value", FieldEngine.TypeOf(item))];

    /// <summary>
    /// Refuses a matrix with far more rows than its file has bytes: rows of nothing cost the file nothing, and whoever reads them much.
    /// </summary>
    public static void RequireRows(long rows, long fileBytes, SourceLocation place)
    {
        if (rows > (1L << 20) + fileBytes * 256)
            throw new NotSupportedSourceException(ArrayErrors.TooLarge, string.Create(CultureInfo.InvariantCulture, $"it announces {rows:N0} rows, nearly all of them empty"), place);
    }

    /// <summary>Refuses a matrix with more columns than a sparse field has positions.</summary>
    public static void RequireColumns(long columns, SourceLocation place)
    {
        if (columns > int.MaxValue)
            throw new NotSupportedSourceException(ArrayErrors.TooLarge, string.Create(CultureInfo.InvariantCulture, $"it has {columns:N0} columns, and up to {int.MaxValue:N0} are read"), place, "Transpose it.");
    }
}

/// <summary>
/// The rows of a matrix whose entries come in any order: the engine sorts them, on disk where memory is short, and one segment makes rows
/// of what it gives. Entries of one place are added up, as SciPy does.
/// </summary>
/// <param name="item">Type of a value.</param>
/// <param name="rows">Rows of the matrix.</param>
/// <param name="columns">Its columns.</param>
/// <param name="open">Opens the entries; disposed with the segment if it can be.</param>
internal sealed class TripletSort(Engine engine, FieldType item, long rows, long columns, Func<CancellationToken, ITableSource> open) : ISegments
{
    private readonly Lock _lock = new();
    private bool _isTaken;

    public long? RowEstimate => rows;

    public ISegment? Next(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_isTaken) return null;
            _isTaken = true;
        }
        return new SortedSegment(engine, item, rows, columns, open(cancellationToken), cancellationToken);
    }

    public void Dispose()
    {
    }

    private sealed class SortedSegment : ISegment
    {
        private readonly FieldType _item;
        private readonly long _rows;
        private readonly long _columns;
        private readonly ITableSource _source;
        private readonly Connection _connection;
        private readonly RegisteredSource _registered;
        private readonly Query _query;
        private long _bytes;

        public SortedSegment(Engine engine, FieldType item, long rows, long columns, ITableSource source, CancellationToken cancellationToken)
        {
            (_item, _rows, _columns) = (item, rows, columns);
            _source = source;
            _connection = engine.Connect();
            _registered = engine.Register(source);
            try
            {
                // By value too, so that adding up has one result.
                _query = _connection.Query($"SELECT \"row\", col, \"value\" FROM {_registered.Sql} ORDER BY ALL", cancellationToken);
            }
            catch (Exception e)
            {
                _registered.Dispose();
                _connection.Dispose();
                (source as IDisposable)?.Dispose();
                // What a line of the source is at fault of is said, and not that the engine met it.
                if (EngineFailures.Translate(e) is var failure && failure != e) throw failure;
                throw;
            }
        }

        public int Index => 0;
        public IReadOnlyList<EngineColumn> Columns => [new EngineColumn("c0", FieldEngine.TypeOf(FieldType.Sparse(_item, _columns)))];
        public long? RowEstimate => _rows;
        public bool RowEstimateIsExact => true;
        public int MaxThreads => 1;
        public double Progress => 0;
        public long BytesRead => Volatile.Read(ref _bytes);

        public ITableScan OpenScan(ReadOnlySpan<int> columns) => _item.Kind switch
        {
            FieldKind.Boolean => new TripletScan<byte>(_query, _rows, (a, b) => (byte)(a | b), AddBytes),
            FieldKind.Int8 => new TripletScan<sbyte>(_query, _rows, (a, b) => (sbyte)(a + b), AddBytes),
            FieldKind.Int16 => new TripletScan<short>(_query, _rows, (a, b) => (short)(a + b), AddBytes),
            FieldKind.Int32 => new TripletScan<int>(_query, _rows, (a, b) => a + b, AddBytes),
            FieldKind.Int64 => new TripletScan<long>(_query, _rows, (a, b) => a + b, AddBytes),
            FieldKind.UInt8 => new TripletScan<byte>(_query, _rows, (a, b) => (byte)(a + b), AddBytes),
            FieldKind.UInt16 => new TripletScan<ushort>(_query, _rows, (a, b) => (ushort)(a + b), AddBytes),
            FieldKind.UInt32 => new TripletScan<uint>(_query, _rows, (a, b) => a + b, AddBytes),
            FieldKind.UInt64 => new TripletScan<ulong>(_query, _rows, (a, b) => a + b, AddBytes),
            FieldKind.Float16 or FieldKind.Float32 => new TripletScan<float>(_query, _rows, (a, b) => a + b, AddBytes),
            FieldKind.Float64 => new TripletScan<double>(_query, _rows, (a, b) => a + b, AddBytes),
            _ => throw new InvalidOperationException($"A sparse matrix of {_item} is not read."),
        };

        public void Dispose()
        {
            _query.Dispose();
            _registered.Dispose();
            _connection.Dispose();
            (_source as IDisposable)?.Dispose();
        }

        private void AddBytes(long bytes) => Interlocked.Add(ref _bytes, bytes);
    }
}
