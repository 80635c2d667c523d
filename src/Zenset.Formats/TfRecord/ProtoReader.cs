namespace Zenset.Formats.TfRecord;

/// <summary>How the value of a protobuf field is stored.</summary>
internal enum WireType
{
    /// <summary>A number of up to 64 bits, seven in a byte.</summary>
    Varint = 0,
    /// <summary>Eight bytes.</summary>
    Fixed64 = 1,
    /// <summary>A length and bytes: text, messages, packed numbers.</summary>
    Bytes = 2,
    /// <summary>Beginning of a group.</summary>
    StartGroup = 3,
    /// <summary>End of a group.</summary>
    EndGroup = 4,
    /// <summary>Four bytes.</summary>
    Fixed32 = 5,
}

/// <summary>Bytes that are no message, at a place in the record.</summary>
internal sealed class MalformedRecordException(int position, string problem) : Exception(problem)
{
    /// <summary>Offset in the record's data.</summary>
    public int Position { get; } = position;
}

/// <summary>The fields of one message of a record. Every length is held against the end of the message that it stands in.</summary>
/// <remarks>https://protobuf.dev/programming-guides/encoding.</remarks>
internal ref struct ProtoReader(ReadOnlySpan<byte> record, int start, int end)
{
    private readonly ReadOnlySpan<byte> _record = record;
    private readonly int _end = end;
    private int _at = start;

    /// <summary>Number of the field that <see cref="Next"/> found.</summary>
    public int Field { get; private set; }

    /// <summary>How its value is stored.</summary>
    public WireType Type { get; private set; }

    /// <summary>Offset of what is read next.</summary>
    public readonly int Position => _at;

    /// <summary>Reads the tag of the next field; false at the end of the message.</summary>
    /// <exception cref="MalformedRecordException">There is no tag.</exception>
    public bool Next()
    {
        if (_at == _end) return false;
        var place = _at;
        var tag = ReadVarint();
        Type = (WireType)(tag & 7);
        // Field numbers have 29 bits and begin at 1.
        if (tag >> 3 is 0 or > (1 << 29) - 1 || Type is WireType.EndGroup or > WireType.Fixed32) throw new MalformedRecordException(place, "a field has no valid number or type");
        Field = (int)(tag >> 3);
        return true;
    }

    /// <summary>Reads a value of <see cref="WireType.Varint"/>.</summary>
    public ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (_at == _end) throw new MalformedRecordException(_at, "a number is cut off");
            var b = _record[_at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
        throw new MalformedRecordException(_at, "a number has more than 64 bits");
    }

    /// <summary>Reads a value of <see cref="WireType.Bytes"/>: where it stands in the record.</summary>
    public (int Start, int End) ReadBytes()
    {
        var place = _at;
        var length = ReadVarint();
        if (length > (ulong)(_end - _at)) throw new MalformedRecordException(place, "a length reaches beyond the message that it is in");
        var start = _at;
        _at += (int)length;
        return (start, _at);
    }

    /// <summary>Reads a value of <see cref="WireType.Fixed32"/>: where it stands.</summary>
    public int ReadFixed32() => Take(4);

    /// <summary>Passes over the value of the field.</summary>
    public void Skip()
    {
        switch (Type)
        {
            case WireType.Varint: ReadVarint(); break;
            case WireType.Fixed64: Take(8); break;
            case WireType.Bytes: ReadBytes(); break;
            case WireType.Fixed32: Take(4); break;
            case WireType.StartGroup: SkipGroup(); break;
            case WireType.EndGroup:
            default: throw new MalformedRecordException(_at, "a group ends that did not begin");
        }
    }

    /// <summary>The value must be of a type.</summary>
    /// <exception cref="MalformedRecordException">It is not.</exception>
    public readonly void Require(WireType type, string what)
    {
        if (Type != type) throw new MalformedRecordException(_at, $"{what} is not stored as such");
    }

    // Groups are counted, not descended into, so that no nesting uses up the stack.
    private void SkipGroup()
    {
        for (var depth = 1; depth > 0;)
        {
            var place = _at;
            var tag = ReadVarint();
            switch ((WireType)(tag & 7))
            {
                case WireType.StartGroup: depth++; break;
                case WireType.EndGroup: depth--; break;
                case WireType.Varint: ReadVarint(); break;
                case WireType.Fixed64: Take(8); break;
                case WireType.Bytes: ReadBytes(); break;
                case WireType.Fixed32: Take(4); break;
                default: throw new MalformedRecordException(place, "a field has no valid type");
            }
        }
    }

    private int Take(int bytes)
    {
        if (_end - _at < bytes) throw new MalformedRecordException(_at, "a number is cut off");
        _at += bytes;
        return _at - bytes;
    }
}
