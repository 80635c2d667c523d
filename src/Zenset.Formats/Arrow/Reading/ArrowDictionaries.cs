namespace Zenset.Formats.Arrow.Reading;

/// <summary>The dictionaries of a file or stream, each as it is at every batch. Loaded when the source is opened; then safe from several threads.</summary>
internal sealed class ArrowDictionaries : IDisposable
{
    private readonly Dictionary<long, ArrowField> _values = [];
    private readonly Dictionary<long, List<(int FromBatch, ArrowDictionary Dictionary)>> _states = [];
    private readonly BatchMemory _memory = new();

    private ArrowDictionaries()
    {
    }

    /// <summary>Reads all dictionary batches.</summary>
    /// <exception cref="ZensetException">One is damaged.</exception>
    public static ArrowDictionaries Load(MappedFile file, IpcLayout layout, string sourceName, CancellationToken cancellationToken)
    {
        var dictionaries = new ArrowDictionaries();
        try
        {
            foreach (var field in layout.Schema.Fields) dictionaries.Declare(field);
            foreach (var (block, beforeBatch) in layout.Dictionaries)
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    dictionaries.Add(file, layout, block, beforeBatch);
                }
                catch (ArrowDataException e)
                {
                    throw e.At(new SourceLocation { Source = sourceName, Offset = block.Offset });
                }
                catch (FormatException e)
                {
                    throw ArrowDataException.Metadata($"the header of a dictionary is damaged ({e.Message})").At(new SourceLocation { Source = sourceName, Offset = block.Offset });
                }
            }
            return dictionaries;
        }
        catch (ArrowDataException e)
        {
            dictionaries.Dispose();
            throw e.At(new SourceLocation { Source = sourceName });
        }
        catch
        {
            dictionaries.Dispose();
            throw;
        }
    }

    /// <summary>The dictionary that a batch refers to by <paramref name="id"/>.</summary>
    public ArrowDictionary At(long id, int batch)
    {
        if (!_states.TryGetValue(id, out var states)) return ArrowDictionary.Empty(0);
        // The last state that holds from the batch on or before it.
        int low = 0, high = states.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (states[middle].FromBatch <= batch) low = middle + 1;
            else high = middle;
        }
        return low == 0 ? ArrowDictionary.Empty(0) : states[low - 1].Dictionary;
    }

    /// <summary>Each generation of a dictionary at its fullest, in order.</summary>
    public IReadOnlyList<ArrowDictionary> Generations(long id) => _states.TryGetValue(id, out var states)
        ? [.. states.GroupBy(s => s.Dictionary.Generation, s => s.Dictionary).Select(g => g.Last())]
        : [];

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private void Declare(ArrowField field)
    {
        if (field.IsDictionary)
        {
            var value = field with { IsDictionary = false };
            if (_values.TryGetValue(field.DictionaryId, out var other))
            {
                if (!HasSameBuffers(value, other)) throw ArrowDataException.Metadata($"two fields share dictionary {field.DictionaryId} and differ in type");
            }
            else
            {
                _values.Add(field.DictionaryId, value);
            }
        }
        foreach (var child in field.Children) Declare(child);
    }

    private static bool HasSameBuffers(ArrowField a, ArrowField b) =>
        (a.Type, a.Width, a.IsSigned, a.Precision, a.Scale, a.Unit, a.ListSize, a.IsDictionary, a.IndexWidth, a.IsIndexSigned)
        == (b.Type, b.Width, b.IsSigned, b.Precision, b.Scale, b.Unit, b.ListSize, b.IsDictionary, b.IndexWidth, b.IsIndexSigned)
        && a.Children.Length == b.Children.Length
        && a.Children.Zip(b.Children).All(p => HasSameBuffers(p.First, p.Second) && (!p.First.IsDictionary || p.First.DictionaryId == p.Second.DictionaryId));

    private void Add(MappedFile file, IpcLayout layout, IpcBlock block, int beforeBatch)
    {
        // DictionaryBatch: id, data, whether it is a delta.
        var message = IpcMessage.Parse(file.Span(block.Offset, block.MetadataLength).ToArray()).Header;
        var id = message.Int64(0);
        if (!_values.TryGetValue(id, out var field) || message.Table(1) is not { } batch) throw ArrowDataException.Metadata($"a dictionary batch has the id {id}, which no field has");
        if (!_states.TryGetValue(id, out var states)) _states[id] = states = [];
        var last = states.Count == 0 ? null : states[^1].Dictionary;
        var isDelta = message.Boolean(2);
        if (layout.IsFile && !isDelta && last is not null) throw ArrowDataException.Metadata($"dictionary {id} stands twice in a file, which has each once");
        var header = new BatchHeader(batch);
        var values = new ArrayLoader(file, block, header, layout.Schema.IsBigEndian, _memory, inner => At(inner, int.MaxValue)) { StoredBytes = file.Length }.Load(field, header.Length);
        var before = isDelta ? last ?? ArrowDictionary.Empty(0) : ArrowDictionary.Empty(last is null ? 0 : last.Generation + 1);
        states.Add((beforeBatch, before.With(values)));
    }
}
