using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Arrays.Sparse;
using Zenset.Formats.Text;
using Zenset.Model;

namespace Zenset.Formats.MatrixMarket;

/// <summary>The entries of a coordinate file, those left out by symmetry included, parsed by several threads of the engine.</summary>
internal sealed class MtxTriplets(MtxHeader header, TextInput input, TextSegments segments, CancellationToken cancellationToken) : ITableSource, IDisposable
{
    private readonly Lock _lock = new();
    private long _lines;
    private int _scans;
    private int _ended;

    public IReadOnlyList<EngineColumn> Columns { get; } = Triplets.ColumnsOf(header.Item);
    public long? RowEstimate => header.Symmetry == MtxSymmetry.General ? header.Entries : header.Entries * 2;
    public bool RowEstimateIsExact => false;
    public int MaxThreads => Environment.ProcessorCount;
    public double Progress => 0;

    public ITableScan OpenScan(ReadOnlySpan<int> columns)
    {
        lock (_lock) _scans++;
        return new Scan(this, columns.ToArray());
    }

    public void Dispose() => segments.Dispose();

    private MtxHeader Header => header;

    private MtxSegment? Next() => (MtxSegment?)segments.Next(cancellationToken);

    // The last scan to end knows how many entries there were.
    private void End(long lines)
    {
        lock (_lock)
        {
            _lines += lines;
            if (++_ended < _scans) return;
            if (_lines != header.Entries)
            {
                throw new SourceDataException(
                    MtxErrors.Count, string.Create(CultureInfo.InvariantCulture, $"it announces {header.Entries:N0} entries, and has {_lines:N0}"), new SourceLocation { Source = input.Name },
                    "Fetch or write the file again.");
            }
        }
    }

    /// <summary>A piece of the text, for <see cref="TextSegments"/>.</summary>
    internal sealed class MtxSegment(SegmentText text, int index) : ISegment
    {
        public SegmentText Text => text;
        public int Index => index;
        public IReadOnlyList<EngineColumn> Columns => [];
        public long? RowEstimate => null;
        public bool RowEstimateIsExact => false;
        public int MaxThreads => 1;
        public double Progress => 0;
        public long BytesRead => text.BytesRead;
        public ITableScan OpenScan(ReadOnlySpan<int> columns) => throw new NotSupportedException("Its lines are read by MtxTriplets.");
        public void Dispose() => text.Dispose();
    }

    private sealed class Scan(MtxTriplets source, int[] wanted) : ITableScan
    {
        private MtxSegment? _segment;
        private MtxLines? _lines;
        private long _count;
        private bool _isEnded;

        public int Read(ChunkBuilder chunk)
        {
            var (row, column, value) = (Output(0), Output(1), Output(2));
            var made = 0;
            // An entry may stand for two.
            while (made < chunk.Capacity - 1 && Advance())
            {
                var lines = _lines!;
                Put(chunk, made++, lines.Row, lines.Column, lines.Value, row, column, value);
                if (source.Header.Symmetry == MtxSymmetry.General || lines.Row == lines.Column) continue;
                var mirrored = source.Header.Symmetry == MtxSymmetry.Symmetric ? lines.Value
                    : source.Header.Item.Kind == FieldKind.Float64 ? BitConverter.DoubleToInt64Bits(-BitConverter.Int64BitsToDouble(lines.Value)) : unchecked(-lines.Value);
                Put(chunk, made++, lines.Column, (int)lines.Row, mirrored, row, column, value);
            }
            return made;
        }

        public void Dispose() => _segment?.Dispose();

        private int Output(int column) => Array.IndexOf(wanted, column);

        private bool Advance()
        {
            while (!_isEnded)
            {
                if (_lines is not null && _lines.Next())
                {
                    _count++;
                    return true;
                }
                _segment?.Dispose();
                _segment = source.Next();
                _lines = _segment is null ? null : new MtxLines(source.Header, _segment.Text, source.SourceName);
                if (_segment is not null) continue;
                _isEnded = true;
                source.End(_count);
            }
            return false;
        }

        private static void Put(ChunkBuilder chunk, int at, long row, int column, long value, int rowOutput, int columnOutput, int valueOutput)
        {
            if (rowOutput >= 0) chunk[rowOutput].Values<long>()[at] = row;
            if (columnOutput >= 0) chunk[columnOutput].Values<int>()[at] = column;
            if (valueOutput < 0) return;
            var values = chunk[valueOutput];
            if (values.Type.ValueBytes == 1) values.Values<byte>()[at] = (byte)value;
            else values.Values<long>()[at] = value;
        }
    }

    private string SourceName => input.Name;
}
