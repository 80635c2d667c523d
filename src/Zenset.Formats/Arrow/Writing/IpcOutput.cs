using System.Buffers.Binary;

namespace Zenset.Formats.Arrow.Writing;

/// <summary>Writes messages, and, for a file, the footer that says where they stand.</summary>
/// <remarks>Arrow columnar format 1.5, "IPC Streaming Format" and "IPC File Format".</remarks>
internal sealed class IpcOutput(Stream stream, ArrowSchemaContent schema, bool isFile)
{
    private const int BlockBytes = 24, PrefixBytes = 8, Version = 4;
    private const uint Continuation = 0xFFFFFFFF;

    private static readonly byte[] Zeros = new byte[64];

    private readonly ByteBuffer _dictionaries = new();
    private readonly ByteBuffer _batches = new();
    private long _offset;

    /// <summary>What comes before the first batch.</summary>
    public void Begin()
    {
        if (isFile) Write("ARROW1\0\0"u8);
        WriteMetadata(ArrowSchema.WriteMessage(schema));
    }

    /// <summary>A dictionary batch, or, without an id, a record batch.</summary>
    public void Write(BatchBuilder batch, long rows, long? dictionary)
    {
        var offset = _offset;
        batch.Finish();
        var metadata = WriteMetadata(batch.Message(rows, dictionary).Span);
        foreach (var piece in batch.Pieces)
        {
            Write(piece.Span);
            Write(Zeros.AsSpan(0, BatchBuilder.Padding(piece.Length)));
        }
        // Block of File.fbs: offset, bytes of metadata with its prefix (4, then 4 of padding), bytes of the body.
        var block = (dictionary is null ? _batches : _dictionaries).Take(BlockBytes);
        BinaryPrimitives.WriteInt64LittleEndian(block, offset);
        BinaryPrimitives.WriteInt64LittleEndian(block[8..], metadata);
        BinaryPrimitives.WriteInt64LittleEndian(block[16..], batch.BodyLength);
    }

    /// <summary>What comes after the last batch.</summary>
    public void End()
    {
        Span<byte> mark = stackalloc byte[PrefixBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(mark, Continuation);
        BinaryPrimitives.WriteInt32LittleEndian(mark[4..], 0);
        Write(mark);
        if (!isFile) return;
        var builder = new FlatBuilder();
        // Footer: version, schema, dictionaries, record batches.
        var footer = builder.Table(builder.Root(), true, true, true, true);
        builder.Int64(FlatBuilder.Place(footer, 0), Version);
        ArrowSchema.WriteContent(builder, FlatBuilder.Place(footer, 1), schema);
        builder.Structs(FlatBuilder.Place(footer, 2), _dictionaries.Bytes, BlockBytes);
        builder.Structs(FlatBuilder.Place(footer, 3), _batches.Bytes, BlockBytes);
        var bytes = builder.Bytes;
        Write(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(mark, bytes.Length);
        Write(mark[..4]);
        Write("ARROW1"u8);
    }

    // Padded so that what follows is aligned in the file; returns the bytes of all.
    private int WriteMetadata(ReadOnlySpan<byte> metadata)
    {
        var padding = BatchBuilder.Padding(_offset + PrefixBytes + metadata.Length);
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(prefix, Continuation);
        BinaryPrimitives.WriteInt32LittleEndian(prefix[4..], metadata.Length + padding);
        Write(prefix);
        Write(metadata);
        Write(Zeros.AsSpan(0, padding));
        return PrefixBytes + metadata.Length + padding;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        _offset += bytes.Length;
    }
}
