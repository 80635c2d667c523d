using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zenset.DuckDb;
using Zenset.Formats.Arff.Header;
using Zenset.Formats.Text;
using Zenset.Formats.Wide;

namespace Zenset.Formats.Arff;

/// <summary>Reads the rows of one segment into chunks. Cells are parsed where they stand; no object per row or cell.</summary>
/// <remarks>
/// ARFF, Weka manual 3.8 §9.2. A row is a line. Cells are parted by commas; a row that has too few of those is read once more with blanks
/// as separators, as Weka's tokenizer takes them.
/// </remarks>
internal sealed unsafe partial class ArffScan : ITableScan
{
    // Items of vector columns in one chunk: half a MiB of numbers stays in the cache of a core while they are hashed and copied on.
    private const int MostItemsOfChunk = 1 << 16;

    private readonly ArffTable _table;
    private readonly SegmentText _text;
    private readonly ScratchText _scratch = new();
    private readonly Action<long> _onBytes;
    private readonly int _segment;
    // Made when a cell of the attribute is met: in rows of a sparse or wide table most never are.
    private readonly ArffCellPlan?[] _plans;
    private readonly ArffLayout _layout;
    private readonly int[] _outputs;
    private readonly ArffCellPlan[] _scalars;
    private readonly int _weightOutput = -1;
    private readonly bool _hasWeights;
    private readonly VectorOutput[] _vectors;
    private readonly TextVectorOutput? _texts;
    private readonly SparseOutput? _sparse;
    private readonly int[]? _sparsePositions;
    private readonly byte*[] _data;
    private double* _weights;
    private readonly int _rowsOfChunk;
    private ArffFailure _failure;
    private bool _beginsAnew;

    // What a row teaches, and what is odd in it, counts only once the whole row has been read.
    private readonly List<(ArffCellPlan Plan, string Value)> _learned = [];
    private bool _learnedWeights;
    private int _emptyCells;

    public ArffScan(ArffTable table, ArffLayout layout, SegmentText text, int segment, ReadOnlySpan<int> columns, Action<long> onBytes)
    {
        _table = table;
        _text = text;
        _segment = segment;
        _onBytes = onBytes;
        _hasWeights = layout.HasWeights;
        _layout = layout;
        var outputs = _outputs = new int[layout.Columns.Length];
        Array.Fill(outputs, -1);
        for (var i = 0; i < columns.Length; i++) outputs[columns[i]] = i;

        _plans = new ArffCellPlan?[layout.Slots.Length];
        // Few even where there are thousands of attributes: those in vectors are not among them.
        _scalars = [.. layout.Columns.Where((c, i) => outputs[i] >= 0 && c.Shape == ArffShape.Scalar && c.FirstAttribute >= 0).Select(c => PlanOf(c.FirstAttribute))];
        if (_hasWeights) _weightOutput = outputs[^1];
        _data = new byte*[columns.Length];

        var vectors = new List<VectorOutput>();
        var longest = 1L;
        for (var c = 0; c < layout.Columns.Length; c++)
        {
            if (outputs[c] < 0) continue;
            if (layout.Columns[c].Shape == ArffShape.Vector)
            {
                vectors.Add(new VectorOutput(outputs[c], (int)layout.Columns[c].Field.Type.Length));
                longest = Math.Max(longest, layout.Columns[c].Field.Type.Length);
            }
            else if (layout.Columns[c].Shape == ArffShape.TextVector)
            {
                _texts = new TextVectorOutput(outputs[c], (int)layout.Columns[c].Field.Type.Length);
                longest = Math.Max(longest, layout.Columns[c].Field.Type.Length);
            }
            else if (layout.Columns[c].Shape == ArffShape.Sparse)
            {
                _sparse = new SparseOutput(outputs[c]);
            }
        }
        _vectors = [.. vectors];
        _sparsePositions = layout.SparsePositions;
        _rowsOfChunk = (int)Math.Clamp(MostItemsOfChunk / longest, 1, int.MaxValue);
    }

    private ArffCellPlan PlanOf(int attribute)
    {
        var slot = _layout.Slots[attribute];
        return _plans[attribute] ??= ArffCellPlan.For(_table.Header.Attributes[attribute], attribute, slot, _layout.Columns[slot.Column], _layout.LabelsOf(attribute, _table.Header.Attributes[attribute]), _outputs[slot.Column]);
    }

    public int Read(ChunkBuilder chunk)
    {
        _scratch.Reset();
        Prepare(chunk);
        var capacity = Math.Min(chunk.Capacity, _rowsOfChunk);
        var rows = 0;
        while (rows < capacity && (_sparse is null || _sparse.Used < MostItemsOfChunk))
        {
            var start = _text.Cursor;
            var left = (int)(_text.End - start);
            var length = new ReadOnlySpan<byte>(start, left).IndexOf((byte)'\n');
            byte* next;
            if (length >= 0)
            {
                next = start + length + 1;
            }
            else if (!_text.IsFinal)
            {
                // Cells of the rows before point into the window, so it moves only between chunks.
                if (rows > 0) break;
                _text.Refill();
                continue;
            }
            else if (left == 0)
            {
                break;
            }
            else
            {
                length = left;
                next = _text.End;
            }
            _text.Cursor = next;
            if (ReadLine(chunk, rows, start, start + length)) rows++;
        }
        FinishVectors(chunk, rows);
        _onBytes(_text.BytesRead);
        if (rows == 0 && _beginsAnew) throw _table.BeginAnew();
        return rows;
    }

    public void Dispose() => _scratch.Dispose();

