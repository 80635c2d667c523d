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
    private byte[] _buffer = [];

    /// <summary>The single value has no axis.</summary>
    public bool IsScalar { get; init; }

    protected override bool HasMask => hasMask;

    protected override void AppendValues(Vector source, int from, int count)
    {
        Reserve();
        var most = _buffer.Length / Math.Max(1, record.Bytes);
        fixed (byte* to = _buffer)
        {
            for (var done = 0; done < count; done += most)
            {
                var now = Math.Min(most, count - done);
                encoder.Encode(source, from + done, now, to, record.Bytes);
                _bytes.Write(_buffer, 0, now * record.Bytes);
            }
        }
    }

    protected override void AppendMissingValues(int count)
    {
        Reserve();
        fixed (byte* to = _buffer) encoder.EncodeMissing(to);
        for (var i = 0; i < count; i++) _bytes.Write(_buffer, 0, record.Bytes);
    }

    protected override void FinishValues(NpzOutput output, string name, IReadOnlyList<long> axes, Utf8JsonWriter json)
    {
        output.Write(name, new ArrayShape(record, IsScalar && Count == 1 ? [] : [.. axes]), _bytes);
        json.WriteString("array", name);
    }

    protected override void DisposeValues() => _bytes.Dispose();

    private void Reserve()
    {
        if (_buffer.Length == 0) _buffer = new byte[Math.Max(BufferBytes, record.Bytes)];
    }
}
