using System.Globalization;

namespace Zenset.Formats;

/// <summary>
/// Rows that could not be read, kept byte for byte in a file, in source order, with what was wrong beside them. Safe from several
/// threads: each segment writes its own file, and they are joined at the end.
/// </summary>
public sealed class RejectedRows : IDisposable
{
    /// <summary>Most examples that are kept for the report.</summary>
    public const int MaxExamples = 5;

    private readonly string _path;
    private readonly string _folder;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, FileStream> _bySegment = [];
    private readonly List<FileStream> _kept = [];
    private readonly List<ZensetException> _examples = [];
    private long _keptCount;
    private int _keptExamples;
    private int _files;

    /// <summary>Rejected lines go to <paramref name="path"/> when there are any.</summary>
    public RejectedRows(string path)
    {
        _path = path;
        _folder = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"zenset-rejects-{Guid.NewGuid():N}");
    }

    /// <summary>How many.</summary>
    public long Count { get; private set; }

    /// <summary>Where they are, once <see cref="Complete"/> was called and there were any.</summary>
    public string Path => _path;

    /// <summary>The first few failures.</summary>
    public IReadOnlyList<ZensetException> Examples => _examples;

    /// <summary>
    /// Keeps one row: its bytes as they stand in the source, without the line end. <paramref name="reason"/> is asked for the first
    /// few only, since finding the line of a place costs a look at everything before it.
    /// </summary>
    public void Add(int segment, ReadOnlySpan<byte> row, Func<ZensetException> reason)
    {
        lock (_lock)
        {
            Count++;
            if (_examples.Count < MaxExamples) _examples.Add(reason());
            if (!_bySegment.TryGetValue(segment, out var file))
            {
                Directory.CreateDirectory(_folder);
                file = new FileStream(System.IO.Path.Combine(_folder, (_files++).ToString(CultureInfo.InvariantCulture)), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 12, FileOptions.DeleteOnClose);
                _bySegment[segment] = file;
            }
            file.Write(row);
            file.WriteByte((byte)'\n');
        }
    }

    /// <summary>A table has been read to its end: what was added so far stays, whatever happens to the tables after it.</summary>
    public void Keep()
    {
        lock (_lock)
        {
            _kept.AddRange(_bySegment.Values);
            _bySegment.Clear();
            _keptCount = Count;
            _keptExamples = _examples.Count;
        }
    }

    /// <summary>Forgets what was added since <see cref="Keep"/>: the table is read again from the start.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            foreach (var file in _bySegment.Values) file.Dispose();
            _bySegment.Clear();
            _examples.RemoveRange(_keptExamples, _examples.Count - _keptExamples);
            Count = _keptCount;
        }
    }

    /// <summary>Joins the rows into the file, if there are any.</summary>
    public void Complete()
    {
        if (Count == 0) return;
        using var target = new FileStream(_path, FileMode.Create, FileAccess.Write);
        foreach (var file in _kept.Concat(_bySegment.Values))
        {
            file.Position = 0;
            file.CopyTo(target);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        foreach (var file in _kept) file.Dispose();
        _kept.Clear();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }
}