    private void Prepare(ChunkBuilder chunk)
    {
        foreach (var plan in _scalars)
        {
            plan.ForgetItems();
            _data[plan.Output] = Address(chunk[plan.Output], plan);
        }
        if (_weightOutput >= 0) _weights = (double*)AddressOf(chunk[_weightOutput].Values<double>());
        foreach (var vector in _vectors) vector.Begin(chunk, Math.Min(chunk.Capacity, _rowsOfChunk));
        _texts?.Begin(chunk, Math.Min(chunk.Capacity, _rowsOfChunk));
        _sparse?.Begin(chunk);
    }

    private void FinishVectors(ChunkBuilder chunk, int rows)
    {
        foreach (var vector in _vectors) vector.Finish(chunk, rows);
        _texts?.Finish(chunk, rows);
        _sparse?.Finish(chunk);
        foreach (var plan in _scalars)
        {
            if (plan.Attribute.Kind == ArffKind.Relational) chunk[plan.Output].SetItemCount(plan.ItemsUsed);
        }
    }

    // Fixed-size values are written through addresses taken once for a chunk; the memory is the engine's and does not move.
    private static byte* Address(VectorBuilder vector, ArffCellPlan plan) => plan.Attribute.Kind switch
    {
        ArffKind.Numeric or ArffKind.Integer => AddressOf(vector.Values<long>()),
        ArffKind.Date => plan.IsDays ? AddressOf(vector.Values<int>()) : AddressOf(vector.Values<long>()),
        ArffKind.Nominal when plan.Codes!.Count == 0 => null,
        ArffKind.Nominal => plan.CodeBytes switch
        {
            1 => AddressOf(vector.Values<byte>()),
            2 => AddressOf(vector.Values<ushort>()),
            _ => AddressOf(vector.Values<uint>()),
        },
        ArffKind.String or ArffKind.Relational => null,
    };

    private static byte* AddressOf<T>(Span<T> values) where T : unmanaged => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(values));

    // False when the line is no row: blank, a comment, or rejected.
    private bool ReadLine(ChunkBuilder chunk, int row, byte* p, byte* end)
    {
        // Files with CR alone as line end arrive as one line; those with CRLF leave the CR here.
        if (end > p && end[-1] == '\r') end--;
        var first = p;
        SkipBlanks(ref p, end);
        if (p == end || *p == '%') return false;

        var isSparse = *p == '{';
        if (_table.Options.Strict && isSparse != _table.FirstRowIsSparse)
        {
            Fail(ArffErrors.MixedRows, null, p, $"a {(isSparse ? "sparse" : "dense")} row in a file whose first row is {(isSparse ? "dense" : "sparse")}", "OpenML refuses such files. Import without --strict, or write all rows the same way.");
            return Reject(chunk, row, first, end);
        }
        if (isSparse ? ReadSparse(chunk, row, p + 1, end) : ReadDense(chunk, row, p, end)) return Learn();
        return Reject(chunk, row, first, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SkipBlanks(ref byte* p, byte* end)
    {
        while (p < end && (*p == ' ' || *p == '\t')) p++;
    }

    private bool Reject(ChunkBuilder chunk, int row, byte* start, byte* end)
    {
        var offset = _text.Offset(_failure.Place);
        var failure = _failure;
        if (_table.OnError == OnError.Stop || _table.Rejected is null) throw Locate(failure, offset);
        _table.Rejected.Add(_segment, new ReadOnlySpan<byte>(start, (int)(end - start)), () => Locate(failure, offset));
        Forget(chunk, row);
        return false;
    }

    private bool Learn()
    {
        if (_emptyCells > 0)
        {
            _table.AddEmptyCells(_emptyCells);
            _emptyCells = 0;
        }
        if (_learned.Count == 0 && !_learnedWeights) return true;
        foreach (var (plan, value) in _learned)
        {
            if (plan.Attribute.Kind == ArffKind.Nominal) _table.AddCategory(plan.Index, value);
            else _table.Widen(plan.Index, value);
        }
        if (_learnedWeights) _table.AddWeights();
        _learned.Clear();
        _learnedWeights = false;
        _beginsAnew = true;
        return true;
    }

    // The row's place is used again: what was marked missing in it must not stay so.
    private void Forget(ChunkBuilder chunk, int row)
    {
        _learned.Clear();
        _learnedWeights = false;
        _emptyCells = 0;
        for (var i = 0; i < chunk.ColumnCount; i++) chunk[i].Validity()[row >> 6] |= 1UL << (row & 63);
        foreach (var vector in _vectors) vector.Restore(chunk, row);
        _texts?.Restore(chunk, row);
        // Without this, rejected rows alone could fill a chunk, and a chunk without rows is the end.
        _sparse?.ForgetRow(chunk);
    }

    private SourceDataException Locate(ArffFailure failure, long offset) => ArffLocator.Locate(_table, failure, offset);

    private bool Fail(ErrorCode code, ArffCellPlan? plan, byte* place, string problem, string? fix)
    {
        _failure = new ArffFailure(code, plan?.Attribute.Name, problem, fix, place);
        return false;
    }
}

/// <summary>What is wrong with a row, before its line is known.</summary>
/// <param name="code">Kind of failure.</param>
/// <param name="attribute">Attribute concerned.</param>
/// <param name="problem">What is wrong.</param>
/// <param name="fix">How to mend it.</param>
internal readonly unsafe struct ArffFailure(ErrorCode code, string? attribute, string problem, string? fix, byte* place)
{
    public ErrorCode Code { get; } = code;
    public string? Attribute { get; } = attribute;
    public string Problem { get; } = problem;
    public string? Fix { get; } = fix;

    /// <summary>The cell, in the window.</summary>
    public byte* Place { get; } = place;
}
