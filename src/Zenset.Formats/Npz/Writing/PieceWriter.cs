using System.Text.Json;
using Zenset.DuckDb;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Formats.Arrays.Writing;

namespace Zenset.Formats.Npz.Writing;

/// <summary>
/// Gathers the values of a field, or of the items or a member of one, in temporary files: an archive has one array after the other, and
/// rows have a value of each. Disposed whether or not it was finished.
/// </summary>
internal abstract class PieceWriter : IDisposable
{
    private MaskSpool? _mask;

    /// <summary>Values so far.</summary>
    public long Count { get; private set; }

    /// <summary>An array of truth values that says where values are missing, if any is.</summary>
    protected virtual bool HasMask => true;

    /// <summary>The piece is one array and nothing else: read by itself it gives the same values.</summary>
    public virtual bool IsPlain => _mask is null;

    /// <summary>Appends values of a vector.</summary>
    public void Append(Vector source, int from, int count)
    {
        if (HasMask && source.HasMissing)
        {
            _mask ??= new MaskSpool(Count);
            _mask.Append(source, from, count);
        }
        else _mask?.AppendThere(count);
        AppendValues(source, from, count);
        Count += count;
    }

    /// <summary>Appends values that are not there, such as the members of a missing struct.</summary>
    public void AppendMissing(int count)
    {
        if (count == 0) return;
        if (HasMask)
        {
            _mask ??= new MaskSpool(Count);
            _mask.AppendMissing(count);
        }
        AppendMissingValues(count);
        Count += count;
    }

    /// <summary>Writes the arrays, and what the layout says of them as an object.</summary>
    /// <param name="output">The archive.</param>
    /// <param name="name">Name of the piece, which is free; names of further arrays begin with it.</param>
    /// <param name="axes">Axes of which each element is a value: their product is <see cref="Count"/>.</param>
    /// <param name="json">Stands where a value is expected.</param>
    public void Finish(NpzOutput output, string name, IReadOnlyList<long> axes, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        FinishInto(output, name, axes, json);
        json.WriteEndObject();
    }

    /// <summary>As <see cref="Finish"/>, into an object that is open.</summary>
    public void FinishInto(NpzOutput output, string name, IReadOnlyList<long> axes, Utf8JsonWriter json)
    {
        FinishValues(output, name, axes, json);
        if (_mask is not null)
        {
            var mask = output.NameFor($"{name}__missing", $"{name}__missing");
            output.Write(mask, new ArrayShape(Dtype.Simple(DtypeKind.Boolean, 1), [.. axes]), _mask.Bytes);
            json.WriteString("missing", mask);
        }
    }

    public void Dispose()
    {
        _mask?.Bytes.Dispose();
        DisposeValues();
    }

    protected abstract void AppendValues(Vector source, int from, int count);

    protected abstract void AppendMissingValues(int count);

    protected abstract void FinishValues(NpzOutput output, string name, IReadOnlyList<long> axes, Utf8JsonWriter json);

    protected abstract void DisposeValues();

    private sealed class MaskSpool
    {
        public MaskSpool(long before)
        {
            var zeros = new byte[(int)Math.Min(before, 1 << 16)];
            for (; before > 0; before -= Math.Min(before, zeros.Length)) Bytes.Write(zeros, 0, (int)Math.Min(before, zeros.Length));
        }

        public TemporaryStream Bytes { get; } = new();

        public void Append(Vector source, int from, int count)
        {
            for (var i = 0; i < count; i++) Bytes.WriteByte(source.IsMissing(from + i) ? (byte)1 : (byte)0);
        }

        public void AppendThere(int count) => AppendAll(count, 0);

        public void AppendMissing(int count) => AppendAll(count, 1);

        private void AppendAll(int count, byte value)
        {
            for (var i = 0; i < count; i++) Bytes.WriteByte(value);
        }
    }
}
