using System.Security.Cryptography;
using Zenset.Model;

namespace Zenset.Tests.Storage;

/// <summary>
/// Disks that are full or cannot be written: real ones, mounted for one process. On Linux; elsewhere there is no such mount.
/// </summary>
public sealed class SurroundingsTests : RepositoryTest
{
    [Fact]
    public async Task FullDisk_IsSaidAndNothingIsCommitted()
    {
        await Samples.CommitBytesAsync(Repository, "small", "one");

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Samples.Bytes(new Random(1), 8_000_000)));

        // 4 MiB, of which the part would take 8; what it left of itself does not stand in the way of the next.
        var (exit, errors) = MountNamespace.Run($"""
            mkdir {Folder["disk"]}; mount -t tmpfs -o size=4m tmpfs {Folder["disk"]}
            {TestHost.ShellCommand($"commit-part {Folder["disk/full"]} first 3000000")}
            {TestHost.ShellCommand($"commit-part {Folder["disk/full"]} second 8000000")} || code=$?
            {TestHost.ShellCommand($"commit-part {Folder["disk/full"]} third 900000")}
            {TestHost.ShellCommand($"verify {Folder["disk/full"]}")}
            exit $code
            """);

        Assert.Equal(8, exit);
        Assert.Equal(
            $"storage/full: repository {Folder["disk/full"]} cannot write 'second/table/part-{sha256}.parquet': the disk (or the quota) is full. "
            + "Nothing was committed. Free some room, or choose another repository with --repo.\n",
            errors);
        Assert.True((await Repository.VerifyAsync()).Ok);
        Assert.Equal("small", Assert.Single(await Repository.ListAsync().ToListAsync()).Name.Value);
    }

    [Fact]
    public void FullDisk_WhilePuttingSmallObjects()
    {
        if (!OperatingSystem.IsLinux()) return;

        // Filled to the last page but some, so that it is another object each time for which there is no room: the part, the manifest,
        // the Delta log. Whatever was not committed can be committed afterwards.
        var (exit, errors) = MountNamespace.Run($"""
            mkdir {Folder["disk"]}; mount -t tmpfs -o size=2m tmpfs {Folder["disk"]}
            {TestHost.ShellCommand($"commit-part {Folder["disk/full"]} first 100")}
            for free in 0 4 8 12 16; do
              head -c $((free * 1024)) /dev/zero > {Folder["disk/spare"]}
              head -c 10000000 /dev/zero > {Folder["disk/filler"]} 2> /dev/null || true
              rm {Folder["disk/spare"]}
              {TestHost.ShellCommand($"commit-part {Folder["disk/full"]} d$free 100")} 2>> {Folder["errors"]} || true
              rm {Folder["disk/filler"]}
              {TestHost.ShellCommand($"verify {Folder["disk/full"]}")}
              {TestHost.ShellCommand($"commit-part {Folder["disk/full"]} d$free 100")}
            done
            {TestHost.ShellCommand($"verify {Folder["disk/full"]}")}
            cut -d: -f1,2 {Folder["errors"]} >&2
            """);

        Assert.Equal(0, exit);
        var lines = errors.Trim().Split('\n');
        Assert.InRange(lines.Length, 1, 4);
        Assert.All(lines, line => Assert.StartsWith($"storage/full: repository {Folder["disk/full"]} cannot ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReadOnlyRepository_CanBeReadAndSaysThatItCannotBeWritten()
    {
        if (!OperatingSystem.IsLinux()) return;
        await Samples.CommitBytesAsync(Repository, "a", "one");

        var (exit, errors) = MountNamespace.Run($"""
            mount --bind {Store.Location} {Store.Location}
            mount -o remount,bind,ro {Store.Location}
            {TestHost.ShellCommand($"verify {Store.Location}")}
            {TestHost.ShellCommand($"commit {Store.Location} a again 1")}
            """);

        Assert.Equal(8, exit);
        Assert.Equal(
            $"storage/denied: repository {Store.Location} cannot make a staging folder: it is on a read-only file system. "
            + "Mount it writable, or choose another repository with --repo.\n",
            errors);
        Assert.Equal(1, (await Repository.GetAsync(VersionRef.Parse("a"))).Version);
    }

    [Fact]
    public async Task AFileInThePlaceOfTheRepository_IsSaid()
    {
        await File.WriteAllTextAsync(Folder["file"], "x");

        var failure = await Assert.ThrowsAsync<StorageException>(async () => await Samples.CommitBytesAsync(Repository.OpenFolder(Folder["file"]), "a", "x"));

        Assert.Equal("storage/failed", failure.Code.Id);
    }
}
