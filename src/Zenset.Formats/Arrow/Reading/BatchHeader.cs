using System.Buffers.Binary;

namespace Zenset.Formats.Arrow.Reading;

/// <summary>How the buffers of a batch are compressed: <c>enum CompressionType</c> of Message.fbs.</summary>
internal enum BufferCodec
{
    Lz4Frame = 0, Zstd = 1, None = -1,
}

/// <summary>What a RecordBatch table says of its arrays and buffers.</summary>
internal sealed class BatchHeader
{
    // Far more than any file has; below it, counts of bits and bytes can be computed without overflow.
    private const long MostValues = 1L << 56;

    private readonly ReadOnlyMemory<byte> _nodes;
    private readonly ReadOnlyMemory<byte> _buffers;
    private readonly ReadOnlyMemory<byte> _variadic;
    private int _node;
    private int _buffer;
    private int _view;

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is damaged.</exception>
    public BatchHeader(FlatTable batch)
    {
        // RecordBatch: length, nodes, buffers, compression, numbers of variadic buffers.
        Length = batch.Int64(0);
        _nodes = batch.Structs(1, 16);
        _buffers = batch.Structs(2, 16);
        _variadic = batch.Structs(4, 8);
        Codec = batch.Table(3) is { } compression ? (BufferCodec)compression.Byte(0) : BufferCodec.None;
        if (Codec is not (BufferCodec.None or BufferCodec.Lz4Frame or BufferCodec.Zstd) || (batch.Table(3)?.Byte(1) ?? 0) != 0)
        {
            throw new ArrowDataException(ArrowErrors.Unsupported, $"its buffers are compressed with an unknown codec ({(int)Codec})", "Write the file again with lz4, zstd or none.", isUnsupported: true);
        }
    }

    /// <summary>Rows.</summary>
    public long Length { get; }

    /// <summary>How buffers are compressed.</summary>
    public BufferCodec Codec { get; }

    /// <summary>Length and number of missing values of the next array, depth first.</summary>
    public (long Length, long Missing) NextNode()
    {
        if (_node >= _nodes.Length) throw ArrowDataException.Metadata($"a batch has fewer arrays than its schema");
        var node = _nodes.Span[_node..];
        _node += 16;
        var (length, missing) = (BinaryPrimitives.ReadInt64LittleEndian(node), BinaryPrimitives.ReadInt64LittleEndian(node[8..]));
        if (length is < 0 or > MostValues || missing > length) throw ArrowDataException.Metadata($"an array claims {length:N0} values, {missing:N0} of them missing");
        return (length, missing);
    }

    /// <summary>Place of the next buffer in the body.</summary>
    public (long Offset, long Length) NextBuffer()
    {
        if (_buffer >= _buffers.Length) throw ArrowDataException.Metadata($"a batch has fewer buffers than its schema needs");
        var buffer = _buffers.Span[_buffer..];
        _buffer += 16;
        return (BinaryPrimitives.ReadInt64LittleEndian(buffer), BinaryPrimitives.ReadInt64LittleEndian(buffer[8..]));
    }

    /// <summary>Number of buffers that the next array of views leads to.</summary>
    public int NextVariadicCount()
    {
        if (_view >= _variadic.Length) throw ArrowDataException.Metadata($"a batch does not say how many buffers its views have");
        var count = BinaryPrimitives.ReadInt64LittleEndian(_variadic.Span[_view..]);
        _view += 8;
        return count >= 0 && count <= (_buffers.Length - _buffer) / 16 ? (int)count : throw ArrowDataException.Metadata($"views claim {count:N0} buffers");
    }
}
