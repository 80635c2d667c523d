using System.Text;
using System.Text.Json;
using Zenset.Cli.Output;
using Zenset.Formats;

namespace Zenset.Cli.Tests;

/// <summary>The command line in this process, over a repository of its own.</summary>
internal sealed class Cli : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Repository => _folder["repository"];

    public string this[string file] => _folder[file];

    /// <summary>A small source in ARFF.</summary>
    public string WriteArff(string name = "people.arff", int rows = 3)
    {
        var text = new StringBuilder("@relation people\n@attribute age numeric\n@attribute name string\n@attribute class {good,bad}\n@data\n");
        for (var i = 0; i < rows; i++) text.Append(i % 3 == 1 ? "?" : $"{20 + i}").Append(",'n").Append(i).Append("',").Append(i % 2 == 0 ? "good" : "bad").Append('\n');
        File.WriteAllText(_folder[name], text.ToString());
        return _folder[name];
    }

    /// <summary>A file of any text.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        return _folder[name];
    }

    public async Task<Answer> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            Out = output,
            Error = error,
            Environment = name => name switch { RepositoryPlace.Variable => Repository, "HOME" => _folder.Path, _ => null },
        };
        var exit = await new CommandLine(terminal, AllFormats.Catalog).RunAsync(args, CancellationToken.None);
        return new Answer(exit, output.ToString(), error.ToString());
    }

    public void Dispose() => _folder.Dispose();

    internal sealed record Answer(int Exit, string Out, string Error)
    {
        public JsonElement Json => JsonDocument.Parse(Out).RootElement;

        public JsonElement ErrorJson => JsonDocument.Parse(Error).RootElement.GetProperty("error");
    }
}
