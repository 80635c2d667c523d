using Zenset.Model;

namespace Zenset.Formats.TfRecord;

/// <summary>What the records have been at one feature: grows with each, and two of them can be joined.</summary>
internal sealed class FeatureShape(bool isList)
{
    private int _least = int.MaxValue;
    private int _most;
    private bool _isUtf8 = true;
    private long _kindRecord;

    /// <summary>It is a list of features, one for each step.</summary>
    public bool IsList { get; } = isList;

    /// <summary>What it holds in all records that hold something.</summary>
    public FeatureKind Kind { get; private set; }

    /// <summary>Whether values must still be looked at for being text.</summary>
    public bool AsksForUtf8 => _isUtf8;

    /// <summary>The first record that holds another kind than the records before, and that kind; null when there is none.</summary>
    public (long Record, FeatureKind Kind)? Odd { get; private set; }

    /// <summary>Takes in a feature, of a step or by itself.</summary>
    public void Observe(in FeatureMeasure feature, long record)
    {
        if (feature.Kind == FeatureKind.None) return;
        if (Kind == FeatureKind.None) (Kind, _kindRecord) = (feature.Kind, record);
        else if (Kind != feature.Kind) Odd ??= (record, feature.Kind);
        _least = Math.Min(_least, feature.Count);
        _most = Math.Max(_most, feature.Count);
        _isUtf8 &= feature.IsUtf8;
    }

    /// <summary>Takes in what later records have been.</summary>
    public void Join(FeatureShape later)
    {
        if (later.Kind == FeatureKind.None) return;
        if (Kind == FeatureKind.None) (Kind, _kindRecord) = (later.Kind, later._kindRecord);
        else if (Kind != later.Kind) Odd ??= (later._kindRecord, later.Kind);
        Odd ??= later.Odd;
        _least = Math.Min(_least, later._least);
        _most = Math.Max(_most, later._most);
        _isUtf8 &= later._isUtf8;
    }

    /// <summary>
    /// The type that holds every record: a value by itself where none has more than one, a vector where all that have any have the same number,
    /// otherwise a list. Of lists of features, a list of what each step holds, which is one value or a list.
    /// </summary>
    public FieldType Type
    {
        get
        {
            var item = Kind switch
            {
                FeatureKind.None => FieldType.Null,
                FeatureKind.Bytes => _isUtf8 ? FieldType.String : FieldType.Binary,
                FeatureKind.Float => FieldType.Float32,
                FeatureKind.Int64 => FieldType.Int64,
            };
            if (IsList) return FieldType.List(_most <= 1 ? item : FieldType.List(item));
            return _most <= 1 ? item : _least == _most ? FieldType.FixedList(item, _most) : FieldType.List(item);
        }
    }
}
