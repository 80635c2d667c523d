using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>The windows of a scan, one for each dataset.</summary>
/// <param name="file">The file.</param>
/// <param name="open">Opens a dataset.</param>
/// <param name="others">How many datasets the table has.</param>
internal sealed class Windows(OpenedFile file, Func<StoredDataset, Hdf5Dataset> open, int others) : IDisposable
{
    private readonly Dictionary<StoredDataset, RowWindow> _windows = new(ReferenceEqualityComparer.Instance);

    /// <summary>Where texts and lists of varying length lie.</summary>
    public GlobalHeap Heap => file.Heap;

    public RowWindow this[StoredDataset dataset]
    {
        get
        {
            if (_windows.TryGetValue(dataset, out var window)) return window;
            window = new RowWindow(open(dataset), dataset, BlockSizes.RowsOf(dataset, others));
            _windows.Add(dataset, window);
            return window;
        }
    }

    public void Dispose()
    {
        foreach (var window in _windows.Values) window.Dispose();
        _windows.Clear();
    }
}
