namespace Zenset.Cli;

/// <summary>The kinds of failure that belong to the command line.</summary>
internal static class CliErrors
{
    /// <summary>The command line is not of the grammar.</summary>
    public static readonly ErrorCode Usage = new("usage/command-line", "The command line is not of the grammar, or two options do not go together. The message says what was expected; `zenset VERB --help` shows the rest.");

    /// <summary>Part of the grammar that does nothing yet.</summary>
    public static readonly ErrorCode NotAvailable = new("usage/not-available", "The option is part of the grammar but not of this version of Zenset. Leave it out, or install a later version.");

    /// <summary>Ctrl-C.</summary>
    public static readonly ErrorCode Interrupted = new("run/interrupted", "The command was interrupted (Ctrl-C, or a request to end). Nothing was committed.");

    /// <summary>A mistake of ours.</summary>
    public static readonly ErrorCode Bug = new("run/bug", "Zenset failed in a way that it should not. Nothing was committed. Please report it with the command you ran and what ZENSET_DEBUG=1 shows.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } = [Usage, NotAvailable, Interrupted, Bug];
}

/// <summary>The command line asks for something that it cannot have: exit 2.</summary>
internal sealed class UsageException(string problem, string? fix = null, ErrorCode? code = null) : ArgumentException(problem)
{
    /// <summary>Kind of failure.</summary>
    public ErrorCode Code { get; } = code ?? CliErrors.Usage;

    /// <summary>What is wrong.</summary>
    public string Problem { get; } = problem;

    /// <summary>What to do.</summary>
    public string? Fix { get; } = fix;
}
