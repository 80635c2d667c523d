using System.Text.Json;
using Zenset.DuckDb;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Formats.Arrays.Writing;

namespace Zenset.Formats.Npz.Writing;

/// <summary>
/// Sparse vectors as the arrays of a compressed sparse row matrix. The only field of a table has the names that scipy.sparse.load_npz
/// looks for.
/// </summary>
internal sealed class SparsePiece(PieceWriter values, long length, bool isAlone) : PieceWriter
{
    private readonly StartSpool _starts = new();
    private readonly TemporaryStream _indices = new();
    private readonly CopyEncoder<int> _encoder = new(0, swaps: false);
    private byte[] _buffer = [];
    private bool _isScipy;

    /// <summary>SciPy's names were free, and nothing is missing: read by itself it gives the same values.</summary>
    public override bool IsPlain => base.IsPlain && _isScipy && values.IsPlain;

    protected override void AppendValues(Vector source, int from, int count)
    {
        var indices = source.Member(0);
        var items = source.Member(1);
        for (var i = from; i < from + count; i++)
        {
            if (source.IsMissing(i) || indices.IsMissing(i) || items.IsMissing(i))
            {
                _starts.Add(0);
                continue;
            }
            var (positions, entry) = (indices.Entries[i], items.Entries[i]);
            if (positions.Length != entry.Length) throw new InvalidOperationException("A sparse value has as many indices as values.");
            _starts.Add((int)entry.Length);
            if (entry.Length == 0) continue;
            AppendIndices(indices.Items, (int)positions.Offset, (int)positions.Length);
            values.Append(items.Items, (int)entry.Offset, (int)entry.Length);
        }
    }

    protected override void AppendMissingValues(int count)
    {
        for (var i = 0; i < count; i++) _starts.Add(0);
    }

    protected override void FinishValues(NpzOutput output, string name, IReadOnlyList<long> axes, Utf8JsonWriter json)
    {
        _isScipy = isAlone && ((string[])["format", "shape", "data", "indices", "indptr"]).All(output.IsFree);
        string Named(string part) => _isScipy ? output.NameFor(part, part) : output.NameFor($"{name}__{part}", $"{name}__{part}");
        if (_isScipy)
        {
            output.Write(Named("format"), new ArrayShape(Dtype.ByteText(3), []), stream => stream.Write("csr"u8));
            output.Write(Named("shape"), new ArrayShape(Dtype.Simple(DtypeKind.Signed, 8), [2]), stream =>
            {
                stream.Write(BitConverter.GetBytes(Count));
                stream.Write(BitConverter.GetBytes(length));
            });
        }
        json.WriteString("offsets", _starts.Write(output, _isScipy ? "indptr" : $"{name}__indptr", Count));
        var indices = Named("indices");
        // SciPy wants places and positions of one width, and makes it so by itself.
        output.Write(indices, new ArrayShape(Dtype.Simple(DtypeKind.Signed, 4), [_starts.Total]), _indices);
        json.WriteString("indices", indices);
        json.WritePropertyName("values");
        values.Finish(output, Named("data"), [_starts.Total], json);
    }

    protected override void DisposeValues()
    {
        _starts.Dispose();
        _indices.Dispose();
        values.Dispose();
    }

    private unsafe void AppendIndices(Vector items, int from, int count)
    {
        if (_buffer.Length < count * 4) _buffer = new byte[Math.Max(1 << 12, count * 4)];
        fixed (byte* to = _buffer) _encoder.Encode(items, from, count, to, 4);
        _indices.Write(_buffer, 0, count * 4);
    }
}
