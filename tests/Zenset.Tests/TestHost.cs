using System.Diagnostics;
using System.Globalization;
using Zenset.Model;

namespace Zenset.Tests;

/// <summary>This assembly as a process of its own: <c>dotnet Zenset.Tests.dll COMMAND …</c>.</summary>
public static class TestHost
{
    /// <summary>How to start it.</summary>
    public static ProcessStartInfo StartInfo(params IEnumerable<string> arguments) =>
        new(Dotnet, [typeof(TestHost).Assembly.Location, .. arguments]);

    /// <summary>How to start it in a shell, for scripts that prepare its surroundings.</summary>
    public static string ShellCommand(string arguments) => $"'{Dotnet}' '{typeof(TestHost).Assembly.Location}' {arguments}";

    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static async Task<int> Main(string[] arguments)
    {
        try
        {
            switch (arguments)
            {
                case ["commit", var folder, var dataset, var id, var count]:
                    await CommitManyAsync(folder, dataset, id, int.Parse(count, CultureInfo.InvariantCulture));
                    return 0;
                case ["commit-forever", var folder, var dataset, var id]:
                    Console.WriteLine("ready");
                    await CommitManyAsync(folder, dataset, id, int.MaxValue);
                    return 0;
                case ["commit-part", var folder, var dataset, var bytes]:
                    await CommitPartAsync(folder, dataset, long.Parse(bytes, CultureInfo.InvariantCulture));
                    return 0;
                case ["verify", var folder]:
                    return (await Repository.OpenFolder(folder).VerifyAsync()).Ok ? 0 : 7;
                default:
                    Console.Error.WriteLine("This assembly holds tests: dotnet test tests/Zenset.Tests");
                    return 2;
            }
        }
        catch (ZensetException e)
        {
            Console.Error.WriteLine($"{e.Code}: {e.Message}");
            return ExitCodes.For(e).Exit;
        }
    }

    // Commits until 'count' commits succeeded; a conflict is tried again. Prints how many conflicts there were.
    private static async Task CommitManyAsync(string folder, string dataset, string id, int count)
    {
        var repository = Repository.OpenFolder(folder);
        var random = new Random(id.GetHashCode(StringComparison.Ordinal));
        var conflicts = 0;
        for (var i = 0; i < count; i++)
        {
            while (true)
            {
                try
                {
                    await Samples.CommitBytesAsync(repository, dataset, $"{id}-{i}", random.Next(1, 4), random.Next(1, 1_500_000), random);
                    break;
                }
                catch (VersionConflictException)
                {
                    conflicts++;
                }
            }
        }
        Console.WriteLine(conflicts.ToString(CultureInfo.InvariantCulture));
    }

    // The part comes from another volume, so that it is the store that runs out of room.
    private static async Task CommitPartAsync(string folder, string dataset, long bytes)
    {
        var source = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(source, Samples.Bytes(new Random(1), (int)bytes));
            await using var session = await Repository.OpenFolder(folder).BeginCommitAsync(DatasetName.Parse(dataset));
            var part = await session.SealPartAsync(source, "table", 1);
            await session.CommitAsync(Samples.Draft(dataset, "one part", part));
        }
        finally
        {
            File.Delete(source);
        }
    }
}
