using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Zenset.DuckDb;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Formats.Arrays.Writing;
using Zenset.Model;

namespace Zenset.Formats.Npz.Writing;

/// <summary>Nominal values as codes, −1 for missing (as pandas.Categorical.from_codes takes them), and the categories as text.</summary>
internal sealed class NominalPiece(Categories categories) : PieceWriter
{
    private const long MostLabelBytes = 32 << 20;

    private readonly int _bytes = categories.Values.Length switch { <= 127 => 1, <= 32767 => 2, _ => 4 };
    private readonly TemporaryStream _codes = new();

    public override bool IsPlain => false;

    protected override bool HasMask => false;

    protected override void AppendValues(Vector source, int from, int count)
    {
        for (var i = from; i < from + count; i++) Write(source.IsMissing(i) ? -1 : LabelEncoder.CodeOf(source, i));
    }

    protected override void AppendMissingValues(int count)
    {
        for (var i = 0; i < count; i++) Write(-1);
    }

    protected override void FinishValues(NpzOutput output, string name, IReadOnlyList<long> axes, Utf8JsonWriter json)
    {
        output.Write(name, new ArrayShape(Dtype.Simple(DtypeKind.Signed, _bytes), [.. axes]), _codes);
        json.WriteString("codes", name);
        if (categories.Ordered) json.WriteBoolean("ordered", true);
        var labels = categories.Values;
        var longest = labels.Max(l => l.EnumerateRunes().Count());
        // An array of text has room for the longest everywhere.
        if ((long)longest * labels.Length * 4 > MostLabelBytes)
        {
            WriteLabels(json, categories);
            return;
        }
        var element = Dtype.Unicode(Math.Max(1, longest));
        var free = output.NameFor($"{name}__categories", $"{name}__categories");
        output.Write(free, new ArrayShape(element, [labels.Length]), stream => WriteTexts(stream, element));
        json.WriteString("categories", free);
    }

    /// <summary>The labels in the layout itself.</summary>
    public static void WriteLabels(Utf8JsonWriter json, Categories categories)
    {
        json.WriteStartArray("labels");
        foreach (var label in categories.Values) json.WriteStringValue(label);
        json.WriteEndArray();
    }

    protected override void DisposeValues() => _codes.Dispose();

    private unsafe void WriteTexts(Stream stream, Dtype element)
    {
        var text = new UnicodeEncoder(element.Bytes / 4, swaps: false);
        var cell = new byte[element.Bytes];
        foreach (var label in categories.Values)
        {
            fixed (byte* to = cell) text.Write(Encoding.UTF8.GetBytes(label), to);
            stream.Write(cell);
        }
    }

    private void Write(int code)
    {
        Span<byte> bytes = stackalloc byte[4];
        MemoryMarshal.Write(bytes, in code);
        _codes.Write(bytes[.._bytes]);
    }
}

/// <summary>A nominal field without categories: everything is missing, and that it is nominal stands in the layout.</summary>
internal sealed class EmptyNominalPiece(Categories categories) : PieceWriter
{
    private readonly TextPiece _texts = new(isText: true, source: null);

    public override bool IsPlain => false;

    protected override bool HasMask => false;

    protected override void AppendValues(Vector source, int from, int count) => _texts.Append(source, from, count);

    protected override void AppendMissingValues(int count) => _texts.AppendMissing(count);

    protected override void FinishValues(NpzOutput output, string name, IReadOnlyList<long> axes, Utf8JsonWriter json)
    {
        _texts.FinishInto(output, name, axes, json);
        if (categories.Ordered) json.WriteBoolean("ordered", true);
        NominalPiece.WriteLabels(json, categories);
    }

    protected override void DisposeValues() => _texts.Dispose();
}
