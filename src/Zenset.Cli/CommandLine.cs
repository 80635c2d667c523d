using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Reflection;
using Zenset.Cli.Commands;
using Zenset.Cli.Help;
using Zenset.Cli.Output;
using Zenset.Formats;

namespace Zenset.Cli;

/// <summary>The grammar, and the one place where a command is run and its failure becomes words and an exit code.</summary>
internal sealed class CommandLine
{
    // EnablePosixBundling would read -on as -o n. '@file' is not a response file here: NAME@V is ours.
    private static readonly ParserConfiguration Parsing = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    private readonly Terminal _terminal;
    private readonly FormatCatalog _catalog;
    private readonly GlobalOptions _globals = new();
    private readonly RootCommand _root = new();
    private readonly HelpOption _help = new("--help", "-h");
    private readonly SuggestDirective _suggest = new();
    private readonly VersionOption _version = new("--version");

    /// <summary>The grammar over a catalogue of formats.</summary>
    public CommandLine(Terminal terminal, FormatCatalog catalog)
    {
        _terminal = terminal;
        _catalog = catalog;
        Commands = [.. Verbs.All(catalog, this)];
        _root.Options.Clear();
        _root.Directives.Clear();
        _root.Directives.Add(_suggest);
        _help.Recursive = true;
        foreach (var option in _globals.All.Append(_help).Append(_version)) _root.Options.Add(option);
        foreach (var command in Commands) _root.Subcommands.Add(command);
    }

    /// <summary>The verbs, in the order of the help.</summary>
    public IReadOnlyList<ZensetCommand> Commands { get; }

    /// <summary>The root of the grammar.</summary>
    public RootCommand Root => _root;

    /// <summary>The version of Zenset, as in <c>0.1.0</c>.</summary>
    public static string Version { get; } = ReadVersion();

    /// <summary>Runs one command line; returns the exit code.</summary>
    public async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        // Numbers and dates are written the same everywhere, also for a caller that lives in another culture.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var parsed = _root.Parse(args, Parsing);
        // A mistake elsewhere in the line must not hide that JSON was asked for.
        var isJson = args.Contains("--json");
        if (parsed.GetValue(_globals.NoColour) || args.Contains("--no-color")) _terminal.HasColour = _terminal.HasErrorColour = false;
        var command = parsed.CommandResult.Command as ZensetCommand;
        try
        {
            var exit = await AnswerAsync(args, parsed, command, cancellationToken).ConfigureAwait(false);
            // Here, so that an answer that could not be written is a failure too.
            _terminal.Out.Flush();
            return exit;
        }
#pragma warning disable CA1031 // The one place where every failure ends.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var report = ErrorReport.For(EngineFailures.Translate(e));
            if (isJson) report.WriteJson(_terminal);
            else report.WriteText(_terminal, report.Code == CliErrors.Usage ? null : command?.AfterFailure);
            return report.ExitCode;
        }
    }

    private async Task<int> AnswerAsync(IReadOnlyList<string> args, ParseResult parsed, ZensetCommand? command, CancellationToken cancellationToken)
    {
        if (parsed.GetResult(_suggest) is not null)
        {
            var configuration = new InvocationConfiguration { Output = _terminal.Out, Error = _terminal.Error, EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        }
        if (parsed.GetResult(_help) is not null || args.Count == 0) return ShowHelp(command);
        if (parsed.GetResult(_version) is not null && command is null)
        {
            _terminal.Out.WriteLine($"zenset {Version}");
            return 0;
        }
        RequireNoErrors(parsed, command);
        using var session = new Session(parsed, _terminal, _catalog, _globals);
        return await command!.RunAsync(session, cancellationToken).ConfigureAwait(false);
    }

    private int ShowHelp(ZensetCommand? command)
    {
        var page = new HelpPage(_terminal, _globals);
        if (command is null) page.WriteOverview(Commands);
        else page.Write(command);
        return 0;
    }

    private void RequireNoErrors(ParseResult parsed, ZensetCommand? command)
    {
        if (command is null)
        {
            var verb = parsed.Tokens.FirstOrDefault(t => !t.Value.StartsWith('-'))?.Value;
            if (verb is null) throw new UsageException("no verb was given", "Try `zenset --help`.");
            var near = Quoting.Nearest(verb, Commands.Select(c => c.Name));
            throw new UsageException($"there is no verb '{Quoting.Shorten(verb)}'", near is null ? "`zenset --help` lists them." : $"Did you mean `zenset {near}`? `zenset --help` lists all.");
        }
        var unknown = parsed.UnmatchedTokens.FirstOrDefault(LooksLikeOption) ?? FindOptionTakenForArgument(parsed, command);
        if (unknown is not null)
        {
            var names = command.Options.Concat(_globals.All).Select(o => o.Name);
            var near = Quoting.Nearest(unknown.Split('=')[0], names);
            throw new UsageException($"zenset {command.Name} has no option '{Quoting.Shorten(unknown)}'", near is null ? $"`zenset {command.Name} --help` lists them." : $"Did you mean {near}? `zenset {command.Name} --help` lists all.");
        }
        if (parsed.Errors.Count == 0) return;
        throw new UsageException(Reword(parsed.Errors[0], command), $"zenset {command.Name} {command.Grammar}".TrimEnd());
    }

    // The parser gives an option that it does not know to the next argument. What stands after '--' is meant so.
    private static string? FindOptionTakenForArgument(ParseResult parsed, ZensetCommand command)
    {
        var given = parsed.Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash).Select(t => t.Value).ToHashSet(StringComparer.Ordinal);
        return command.Arguments.SelectMany(a => parsed.GetResult(a)?.Tokens ?? []).Select(t => t.Value).FirstOrDefault(t => LooksLikeOption(t) && given.Contains(t));
    }

    private static bool LooksLikeOption(string token) => token.Length > 1 && token[0] == '-' && !token.Any(char.IsWhiteSpace);

    // The parser's own sentences, without its apostrophes and full stop; a missing argument by its name in the grammar.
    private static string Reword(ParseError error, ZensetCommand command)
    {
        if (error.SymbolResult is ArgumentResult { Tokens.Count: 0 } missing && command.Arguments.Contains(missing.Argument))
        {
            return $"{missing.Argument.HelpName ?? missing.Argument.Name} is missing";
        }
        return error.Message.TrimEnd('.');
    }

    private static string ReadVersion()
    {
        var version = typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        var plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? version : version[..plus];
    }
}
