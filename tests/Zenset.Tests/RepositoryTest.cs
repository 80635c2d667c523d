using Zenset.History;
using Zenset.Storage;

namespace Zenset.Tests;

/// <summary>A repository of one test, with a clock that stands still.</summary>
public abstract class RepositoryTest : IDisposable
{
    private protected readonly TemporaryFolder Folder = new();
    private protected readonly ManualTime Time = new();

    protected RepositoryTest()
    {
        Store = new FileSystemStore(Folder["repository"], Time);
        Repository = Repository.Open(Store, Time);
    }

    private protected FileSystemStore Store { get; }

    private protected Repository Repository { get; }

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task<string[]> KeysAsync(string prefix = "") => await Store.ListAsync(prefix).Select(o => o.Key).ToArrayAsync();

    private protected async Task<List<LogEntry>> LogAsync(string dataset) => await Repository.LogAsync(Samples.Name(dataset)).ToListAsync();

    private protected string PathOf(string key) => Store.LocalPath(key)!;
}
