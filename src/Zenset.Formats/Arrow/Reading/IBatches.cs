namespace Zenset.Formats.Arrow.Reading;

/// <summary>The batches of a source, whatever its file looks like. Safe from several threads.</summary>
internal interface IBatches : IDisposable
{
    /// <summary>Columns and metadata.</summary>
    ArrowSchemaContent Schema { get; }

    /// <summary>Number of batches.</summary>
    int Count { get; }

    /// <summary>Nothing says that these are all.</summary>
    bool HasNoEnd => false;

    /// <summary>What is known of a batch without loading it.</summary>
    BatchFacts this[int batch] { get; }

    /// <summary>Each generation of a dictionary at its fullest, in order.</summary>
    IReadOnlyList<ArrowDictionary> Generations(long dictionaryId);

    /// <summary>The columns of a batch; valid as long as <paramref name="memory"/> and this object.</summary>
    /// <exception cref="ArrowDataException">It is damaged.</exception>
    /// <exception cref="FormatException">Its header is.</exception>
    ArrowArray[] Load(int batch, BatchMemory memory);
}

/// <summary>What is known of a batch without loading it.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Offset">Where it stands in the file.</param>
/// <param name="Bytes">Bytes of it in the file.</param>
/// <param name="IsPlain">Its buffers lie in the file as they are used, so loading it twice costs nothing.</param>
internal readonly record struct BatchFacts(long Rows, long Offset, long Bytes, bool IsPlain);
