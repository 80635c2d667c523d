namespace Zenset.Formats.Arrow.Reading;

/// <summary>Makes arrays of a batch: finds the buffers, undoes compression and byte order, and checks that they are long enough.</summary>
/// <remarks>Nothing is allocated by a length that the batch claims before that length was held against the bytes that are there.</remarks>
internal sealed unsafe class ArrayLoader(MappedFile file, IpcBlock block, BatchHeader header, bool isBigEndian, BatchMemory memory, Func<long, ArrowDictionary> dictionaries)
{
    private long _bufferBytes;

    /// <summary>Bytes of the file that <see cref="BatchMemory"/> is filled from.</summary>
    public required long StoredBytes { get; init; }

    /// <summary>The next column.</summary>
    public ArrowArray Load(ArrowField field, long? expectedLength = null)
    {
        var (length, missing) = header.NextNode();
        if (expectedLength is { } expected && length != expected) throw ArrowDataException.Metadata($"a column claims {length:N0} values in a batch of {expected:N0} rows");
        if (field.IsDictionary)
        {
            return new ArrowArray
            {
                Length = length, Validity = Validity(length, missing), First = Fixed(length, field.IndexWidth / 8, field.IndexWidth / 8), Dictionary = dictionaries(field.DictionaryId),
            };
        }
        var shape = BufferShapes.Of(field);
        if (shape == BufferShape.Null) return new ArrowArray { Length = length };
        if (shape == BufferShape.Runs) return new ArrowArray { Length = length, Children = [Load(field.Children[0]), Load(field.Children[1])] };
        var validity = Validity(length, missing);
        switch (shape)
        {
            case BufferShape.Bits:
                return new ArrowArray { Length = length, Validity = validity, First = Fixed((length + 7) / 8, 1, 1) };
            case BufferShape.Fixed:
                var bytes = BufferShapes.ValueBytes(field);
                return new ArrowArray { Length = length, Validity = validity, First = Fixed(length, bytes, SwapBytes(field, bytes)) };
            case BufferShape.Bytes32 or BufferShape.Bytes64:
                var offsets = Offsets(length, shape == BufferShape.Bytes32 ? 4 : 8);
                return new ArrowArray { Length = length, Validity = validity, First = offsets, Second = Buffer(1) };
            case BufferShape.Views:
                var views = Fixed(length, 16, isBigEndian ? BigEndian.Views : 16);
                var data = new NativeBuffer[header.NextVariadicCount()];
                for (var i = 0; i < data.Length; i++) data[i] = Buffer(1);
                var texts = new ArrowArray { Length = length, Validity = validity, First = views, Variadic = data };
                ViewBudget.CheckTexts(texts);
                return texts;
            case BufferShape.List32 or BufferShape.List64:
                var starts = Offsets(length, shape == BufferShape.List32 ? 4 : 8);
                return new ArrowArray { Length = length, Validity = validity, First = starts, Children = [Load(field.Children[0])] };
            case BufferShape.ListView32 or BufferShape.ListView64:
                var width = shape == BufferShape.ListView32 ? 4 : 8;
                var array = new ArrowArray
                {
                    Length = length, Validity = validity, First = Fixed(length, width, width), Second = Fixed(length, width, width), Children = [Load(field.Children[0])],
                };
                ViewBudget.CheckLists(array, width);
                return array;
            case BufferShape.FixedList:
                var items = Load(field.Children[0]);
                if (field.ListSize > 0 && items.Length / field.ListSize < length) throw ArrowDataException.Metadata($"{length:N0} lists of {field.ListSize:N0} items have only {items.Length:N0}");
                return new ArrowArray { Length = length, Validity = validity, Children = [items] };
            case BufferShape.Struct:
                var children = new ArrowArray[field.Children.Length];
                for (var i = 0; i < children.Length; i++)
                {
                    children[i] = Load(field.Children[i]);
                    if (children[i].Length < length) throw ArrowDataException.Metadata($"a member has {children[i].Length:N0} values in a struct of {length:N0}");
                }
                return new ArrowArray { Length = length, Validity = validity, Children = children };
            case BufferShape.Null or BufferShape.Runs:
            default:
                throw new InvalidOperationException($"{shape} was dealt with before.");
        }
    }

    private byte* Validity(long length, long missing)
    {
        var buffer = Buffer(1);
        if (missing == 0) return null;
        if (buffer.Length < (length + 7) / 8) throw ArrowDataException.Damaged($"{missing:N0} values are missing, and {buffer.Length:N0} bytes are too few to say which of {length:N0}");
        return buffer.Start;
    }

    // Empty arrays may leave the one offset out.
    private NativeBuffer Offsets(long length, int width) => length == 0 ? Buffer(width) : Fixed(checked(length + 1), width, width);

    private NativeBuffer Fixed(long length, int width, int swapBytes)
    {
        var buffer = Buffer(swapBytes);
        if (width > 0 && buffer.Length / width < length) throw ArrowDataException.Damaged($"{buffer.Length:N0} bytes are too few for {length:N0} values of {width} bytes");
        return buffer;
    }

    private static int SwapBytes(ArrowField field, int bytes) => (field.Type, field.Unit) switch
    {
        (ArrowTypeId.FixedSizeBinary, _) => 1,
        (ArrowTypeId.Interval, 1) => 4,
        (ArrowTypeId.Interval, 2) => BigEndian.MonthDayNano,
        _ => bytes,
    };

    private NativeBuffer Buffer(int swapBytes)
    {
        var (offset, length) = header.NextBuffer();
        if (length == 0) return default;
        if (offset < 0 || length < 0 || offset > block.BodyLength - length) throw ArrowDataException.Metadata($"a buffer lies outside its batch");
        // Writers lay one buffer after the other. If buffers could lie over each other, few bytes would be many columns.
        if ((_bufferBytes += length) > block.BodyLength) throw ArrowDataException.Metadata($"the buffers of a batch overlap");
        var stored = new NativeBuffer(file.Pointer(block.BodyOffset + offset, length), length);
        var plain = header.Codec == BufferCodec.None ? stored : CompressedBuffer.Unpack(stored, header.Codec, memory, StoredBytes);
        return isBigEndian && swapBytes != 1 ? BigEndian.Swap(plain, swapBytes, memory, StoredBytes) : plain;
    }
}
