using System.Buffers.Binary;

namespace Zenset.Formats.Arrow.Reading;

/// <summary>What an IPC file or stream consists of: its schema, and where the batches stand.</summary>
internal sealed class IpcLayout
{
    private static ReadOnlySpan<byte> Magic => "ARROW1"u8;

    // Columns of nothing but nulls, and runs, have any number of rows in no bytes. Honest files stay far below this; others would keep
    // an import busy for ever.
    private const long FreeRows = 1 << 24, RowsPerByte = 1 << 14;
    private const long FreeCells = 1 << 28, CellsPerByte = 1 << 10;

    private readonly List<IpcBlock> _batches = [];
    private readonly List<(IpcBlock Block, int BeforeBatch)> _dictionaries = [];
    private readonly long _fileBytes;
    private long _blockBytes;
    private long _dictionaryRows;

    private readonly long _columnsWithoutBytes;

    private IpcLayout(ArrowSchemaContent schema, MappedFile file, bool isFile)
    {
        (Schema, _fileBytes, IsFile) = (schema, file.Length, isFile);
        _columnsWithoutBytes = schema.Fields.Sum(CountWithoutBytes);
    }

    /// <summary>Columns and metadata.</summary>
    public ArrowSchemaContent Schema { get; }

    /// <summary>A file with a footer, in which all dictionaries are there from the start.</summary>
    public bool IsFile { get; }

    /// <summary>A stream that just ends, without the mark that most writers put there: whole, or cut between two batches.</summary>
    public bool HasNoEnd { get; private set; }

    /// <summary>Record batches, in row order.</summary>
    public IReadOnlyList<IpcBlock> Batches => _batches;

    /// <summary>Rows of all batches.</summary>
    public long Rows { get; private set; }

    /// <summary>Dictionary batches, in order, each with the number of record batches before it.</summary>
    public IReadOnlyList<(IpcBlock Block, int BeforeBatch)> Dictionaries => _dictionaries;

    /// <summary>The bytes begin as an IPC file does.</summary>
    public static bool BeginsAsFile(ReadOnlySpan<byte> head) => head.StartsWith(Magic);

    /// <summary>The bytes begin as an IPC stream does: with a schema message.</summary>
    public static bool BeginsAsStream(ReadOnlyMemory<byte> head)
    {
        try
        {
            var (prefix, length) = IpcMessage.Measure(head.Span);
            // A longer schema than the head cannot be looked into; the marker must do.
            if (prefix == 8 && length > head.Length - prefix) return length % 8 == 0;
            return length > 0 && length <= head.Length - prefix && IpcMessage.Parse(head.Slice(prefix, length)).Kind == IpcMessageKind.Schema;
        }
        catch (Exception e) when (e is FormatException or ArrowDataException)
        {
            return false;
        }
    }

    /// <summary>Reads either.</summary>
    /// <exception cref="SourceDataException">It is neither, or damaged.</exception>
    public static IpcLayout Read(MappedFile file, string sourceName, CancellationToken cancellationToken)
    {
        var at = 0L;
        try
        {
            return file.Length >= 8 && BeginsAsFile(file.Span(0, 8)) ? ReadFile(file, ref at, cancellationToken) : ReadStream(file, ref at, cancellationToken);
        }
        catch (ArrowDataException e)
        {
            throw e.At(new SourceLocation { Source = sourceName, Offset = at });
        }
        catch (FormatException e)
        {
            throw new SourceDataException(
                ArrowErrors.Metadata, $"the metadata is damaged ({e.Message.TrimEnd('.').ToLowerInvariant()})", new SourceLocation { Source = sourceName, Offset = at }, "Fetch or write the file again.", e);
        }
    }

    // The footer is at the end: flatbuffer, its length, magic.
    private static IpcLayout ReadFile(MappedFile file, ref long at, CancellationToken cancellationToken)
    {
        const int TailBytes = 10;
        at = Math.Max(0, file.Length - TailBytes);
        if (file.Length < 8 + TailBytes || !file.Span(at + 4, 6).SequenceEqual(Magic))
        {
            throw new ArrowDataException(ArrowErrors.NotArrow, $"begins as an Arrow file and does not end as one (ARROW1)", "It was cut off: fetch it again.");
        }
        var length = BinaryPrimitives.ReadInt32LittleEndian(file.Span(at, 4));
        if (length <= 0 || length > at - 8) throw ArrowDataException.Metadata($"the footer claims {length:N0} bytes");
        at -= length;
        // Footer: version, schema, dictionaries, record batches.
        var footer = FlatTable.Root(file.Span(at, length).ToArray());
        if (footer.Table(1) is not { } schema) throw new FormatException("The footer has no schema.");
        var layout = new IpcLayout(ArrowSchema.ReadContent(schema), file, isFile: true);
        var (dictionaries, batches) = (footer.Structs(2, BlockBytes), footer.Structs(3, BlockBytes));
        for (var i = 0; i < dictionaries.Length; i += BlockBytes) layout.AddDictionary(ReadBlock(file, dictionaries.Span[i..], IpcMessageKind.DictionaryBatch, ref at), 0);
        for (var i = 0; i < batches.Length; i += BlockBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            layout.AddBatch(ReadBlock(file, batches.Span[i..], IpcMessageKind.RecordBatch, ref at));
        }
        return layout;
    }

