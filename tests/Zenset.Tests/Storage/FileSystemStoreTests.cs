using Zenset.Storage;

namespace Zenset.Tests.Storage;

public sealed class FileSystemStoreTests : ObjectStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();

    public FileSystemStoreTests() => Store = new FileSystemStore(_folder["repository"], _time);

    protected override IObjectStore Store { get; }

    protected override DateTimeOffset Now => _time.GetUtcNow();

    protected override void Advance(TimeSpan by) => _time.Advance(by);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Leaves_NothingInTheStagingFolder()
    {
        await Store.PutAsync("a", "x"u8.ToArray());
        await Store.PutIfAbsentAsync("a", "y"u8.ToArray());
        await Store.PutIfAbsentAsync("b", "y"u8.ToArray());
        await Store.DeleteOlderAsync("b", DateTimeOffset.MaxValue);

        Assert.Empty(Directory.EnumerateFileSystemEntries(Store.StagingFolder));
    }

    [Fact]
    public async Task Passes_OverOtherPeoplesFiles()
    {
        await Store.PutAsync("a", "x"u8.ToArray());
        await File.WriteAllTextAsync(Path.Combine(_folder["repository"], "My notes.txt"), "x");
        await File.WriteAllTextAsync(Path.Combine(_folder["repository"], ".hidden"), "x");

        Assert.Equal("a", Assert.Single(await ListAsync("")).Key);
    }

    [Fact]
    public async Task PutFile_MendsADamagedObject()
    {
        await Store.PutAsync("part", "damaged"u8.ToArray());

        await Store.PutFileAsync("part", StagedFile("as it should be"u8));

        Assert.Equal("as it should be"u8.ToArray(), await Store.TryGetAsync("part"));
    }

    [Fact]
    public async Task DeleteOlder_NeverLosesAnObjectThatIsStoredAgain()
    {
        // A writer that stores it again and again and a gc with a limit in between: it may vanish for a moment, but never after a put.
        await Store.PutFileAsync("part", StagedFile("x"u8));
        using var done = new CancellationTokenSource();
        var gc = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested) await Store.DeleteOlderAsync("part", Now - TimeSpan.FromMinutes(1));
        });
        for (var i = 0; i < 300; i++)
        {
            Advance(TimeSpan.FromMinutes(2));
            await Store.PutFileAsync("part", StagedFile("x"u8));
            // It may have been taken aside between the two looks of a removal, and is put back at once.
            var found = await Store.TryGetAsync("part");
            for (var wait = 0; found is null && wait < 1000; wait++)
            {
                await Task.Delay(10);
                found = await Store.TryGetAsync("part");
            }

            Assert.NotNull(found);
        }
        await done.CancelAsync();
        await gc;
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherWrite)]
    public async Task PutFile_MakesAnObjectAsReadableAsTheRepository(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows()) return;
        var path = StagedFile("content"u8);
        File.SetUnixFileMode(path, mode);

        await Store.PutFileAsync("part", path);
        await Store.PutAsync("made", "x"u8.ToArray());

        const UnixFileMode read = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        Assert.Equal(File.GetUnixFileMode(Store.LocalPath("made")!) & read, File.GetUnixFileMode(Store.LocalPath("part")!));
    }

    [Fact]
    public void Says_WhereItIs()
    {
        Assert.Equal(_folder["repository"], Store.Location);
        Assert.Equal(Path.Combine(_folder["repository"], "a", "b"), Store.LocalPath("a/b"));
    }
}
