using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Zenset.Formats.Tests.Arrow;

/// <summary>Arrow's JavaScript library and arrow-rs, installed with <c>npm ci</c> in <c>peers</c>, which <c>./test</c> does.</summary>
internal static class ArrowPeers
{
    private static readonly string Folder = Path.Combine(SharedData.Root, "tests", "Zenset.Formats.Tests", "peers");

    /// <summary>What both find in a file or stream.</summary>
    public static JsonNode Read(string path) => JsonNode.Parse(Run("read-arrow.mjs", path))!;

    /// <summary>What the JavaScript library finds in a file or stream that arrow-rs is not built for.</summary>
    public static JsonNode ReadInJavaScript(string path) => JsonNode.Parse(Run("read-arrow.mjs", path, "js"))!["js"]!;

    /// <summary>Has the JavaScript library write a <c>file</c> or <c>stream</c>.</summary>
    public static void Write(string kind, string path) => Run("write-arrow.mjs", kind, path);

    private static string Run(params string[] arguments)
    {
        Assert.True(Directory.Exists(Path.Combine(Folder, "node_modules")), "Run ./test once, or npm ci in tests/Zenset.Formats.Tests/peers.");
        using var node = Process.Start(new ProcessStartInfo("node", arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = node.StandardError.ReadToEndAsync();
        var output = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        Assert.True(node.ExitCode == 0, errors.Result);
        return output;
    }
}
