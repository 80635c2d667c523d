using System.Text.Unicode;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.TfRecord;

/// <summary>How a feature, or a list of features, is written into a vector of the engine. Belongs to one scan.</summary>
/// <remarks>
/// Features are measured before any of a row is written, so nothing here finds fault with the form of a record; what the first pass over
/// the file found to hold for all records is held against each once more, since the file may have changed.
/// </remarks>
internal sealed class FeatureColumn
{
    private const int LeastRoom = 2048;

    private readonly FeatureKind _kind;
    private readonly bool _isText;
    private readonly Form _form;
    private readonly int _length;
    private long _items, _room;
    private long _inner, _innerRoom;

    private enum Form
    {
        Missing,
        Value,
        Vector,
        List,
        Steps,
        StepLists,
    }

    public FeatureColumn(FieldType type, FeatureKind kind, bool isList)
    {
        _kind = kind;
        _form = (type.Kind, isList) switch
        {
            (FieldKind.List, true) => type.Item!.Kind == FieldKind.List ? Form.StepLists : Form.Steps,
            (FieldKind.List, false) => Form.List,
            (FieldKind.FixedList, _) => Form.Vector,
            (FieldKind.Null, _) => Form.Missing,
            _ => Form.Value,
        };
        _length = (int)type.Length;
        while (type.Item is not null) type = type.Item;
        _isText = type.Kind == FieldKind.String;
    }

    /// <summary>Begins a chunk.</summary>
    public void Begin() => _items = _room = _inner = _innerRoom = 0;

    /// <summary>Ends a chunk: tells the engine how many items lists have.</summary>
    public void Finish(VectorBuilder vector)
    {
        if (vector.Type.Id != EngineTypeId.List) return;
        vector.SetItemCount(_items);
        if (_form == Form.StepLists) vector.Items.SetItemCount(_inner);
    }

    /// <summary>The record does not have it.</summary>
    public static void WriteMissing(VectorBuilder vector, int row)
    {
        vector.SetMissing(row);
        if (vector.Type.Id == EngineTypeId.List) vector.Entries[row] = default;
    }

    /// <summary>Writes a feature; false when it is not as the first pass found it.</summary>
    public bool Write(ReadOnlySpan<byte> record, in FeatureMeasure feature, int end, VectorBuilder vector, int row)
    {
        if (feature.Kind == FeatureKind.None)
        {
            WriteMissing(vector, row);
            return true;
        }
        if (feature.Kind != _kind) return false;
        switch (_form)
        {
            case Form.Value:
                return WriteValue(record, feature, end, vector, row);
            case Form.Vector when feature.Count != _length:
                return false;
            case Form.Vector when vector.Type.Id == EngineTypeId.Array:
                return Copy(record, feature, end, vector.Items, row * _length);
            case Form.Vector or Form.List:
                var first = Reserve(vector, feature.Count);
                vector.Entries[row] = new ListEntry((ulong)first, (ulong)feature.Count);
                return Copy(record, feature, end, vector.Items, first);
            case Form.Missing or Form.Steps or Form.StepLists:
            default:
                return false;
        }
    }

    /// <summary>Writes a list of features; false when it is not as the first pass found it.</summary>
    public bool WriteSteps(ReadOnlySpan<byte> record, int start, int end, VectorBuilder vector, int row)
    {
        if (_form is not (Form.Steps or Form.StepLists)) return false;
        var first = _items;
        var steps = new FeatureSteps(record, start, end);
        while (steps.Next(out var stepStart, out var stepEnd))
        {
            var step = Feature.Measure(record, stepStart, stepEnd, asksForUtf8: false);
            var item = Reserve(vector, 1);
            if (step.Kind != FeatureKind.None && step.Kind != _kind) return false;
            if (_form == Form.Steps)
            {
                if (!WriteValue(record, step, stepEnd, vector.Items, item)) return false;
            }
            else if (step.Kind == FeatureKind.None)
            {
                WriteMissing(vector.Items, item);
            }
            else
            {
                var at = ReserveInner(vector.Items, step.Count);
                vector.Items.Entries[item] = new ListEntry((ulong)at, (ulong)step.Count);
                if (!Copy(record, step, stepEnd, vector.Items.Items, at)) return false;
            }
        }
        vector.Entries[row] = new ListEntry((ulong)first, (ulong)(_items - first));
        return true;
    }

    // None is a missing value; more than one there cannot be.
    private bool WriteValue(ReadOnlySpan<byte> record, in FeatureMeasure feature, int end, VectorBuilder vector, int row)
    {
        if (feature.Count == 1) return Copy(record, feature, end, vector, row);
        vector.SetMissing(row);
        return feature.Count == 0;
    }

    private bool Copy(ReadOnlySpan<byte> record, in FeatureMeasure feature, int end, VectorBuilder vector, int at)
    {
        switch (_kind)
        {
            case FeatureKind.Float:
                Feature.CopyFloats(record, feature, end, vector.Values<float>()[at..]);
                return true;
            case FeatureKind.Int64:
                Feature.CopyIntegers(record, feature, end, vector.Values<long>()[at..]);
                return true;
            case FeatureKind.Bytes:
                var texts = new FeatureTexts(record, feature, end);
                for (; texts.Next(out var text); at++)
                {
                    if (_isText && !Utf8.IsValid(text)) return false;
                    vector.SetTextInPlace(at, text);
                }
                return true;
            case FeatureKind.None:
            default:
                return feature.Count == 0;
        }
    }

    private int Reserve(VectorBuilder vector, int count) => Reserve(vector, count, ref _items, ref _room);

    private int ReserveInner(VectorBuilder vector, int count) => Reserve(vector, count, ref _inner, ref _innerRoom);

    private static int Reserve(VectorBuilder vector, int count, ref long items, ref long room)
    {
        var first = items;
        items += count;
        if (items > room) vector.ReserveItems(room = Math.Max(Math.Max(LeastRoom, items), room * 2));
        return checked((int)first);
    }
}
