using System.Buffers;
using System.Text.Json;
using Zenset.DuckDb;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Formats.Arrays.Writing;

namespace Zenset.Formats.Npz.Writing;

/// <summary>Values of one length: numbers and times.</summary>
/// <param name="record">Type of a value.</param>
/// <param name="encoder">Encodes values as it.</param>
/// <param name="hasMask">Missing values have no word of their own in the array.</param>
internal sealed unsafe class PlainPiece(Dtype record, CellEncoder encoder, bool hasMask) : PieceWriter
{
    private const int BufferBytes = 64 << 10;

    private readonly TemporaryStream _bytes = new();

    /// <summary>The array is written with its first axis varying fastest, as the source had it.</summary>
    public bool IsFortran { get; init; }

    protected override bool HasMask => hasMask;

    protected override void AppendValues(Vector source, int from, int count)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(BufferBytes, record.Bytes));
        var most = buffer.Length / Math.Max(1, record.Bytes);
        fixed (byte* to = buffer)
        {
            for (var done = 0; done < count; done += most)
            {
                var now = Math.Min(most, count - done);
                encoder.Encode(source, from + done, now, to, record.Bytes);
                _bytes.Write(buffer, 0, now * record.Bytes);
            }
        }
        ArrayPool<byte>.Shared.Return(buffer);
    }

    protected override void AppendMissingValues(int count)
    {
        var value = stackalloc byte[record.Bytes];
        encoder.EncodeMissing(value);
        for (var i = 0; i < count; i++) _bytes.Write(new ReadOnlySpan<byte>(value, record.Bytes));
    }

    protected override void FinishValues(NpzOutput output, string name, IReadOnlyList<long> axes, Utf8JsonWriter json)
    {
        var shape = new ArrayShape(record, [.. axes], IsFortran && axes.Count > 1);
        if (shape.IsFortran) output.Write(name, shape, stream => ColumnOrder.Write(_bytes, shape.Rows, ColumnOrder.Fortran(shape.RowLengths), record.Bytes, stream.Write));
        else output.Write(name, shape, _bytes);
        json.WriteString("array", name);
    }

    protected override void DisposeValues() => _bytes.Dispose();
}
