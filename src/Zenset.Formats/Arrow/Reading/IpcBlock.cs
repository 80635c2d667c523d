namespace Zenset.Formats.Arrow.Reading;

/// <summary>Where a batch stands in the file.</summary>
/// <param name="Offset">The first byte of its metadata, after marker and length.</param>
/// <param name="MetadataLength">Bytes of the metadata.</param>
/// <param name="BodyOffset">The first byte of its buffers.</param>
/// <param name="BodyLength">Bytes of its buffers.</param>
/// <param name="Rows">Rows, or values of a dictionary.</param>
/// <param name="IsCompressed">Its buffers are compressed.</param>
internal readonly record struct IpcBlock(long Offset, int MetadataLength, long BodyOffset, long BodyLength, long Rows, bool IsCompressed)
{
    /// <summary>A batch whose metadata is <paramref name="message"/>.</summary>
    /// <exception cref="ArrowDataException">It claims what cannot be.</exception>
    public static IpcBlock Of(IpcMessage message, long offset, int metadataLength, long bodyOffset)
    {
        var batch = message.Kind == IpcMessageKind.DictionaryBatch ? message.Header.Table(1) : message.Header;
        if (batch is not { } header) throw new FormatException("A dictionary batch has no data.");
        var rows = header.Int64(0);
        if (rows < 0) throw ArrowDataException.Metadata($"a batch claims {rows:N0} rows");
        return new IpcBlock(offset, metadataLength, bodyOffset, message.BodyLength, rows, header.Has(3));
    }
}
