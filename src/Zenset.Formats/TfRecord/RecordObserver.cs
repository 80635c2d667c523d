namespace Zenset.Formats.TfRecord;

/// <summary>Learns the features of records. What a record teaches counts only once the whole of it has been read. Belongs to one thread.</summary>
internal sealed class RecordObserver
{
    private readonly ExampleSplitter _splitter = new();
    private readonly List<(FeatureShape Shape, FeatureMeasure Measure)> _learned = [];

    /// <summary>Features, by the number of their key.</summary>
    public List<FeatureShape> Features { get; } = [];

    /// <summary>Lists of features, by the number of their key.</summary>
    public List<FeatureShape> Lists { get; } = [];

    /// <summary>Names of the features.</summary>
    public FeatureKeys FeatureKeys => _splitter.Features.Keys;

    /// <summary>Names of the lists of features.</summary>
    public FeatureKeys ListKeys => _splitter.Lists.Keys;

    /// <summary>Takes in a record.</summary>
    /// <param name="data">The record.</param>
    /// <param name="record">Its number.</param>
    /// <exception cref="MalformedRecordException">It is no Example.</exception>
    /// <exception cref="TooManyKeysException">It has one feature more than there may be.</exception>
    public void Observe(ReadOnlySpan<byte> data, long record)
    {
        _learned.Clear();
        _splitter.Split(data);
        while (Features.Count < FeatureKeys.Count) Features.Add(new FeatureShape(isList: false));
        while (Lists.Count < ListKeys.Count) Lists.Add(new FeatureShape(isList: true));
        for (var key = 0; key < Features.Count; key++)
        {
            if (!_splitter.Features.TryGet(key, out var start, out var end)) continue;
            _learned.Add((Features[key], Feature.Measure(data, start, end, Features[key].AsksForUtf8)));
        }
        for (var key = 0; key < Lists.Count; key++)
        {
            if (!_splitter.Lists.TryGet(key, out var start, out var end)) continue;
            var steps = new FeatureSteps(data, start, end);
            while (steps.Next(out var stepStart, out var stepEnd)) _learned.Add((Lists[key], Feature.Measure(data, stepStart, stepEnd, Lists[key].AsksForUtf8)));
        }
        foreach (var (shape, measure) in _learned) shape.Observe(measure, record);
    }

    /// <summary>Takes in what an observer of later records has learned.</summary>
    public void Join(RecordObserver later)
    {
        Join(_splitter.Features, Features, later.FeatureKeys, later.Features, isList: false);
        Join(_splitter.Lists, Lists, later.ListKeys, later.Lists, isList: true);
    }

    private static void Join(FeatureSlots slots, List<FeatureShape> shapes, FeatureKeys keys, List<FeatureShape> later, bool isList)
    {
        for (var i = 0; i < later.Count; i++)
        {
            var mine = slots.Keys.Find(keys[i], i);
            if (mine < 0)
            {
                mine = shapes.Count;
                slots.Know(keys[i]);
                shapes.Add(new FeatureShape(isList));
            }
            shapes[mine].Join(later[i]);
        }
    }
}

/// <summary>The features of a list of features, one for each step.</summary>
internal ref struct FeatureSteps(ReadOnlySpan<byte> record, int start, int end)
{
    private ProtoReader _list = new(record, start, end);

    /// <summary>Where the next one stands; false at the end.</summary>
    public bool Next(out int start, out int end)
    {
        while (_list.Next())
        {
            if (_list.Field != 1)
            {
                _list.Skip();
                continue;
            }
            _list.Require(WireType.Bytes, "a step of a list of features");
            (start, end) = _list.ReadBytes();
            return true;
        }
        start = end = 0;
        return false;
    }
}
