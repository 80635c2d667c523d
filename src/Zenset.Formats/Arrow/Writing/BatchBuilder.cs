using System.Buffers.Binary;
using System.Runtime.ExceptionServices;
using Zenset.Formats.Arrow.Reading;

namespace Zenset.Formats.Arrow.Writing;

/// <summary>Collects the arrays and buffers of one batch, compressed where that makes them smaller.</summary>
/// <remarks>Message.fbs, <c>RecordBatch</c>: one node for each array and its buffers in order, depth first.</remarks>
internal sealed class BatchBuilder(BufferCodec codec)
{
    // Cache lines, as the columnar format recommends: who maps a file reads aligned vectors.
    private const int Alignment = 64;

    private readonly ByteBuffer _nodes = new();
    private readonly ByteBuffer _places = new();
    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private readonly List<ByteBuffer> _packed = [];

    /// <summary>Bytes of all buffers with what lies between them.</summary>
    public long BodyLength { get; private set; }

    /// <summary>The buffers, in order; each is followed by what aligns the next.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Pieces => _pieces;

    /// <summary>An array of <paramref name="length"/> values.</summary>
    public void AddNode(long length, long missing)
    {
        var node = _nodes.Take(16);
        BinaryPrimitives.WriteInt64LittleEndian(node, length);
        BinaryPrimitives.WriteInt64LittleEndian(node[8..], missing);
    }

    /// <summary>Its next buffer, which stays as it is until the batch is written.</summary>
    public void AddBuffer(ReadOnlyMemory<byte> plain) => _pieces.Add(plain);

    /// <summary>Compresses the buffers, on all cores, and gives each its place. Then the batch can be written.</summary>
    public void Finish()
    {
        if (codec != BufferCodec.None) PackAll();
        for (var i = 0; i < _pieces.Count; i++)
        {
            // An empty buffer stays empty: it has no length before it either.
            if (codec != BufferCodec.None && !_pieces[i].IsEmpty) _pieces[i] = _packed[i].Memory;
            var stored = _pieces[i];
            var place = _places.Take(16);
            BinaryPrimitives.WriteInt64LittleEndian(place, BodyLength);
            BinaryPrimitives.WriteInt64LittleEndian(place[8..], stored.Length);
            BodyLength += stored.Length + Padding(stored.Length);
        }
    }

    /// <summary>The message that goes before the buffers; for a dictionary, with its id.</summary>
    public ReadOnlyMemory<byte> Message(long rows, long? dictionary)
    {
        const int Version = 4, DictionaryBatch = 2, RecordBatch = 3;
        var builder = new FlatBuilder();
        // Message: version, header type, header, body length.
        var message = builder.Table(builder.Root(), true, true, true, true);
        builder.Int64(FlatBuilder.Place(message, 0), Version);
        builder.Int64(FlatBuilder.Place(message, 1), dictionary is null ? RecordBatch : DictionaryBatch);
        builder.Int64(FlatBuilder.Place(message, 3), BodyLength);
        var place = FlatBuilder.Place(message, 2);
        if (dictionary is { } id)
        {
            // DictionaryBatch: id, data.
            var header = builder.Table(place, true, true);
            builder.Int64(FlatBuilder.Place(header, 0), id);
            place = FlatBuilder.Place(header, 1);
        }
        // RecordBatch: length, nodes, buffers, compression.
        var batch = builder.Table(place, true, true, true, codec != BufferCodec.None);
        builder.Int64(FlatBuilder.Place(batch, 0), rows);
        builder.Structs(FlatBuilder.Place(batch, 1), _nodes.Bytes, 16);
        builder.Structs(FlatBuilder.Place(batch, 2), _places.Bytes, 16);
        if (codec != BufferCodec.None)
        {
            // BodyCompression: codec; the method is the only one there is.
            var compression = builder.Table(FlatBuilder.Place(batch, 3), true);
            builder.Int64(FlatBuilder.Place(compression, 0), (long)codec);
        }
        return builder.Bytes.ToArray();
    }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        _nodes.Clear();
        _places.Clear();
        _pieces.Clear();
        BodyLength = 0;
    }

    /// <summary>Bytes between a buffer and the next.</summary>
    public static int Padding(long length) => (int)(-length & (Alignment - 1));

    private void PackAll()
    {
        while (_packed.Count < _pieces.Count) _packed.Add(new ByteBuffer());
        try
        {
            Parallel.For(0, _pieces.Count, Pack);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private void Pack(int index)
    {
        if (_pieces[index].IsEmpty) return;
        _packed[index].Clear();
        PackedBuffer.Write(_pieces[index].Span, codec, _packed[index]);
    }
}
