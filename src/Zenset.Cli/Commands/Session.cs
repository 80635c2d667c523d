using System.CommandLine;
using Zenset.Cli.Output;
using Zenset.DuckDb;
using Zenset.Formats;

namespace Zenset.Cli.Commands;

/// <summary>One run of a command: what was asked, where to answer, and the repository and engine once they are needed.</summary>
internal sealed class Session(ParseResult parsed, Terminal terminal, FormatCatalog catalog, GlobalOptions globals) : IDisposable
{
    private Engine? _engine;
    private Repository? _repository;
    private string? _repositoryPath;

    /// <summary>What was asked.</summary>
    public ParseResult Parsed { get; } = parsed;

    /// <summary>Where to answer.</summary>
    public Terminal Terminal { get; } = terminal;

    /// <summary>The formats.</summary>
    public FormatCatalog Catalog { get; } = catalog;

    /// <summary>Answer in JSON.</summary>
    public bool IsJson { get; } = parsed.GetValue(globals.Json);

    /// <summary>Write nothing but errors and data.</summary>
    public bool IsQuiet { get; } = parsed.GetValue(globals.Quiet);

    /// <summary>Threads asked for; default all cores.</summary>
    public int Threads { get; } = parsed.GetValue(globals.Threads) ?? Environment.ProcessorCount;

    /// <summary>Folder of the repository.</summary>
    public string RepositoryPath => _repositoryPath ??= RepositoryPlace.Find(Parsed.GetValue(globals.Repository), Terminal.Environment);

    /// <summary>The folder as people write it.</summary>
    public string RepositoryShown => RepositoryPlace.Shown(RepositoryPath, Terminal.Environment);

    /// <summary>The repository.</summary>
    public Repository Repository => _repository ??= Repository.OpenFolder(RepositoryPath);

    /// <summary>The engine, with the threads and the memory asked for; it is loaded while the command looks at its source.</summary>
    public Engine Engine => _engine ??= Engine.OpenInBackground(new EngineOptions { Threads = Parsed.GetValue(globals.Threads), MemoryLimitBytes = Parsed.GetValue(globals.Memory) });

    /// <summary>A display of progress on standard error.</summary>
    public ProgressDisplay ShowProgress(string what) => new(Terminal, IsQuiet, what);

    /// <summary>The value of an option or argument.</summary>
    public T? Get<T>(Option<T> option) => Parsed.GetValue(option);

    /// <summary>The value of an argument.</summary>
    public T Get<T>(Argument<T> argument) => Parsed.GetRequiredValue(argument);

    /// <summary>A report, or nothing at all when asked to be quiet.</summary>
    public void Write(Report report)
    {
        if (!IsQuiet) report.Write();
    }

    /// <inheritdoc/>
    public void Dispose() => _engine?.Dispose();
}
