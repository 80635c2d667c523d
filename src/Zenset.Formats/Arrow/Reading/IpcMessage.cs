using System.Buffers.Binary;

namespace Zenset.Formats.Arrow.Reading;

/// <summary>The header of an encapsulated message.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Header">The table that says more.</param>
/// <param name="BodyLength">Bytes of the buffers that follow.</param>
/// <remarks>Arrow columnar format, "Encapsulated message format"; Message.fbs.</remarks>
internal readonly record struct IpcMessage(IpcMessageKind Kind, FlatTable Header, long BodyLength)
{
    // MetadataVersion V4 is 3: Arrow 0.8 of 2017. Earlier ones lay buffers out otherwise.
    private const int OldestVersion = 3, NewestVersion = 4;

    private const uint Continuation = 0xFFFFFFFF;

    /// <summary>Bytes of the marker and the length before a message, and of the message, at a place of a file; a length of 0 ends a stream.</summary>
    public static (int Prefix, int Length) Measure(ReadOnlySpan<byte> start)
    {
        if (start.Length < 4) throw new ArrowDataException(ArrowErrors.NotArrow, $"a message is cut off", "Fetch the file again.");
        // Before Arrow 0.15 there was no marker, and the length came first.
        if (BinaryPrimitives.ReadUInt32LittleEndian(start) != Continuation) return (4, BinaryPrimitives.ReadInt32LittleEndian(start));
        if (start.Length < 8) throw new ArrowDataException(ArrowErrors.NotArrow, $"a message is cut off", "Fetch the file again.");
        return (8, BinaryPrimitives.ReadInt32LittleEndian(start[4..]));
    }

    /// <summary>Reads the metadata of a message.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static IpcMessage Parse(ReadOnlyMemory<byte> metadata)
    {
        var root = FlatTable.Root(metadata);
        var version = root.Int16(0);
        if (version < OldestVersion)
        {
            throw new ArrowDataException(ArrowErrors.Unsupported, $"was written by an Arrow before 0.8 (metadata version {version + 1})", "Write it again with a current program.", isUnsupported: true);
        }
        if (version > NewestVersion) throw new FormatException("The metadata version is unknown.");
        var bodyLength = root.Int64(3);
        if (bodyLength < 0 || root.Table(2) is not { } header) throw new FormatException("A message has no header.");
        return new IpcMessage((IpcMessageKind)root.Byte(1), header, bodyLength);
    }
}

/// <summary>What a message is: <c>union MessageHeader</c> of Message.fbs.</summary>
internal enum IpcMessageKind : byte
{
    None, Schema, DictionaryBatch, RecordBatch, Tensor, SparseTensor,
}