    // Block of File.fbs: offset (8), bytes of metadata with its prefix (4, then 4 of padding), bytes of the body (8).
    private const int BlockBytes = 24;

    private static IpcBlock ReadBlock(MappedFile file, ReadOnlySpan<byte> block, IpcMessageKind kind, ref long at)
    {
        at = BinaryPrimitives.ReadInt64LittleEndian(block);
        var metadataLength = BinaryPrimitives.ReadInt32LittleEndian(block[8..]);
        var bodyLength = BinaryPrimitives.ReadInt64LittleEndian(block[16..]);
        if (metadataLength < 8) throw new FormatException("A block has no metadata.");
        var (prefix, length) = IpcMessage.Measure(file.Span(at, metadataLength));
        if (length <= 0 || length > metadataLength - prefix) throw new FormatException("A block is shorter than its metadata.");
        var message = IpcMessage.Parse(file.Span(at + prefix, length).ToArray());
        if (message.Kind != kind || message.BodyLength > bodyLength) throw new FormatException($"A block is no {kind}.");
        Require(file, at + metadataLength, message.BodyLength);
        return IpcBlock.Of(message, at + prefix, length, at + metadataLength);
    }

    private static IpcLayout ReadStream(MappedFile file, ref long at, CancellationToken cancellationToken)
    {
        IpcLayout? layout = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // A stream ends with a length of 0, or, as the format allows, just ends.
            if (at == file.Length && layout is not null)
            {
                layout.HasNoEnd = true;
                return layout;
            }
            var (prefix, length) = IpcMessage.Measure(file.Span(at, (int)Math.Min(8, file.Length - at)));
            if (length == 0 && layout is not null) return layout;
            if (length <= 0) throw new ArrowDataException(ArrowErrors.NotArrow, $"is no Arrow stream, which begins with a schema message", "Name the format with --format.");
            var message = IpcMessage.Parse(file.Span(at + prefix, length).ToArray());
            var body = at + prefix + length;
            if (layout is null)
            {
                if (message.Kind != IpcMessageKind.Schema) throw new FormatException("The stream does not begin with a schema.");
                layout = new IpcLayout(ArrowSchema.ReadContent(message.Header), file, isFile: false);
            }
            else
            {
                Require(file, body, message.BodyLength);
                switch (message.Kind)
                {
                    case IpcMessageKind.DictionaryBatch:
                        layout.AddDictionary(IpcBlock.Of(message, at + prefix, length, body), layout._batches.Count);
                        break;
                    case IpcMessageKind.RecordBatch:
                        layout.AddBatch(IpcBlock.Of(message, at + prefix, length, body));
                        break;
                    case IpcMessageKind.Schema:
                        throw new FormatException("The stream has a second schema.");
                    case IpcMessageKind.Tensor or IpcMessageKind.SparseTensor:
                        throw new ArrowDataException(ArrowErrors.Unsupported, $"holds a tensor message, which is no part of a table", "Write a table.", isUnsupported: true);
                    case IpcMessageKind.None:
                    default:
                        throw new FormatException("A message is of an unknown kind.");
                }
            }
            at = body + message.BodyLength;
        }
    }

    private void AddBatch(IpcBlock block)
    {
        _batches.Add(block);
        Rows = Count(block, Rows);
    }

    private void AddDictionary(IpcBlock block, int beforeBatch)
    {
        _dictionaries.Add((block, beforeBatch));
        _dictionaryRows = Count(block, _dictionaryRows);
    }

    // A footer could name one batch many times over.
    private long Count(IpcBlock block, long rows)
    {
        _blockBytes += block.MetadataLength + block.BodyLength;
        rows = checked(rows + Math.Min(block.Rows, long.MaxValue >> 1));
        if (_blockBytes > _fileBytes) throw ArrowDataException.Metadata($"the batches overlap");
        if (rows > FreeRows && rows / RowsPerByte > _fileBytes) throw ArrowDataException.Metadata($"a file of {_fileBytes:N0} bytes claims {rows:N0} rows");
        if (_columnsWithoutBytes > 0 && rows > FreeCells / _columnsWithoutBytes && rows / CellsPerByte > _fileBytes / _columnsWithoutBytes)
        {
            throw ArrowDataException.Metadata($"a file of {_fileBytes:N0} bytes claims {rows:N0} rows of {_columnsWithoutBytes:N0} columns that take no bytes");
        }
        return rows;
    }

    // Nulls, runs and values of no bytes. Items of lists are counted when they are read.
    private static long CountWithoutBytes(ArrowField field) => field.Type switch
    {
        _ when field.IsDictionary => 0,
        ArrowTypeId.Null or ArrowTypeId.RunEndEncoded => 1,
        ArrowTypeId.FixedSizeBinary => field.Width == 0 ? 1 : 0,
        ArrowTypeId.FixedSizeList => field.ListSize == 0 ? 1 : field.Children.Sum(CountWithoutBytes),
        ArrowTypeId.Struct => field.Children.Sum(CountWithoutBytes),
        _ => 0,
    };

    private static unsafe void Require(MappedFile file, long offset, long length) => _ = file.Pointer(offset, length);
}
