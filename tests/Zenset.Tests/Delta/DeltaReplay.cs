using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zenset.Tests.Delta;

/// <summary>
/// An independent, obvious reader of Delta logs: replays commits 0 to n as the protocol says, and refuses whatever the protocol forbids.
/// </summary>
internal sealed class DeltaReplay
{
    private readonly HashSet<string> _everAdded = new(StringComparer.Ordinal);

    public JsonObject Protocol { get; private set; } = [];

    public JsonObject MetaData { get; private set; } = [];

    public Dictionary<string, JsonObject> Files { get; } = new(StringComparer.Ordinal);

    public JsonObject Schema => JsonNode.Parse(MetaData["schemaString"]!.GetValue<string>())!.AsObject();

    public static DeltaReplay Read(string logFolder, int? version = null)
    {
        var names = Directory.EnumerateFiles(logFolder).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        var replay = new DeltaReplay();
        for (var n = 0; n <= (version ?? names.Count - 1); n++)
        {
            Assert.Equal($"{n:D20}.json", names[n]);
            replay.Apply(File.ReadAllText(Path.Combine(logFolder, names[n]!)), n);
        }
        return replay;
    }

    private void Apply(string commit, int number)
    {
        Assert.EndsWith("\n", commit, StringComparison.Ordinal);
        var actions = commit.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!.AsObject().Single()).ToList();
        Assert.Equal("commitInfo", actions[0].Key);
        Assert.True(actions.Count(a => a.Key == "protocol") <= 1);
        Assert.True(actions.Count(a => a.Key == "metaData") <= 1);
        if (number == 0) Assert.Equal(["commitInfo", "protocol", "metaData"], actions.Take(3).Select(a => a.Key));
        var paths = actions.Where(a => a.Key is "add" or "remove").Select(a => a.Value!["path"]!.GetValue<string>()).ToList();
        Assert.Equal(paths.Count, paths.Distinct(StringComparer.Ordinal).Count());
        foreach (var (kind, action) in actions)
        {
            var value = action!.AsObject();
            switch (kind)
            {
                case "commitInfo":
                    Assert.All(value["operationParameters"]!.AsObject(), p => Assert.Equal(JsonValueKind.String, p.Value!.GetValueKind()));
                    break;
                case "protocol":
                    Protocol = value;
                    break;
                case "metaData":
                    Assert.True(Guid.TryParse(value["id"]!.GetValue<string>(), out _));
                    Assert.All(value["configuration"]!.AsObject(), p => Assert.Equal(JsonValueKind.String, p.Value!.GetValueKind()));
                    MetaData = value;
                    break;
                case "remove":
                    Assert.True(Files.Remove(value["path"]!.GetValue<string>()), "removes a file that is not there");
                    Assert.True(value["deletionTimestamp"]!.GetValue<long>() > 0 && value["dataChange"]!.GetValue<bool>());
                    break;
                case "add":
                    var path = value["path"]!.GetValue<string>();
                    Assert.Matches("^[A-Za-z0-9_-]+\\.parquet$", path);
                    Assert.True(Files.TryAdd(path, value), "adds a file that is there");
                    _everAdded.Add(path);
                    Assert.Empty(value["partitionValues"]!.AsObject());
                    Assert.True(value["modificationTime"]!.GetValue<long>() > 0 && value["dataChange"]!.GetValue<bool>());
                    break;
                default:
                    Assert.Fail($"an action that we do not write: {kind}");
                    break;
            }
        }
    }
}
