using Zenset.Storage;

namespace Zenset.Tests.Storage;

/// <summary>Every promise of <see cref="IObjectStore"/>. A store's tests derive from this.</summary>
public abstract class ObjectStoreContract
{
    protected abstract IObjectStore Store { get; }

    /// <summary>Moves the clock that <see cref="StoredObject.Modified"/> is set from.</summary>
    protected abstract void Advance(TimeSpan by);

    protected abstract DateTimeOffset Now { get; }

    [Fact]
    public async Task Gives_WhatWasPut()
    {
        await Store.PutAsync("a/b.json", "hello"u8.ToArray());

        Assert.Equal("hello"u8.ToArray(), await Store.TryGetAsync("a/b.json"));
    }

    [Fact]
    public async Task Gives_NothingForAbsentObjects()
    {
        await Store.PutAsync("a/b", "x"u8.ToArray());

        Assert.Null(await Store.TryGetAsync("a/c"));
        Assert.Null(await Store.TryGetAsync("z/b"));
        Assert.Null(await Store.TryGetAsync("a"));
    }

    [Fact]
    public async Task Put_Replaces()
    {
        await Store.PutAsync("k", "long content"u8.ToArray());
        await Store.PutAsync("k", "short"u8.ToArray());

        Assert.Equal("short"u8.ToArray(), await Store.TryGetAsync("k"));
    }

    [Fact]
    public async Task Holds_EmptyObjects()
    {
        await Store.PutAsync("k", Array.Empty<byte>());

        Assert.Empty((await Store.TryGetAsync("k"))!);
        Assert.Equal(0, Assert.Single(await ListAsync("")).Bytes);
    }

    [Fact]
    public async Task PutIfAbsent_LeavesWhatIsThere()
    {
        Assert.True(await Store.PutIfAbsentAsync("k", "first"u8.ToArray()));
        Assert.False(await Store.PutIfAbsentAsync("k", "second"u8.ToArray()));

        Assert.Equal("first"u8.ToArray(), await Store.TryGetAsync("k"));
    }

