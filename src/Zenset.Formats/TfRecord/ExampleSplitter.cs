namespace Zenset.Formats.TfRecord;

/// <summary>Where the features of a record stand: of an Example, or of a SequenceExample, which has lists of features beside those of its context.</summary>
/// <remarks>
/// tensorflow/core/example/example.proto. An Example is a SequenceExample without lists: in both field 1 is a message of features. Entries
/// of maps come in any order; of entries with one key the last counts. What is unknown is passed over. Belongs to one thread.
/// </remarks>
internal sealed class ExampleSplitter
{
    /// <summary>Features of Examples, and of the context of SequenceExamples.</summary>
    public FeatureSlots Features { get; } = new();

    /// <summary>Lists of features.</summary>
    public FeatureSlots Lists { get; } = new();

    /// <summary>Finds the features of a record.</summary>
    /// <exception cref="MalformedRecordException">It is no such message.</exception>
    public void Split(ReadOnlySpan<byte> record)
    {
        Features.BeginRecord();
        Lists.BeginRecord();
        var message = new ProtoReader(record, 0, record.Length);
        while (message.Next())
        {
            if (message.Field is not (1 or 2))
            {
                message.Skip();
                continue;
            }
            message.Require(WireType.Bytes, message.Field == 1 ? "the features" : "the lists of features");
            var (start, end) = message.ReadBytes();
            SplitMap(record, start, end, message.Field == 1 ? Features : Lists);
        }
    }

    private static void SplitMap(ReadOnlySpan<byte> record, int start, int end, FeatureSlots slots)
    {
        var map = new ProtoReader(record, start, end);
        while (map.Next())
        {
            if (map.Field != 1)
            {
                map.Skip();
                continue;
            }
            map.Require(WireType.Bytes, "a feature with its name");
            var (entryStart, entryEnd) = map.ReadBytes();
            // A key or a value that is not there is an empty one.
            var key = (Start: entryStart, End: entryStart);
            var value = key;
            var entry = new ProtoReader(record, entryStart, entryEnd);
            while (entry.Next())
            {
                if (entry.Field is not (1 or 2))
                {
                    entry.Skip();
                    continue;
                }
                entry.Require(WireType.Bytes, entry.Field == 1 ? "the name of a feature" : "a feature");
                if (entry.Field == 1) key = entry.ReadBytes();
                else value = entry.ReadBytes();
            }
            slots.Set(record[key.Start..key.End], key.Start, value.Start, value.End);
        }
    }
}

/// <summary>Where the features of the current record stand, by the number of their key.</summary>
internal sealed class FeatureSlots
{
    private Slot[] _slots = new Slot[16];
    private long _record;
    private int _guess;

    private struct Slot
    {
        public long Record;
        public int Start;
        public int End;
    }

    /// <summary>The names, in the order of their first appearance.</summary>
    public FeatureKeys Keys { get; } = new();

    /// <summary>Gives the next number to a name that is known beforehand.</summary>
    public void Know(ReadOnlySpan<byte> key)
    {
        if (Keys.Add(key, 0) >= _slots.Length) Array.Resize(ref _slots, _slots.Length * 2);
    }

    /// <summary>Forgets the record before.</summary>
    public void BeginRecord()
    {
        _record++;
        _guess = 0;
    }

    /// <summary>Where a feature of the record stands; false when the record does not have it.</summary>
    public bool TryGet(int key, out int start, out int end)
    {
        ref readonly var slot = ref _slots[key];
        (start, end) = (slot.Start, slot.End);
        return slot.Record == _record;
    }

    /// <summary>A feature of the record.</summary>
    public void Set(ReadOnlySpan<byte> key, int keyStart, int start, int end)
    {
        var index = Keys.Find(key, _guess);
        if (index < 0) index = Keys.Add(key, keyStart);
        if (index >= _slots.Length) Array.Resize(ref _slots, Math.Max(index + 1, _slots.Length * 2));
        _slots[index] = new Slot { Record = _record, Start = start, End = end };
        _guess = index + 1;
    }
}
