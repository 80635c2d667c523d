namespace Zenset.Formats.Arrow.Reading;

/// <summary>The record batches of an IPC file or stream.</summary>
internal sealed class IpcBatches : IBatches
{
    private readonly MappedFile _file;
    private readonly IpcLayout _layout;
    private readonly ArrowDictionaries _dictionaries;

    private IpcBatches(MappedFile file, IpcLayout layout, ArrowDictionaries dictionaries) => (_file, _layout, _dictionaries) = (file, layout, dictionaries);

    public ArrowSchemaContent Schema => _layout.Schema;

    public int Count => _layout.Batches.Count;

    public bool HasNoEnd => _layout.HasNoEnd;

    public BatchFacts this[int batch]
    {
        get
        {
            var block = _layout.Batches[batch];
            return new BatchFacts(block.Rows, block.Offset, block.MetadataLength + block.BodyLength, !block.IsCompressed && !Schema.IsBigEndian);
        }
    }

    /// <summary>Finds the batches of a file, which the result then owns.</summary>
    /// <exception cref="ZensetException">It is damaged, or uses what is not read.</exception>
    public static IpcBatches Open(MappedFile file, string sourceName, CancellationToken cancellationToken)
    {
        var layout = IpcLayout.Read(file, sourceName, cancellationToken);
        // What is refused by its type must not be loaded.
        foreach (var field in layout.Schema.Fields)
        {
            try
            {
                ArrowTypes.Check(field);
            }
            catch (ArrowDataException e)
            {
                throw e.At(new SourceLocation { Source = sourceName, Field = field.Name });
            }
        }
        return new IpcBatches(file, layout, ArrowDictionaries.Load(file, layout, sourceName, cancellationToken));
    }

    public IReadOnlyList<ArrowDictionary> Generations(long dictionaryId) => _dictionaries.Generations(dictionaryId);

    public ArrowArray[] Load(int batch, BatchMemory memory)
    {
        var block = _layout.Batches[batch];
        var header = new BatchHeader(IpcMessage.Parse(_file.Span(block.Offset, block.MetadataLength).ToArray()).Header);
        var loader = new ArrayLoader(_file, block, header, Schema.IsBigEndian, memory, id => _dictionaries.At(id, batch)) { StoredBytes = block.BodyLength };
        var columns = new ArrowArray[Schema.Fields.Length];
        for (var i = 0; i < columns.Length; i++) columns[i] = loader.Load(Schema.Fields[i], header.Length);
        return columns;
    }

    public void Dispose()
    {
        _dictionaries.Dispose();
        _file.Dispose();
    }
}