    [Fact]
    public async Task PutIfAbsent_LetsExactlyOneOfManyWin()
    {
        for (var round = 0; round < 50; round++)
        {
            var key = $"race/{round}";
            using var start = new Barrier(8);

            var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
            {
                start.SignalAndWait();
                return await Store.PutIfAbsentAsync(key, new[] { (byte)i });
            })));

            var winner = Assert.Single(Enumerable.Range(0, 8), i => won[i]);
            Assert.Equal((byte)winner, Assert.Single((await Store.TryGetAsync(key))!));
        }
    }

    [Fact]
    public async Task Objects_AppearWhole()
    {
        var versions = Enumerable.Range(1, 4).Select(i => Enumerable.Repeat((byte)i, i * 100_000).ToArray()).ToArray();
        await Store.PutAsync("k", versions[0]);
        using var done = new CancellationTokenSource();

        var reader = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                var seen = (await Store.TryGetAsync("k"))!;
                Assert.Equal(versions[seen[0] - 1], seen);
            }
        });
        for (var i = 0; i < 100; i++) await Store.PutAsync("k", versions[i % 4]);
        await done.CancelAsync();

        await reader;
    }

    [Fact]
    public async Task PutFile_ConsumesTheFile()
    {
        var path = StagedFile("content"u8);

        await Store.PutFileAsync("a/part", path);

        Assert.False(File.Exists(path));
        Assert.Equal("content"u8.ToArray(), await Store.TryGetAsync("a/part"));
    }

    [Fact]
    public async Task PutFile_TakesFilesFromAnywhere()
    {
        using var elsewhere = new TemporaryFolder();
        await File.WriteAllTextAsync(elsewhere["file"], "content");

        await Store.PutFileAsync("a/part", elsewhere["file"]);

        Assert.False(File.Exists(elsewhere["file"]));
        Assert.Equal("content"u8.ToArray(), await Store.TryGetAsync("a/part"));
    }

    [Fact]
    public async Task PutFile_RenewsTheTimeOfAnObjectThatIsThere()
    {
        await Store.PutFileAsync("part", StagedFile("content"u8));
        var before = Assert.Single(await ListAsync("")).Modified;
        Advance(TimeSpan.FromHours(5));

        await Store.PutFileAsync("part", StagedFile("content"u8));

        Assert.Equal(before.AddHours(5), Assert.Single(await ListAsync("")).Modified, TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData(0, null, "0123456789")]
    [InlineData(3, null, "3456789")]
    [InlineData(3, 4L, "3456")]
    [InlineData(8, 100L, "89")]
    [InlineData(10, null, "")]
    [InlineData(50, 5L, "")]
    [InlineData(2, 0L, "")]
    public async Task Reads_Ranges(long offset, long? length, string expected)
    {
        await Store.PutAsync("k", "0123456789"u8.ToArray());

        await using var stream = await Store.OpenReadAsync("k", offset, length);

        Assert.Equal(expected, await new StreamReader(stream).ReadToEndAsync());
    }

    [Fact]
    public async Task Reading_AnAbsentObject_SaysSo()
    {
        var failure = await Assert.ThrowsAsync<NotFoundException>(async () => await Store.OpenReadAsync("a/b"));

        Assert.Equal("the repository has no object 'a/b'. `zenset verify` tells what is missing.", failure.Message);
    }

    [Fact]
    public async Task Lists_InOrdinalOrder()
    {
        string[] keys = ["a-b", "a.b", "a/b-c", "a/b/c", "a0", "aB", "b/v1", "b/v10", "b/v2", "Z"];
        foreach (var key in keys.Reverse()) await Store.PutAsync(key, "x"u8.ToArray());

        var listed = (await ListAsync("")).Select(o => o.Key).ToArray();

        Assert.Equal(keys.Order(StringComparer.Ordinal), listed);
    }

    [Theory]
    [InlineData("", "a/b/c,a/bc,a/d,ab")]
    [InlineData("a/", "a/b/c,a/bc,a/d")]
    [InlineData("a/b", "a/b/c,a/bc")]
    [InlineData("a/b/", "a/b/c")]
    [InlineData("a/b/c", "a/b/c")]
    [InlineData("a/x", "")]
    [InlineData("x/y/z", "")]
    public async Task Lists_ByPrefix(string prefix, string expected)
    {
        foreach (var key in new[] { "a/b/c", "a/bc", "a/d", "ab" }) await Store.PutAsync(key, "12345"u8.ToArray());

        var listed = await ListAsync(prefix);

        Assert.Equal(expected, string.Join(',', listed.Select(o => o.Key)));
        Assert.All(listed, o => Assert.Equal(5, o.Bytes));
        Assert.All(listed, o => Assert.Equal(Now, o.Modified, TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public async Task Lists_AFolderWithoutWhatLiesDeeper()
    {
        foreach (var key in new[] { "a/b/c", "a/b/d", "a/b.json", "a/z", "c" }) await Store.PutAsync(key, "x"u8.ToArray());

        Assert.Equal("a/ c", await FolderAsync(""));
        Assert.Equal("a/b.json a/b/ a/z", await FolderAsync("a/"));
        Assert.Equal("", await FolderAsync("nothing/"));
    }

    [Fact]
    public async Task Lists_WhatWasPutBefore()
    {
        for (var i = 0; i < 50; i++)
        {
            await Store.PutAsync($"k/{i}", "x"u8.ToArray());

            Assert.Equal(i + 1, (await ListAsync("k/")).Count);
        }
    }

    [Fact]
    public async Task Deletes()
    {
        await Store.PutAsync("a/b/c", "x"u8.ToArray());
        await Store.PutAsync("a/d", "x"u8.ToArray());

        await Store.DeleteAsync("a/b/c");
        await Store.DeleteAsync("a/b/c");
        await Store.DeleteAsync("x/y");

        Assert.Equal("a/d", Assert.Single(await ListAsync("")).Key);
        Assert.Equal("a/d", await FolderAsync("a/"));
    }

    [Fact]
    public async Task DeletesOlder_AndLeavesYounger()
    {
        await Store.PutFileAsync("old", StagedFile("x"u8));
        Advance(TimeSpan.FromHours(2));
        await Store.PutFileAsync("young", StagedFile("x"u8));
        var limit = Now - TimeSpan.FromHours(1);

        Assert.True(await Store.DeleteOlderAsync("old", limit));
        Assert.False(await Store.DeleteOlderAsync("young", limit));
        Assert.True(await Store.DeleteOlderAsync("absent", limit));

        Assert.Equal("young", Assert.Single(await ListAsync("")).Key);
    }

    [Fact]
    public async Task Puts_WhileItsFolderIsEmptied()
    {
        var putting = Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                await Store.PutAsync($"f/g/a{i}", "x"u8.ToArray());
                await Store.DeleteAsync($"f/g/a{i}");
            }
        });
        for (var i = 0; i < 200; i++)
        {
            await Store.PutAsync("f/g/b", "x"u8.ToArray());
            Assert.NotNull(await Store.TryGetAsync("f/g/b"));
            await Store.DeleteAsync("f/g/b");
        }

        await putting;
        Assert.Empty(await ListAsync(""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("../a")]
    [InlineData("a/../b")]
    [InlineData("a/./b")]
    [InlineData(".staging/x")]
    [InlineData("a\\b")]
    [InlineData("C:/a")]
    [InlineData("a b")]
    [InlineData("a\0b")]
    [InlineData("ä")]
    public async Task Refuses_KeysOfAnotherForm(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.PutAsync(key, "x"u8.ToArray()));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.PutIfAbsentAsync(key, "x"u8.ToArray()));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.PutFileAsync(key, StagedFile("x"u8)));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.TryGetAsync(key));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.OpenReadAsync(key));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.DeleteAsync(key));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.DeleteOlderAsync(key, default));
        Assert.Throws<ArgumentException>(() => Store.LocalPath(key));
    }

    [Fact]
    public async Task Refuses_KeysThatAreTooLong()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.PutAsync(new string('a', 256), "x"u8.ToArray()));

        await Store.PutAsync(new string('a', 255), "x"u8.ToArray());
    }

    [Fact]
    public async Task Heeds_ACancelledToken()
    {
        var cancelled = new CancellationToken(true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.PutAsync("k", "x"u8.ToArray(), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.PutIfAbsentAsync("k", "x"u8.ToArray(), cancelled));

        Assert.Empty(await ListAsync(""));
    }

    protected string StagedFile(ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(Store.StagingFolder);
        var path = Path.Combine(Store.StagingFolder, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(path, content.ToArray());
        return path;
    }

    protected async Task<List<StoredObject>> ListAsync(string prefix) => await Store.ListAsync(prefix).ToListAsync();

    private async Task<string> FolderAsync(string folder) => string.Join(' ', await Store.ListFolderAsync(folder).Select(e => e.Key).ToListAsync());
}
