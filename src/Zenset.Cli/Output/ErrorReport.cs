using System.Text.Json;
using Zenset.Formats;

namespace Zenset.Cli.Output;

/// <summary>A failure as it is shown: what, where, how to mend it; in text or as JSON, always on standard error.</summary>
internal sealed class ErrorReport
{
    private const int MaxLossesInText = 20;

    private readonly Exception _failure;

    private ErrorReport(Exception failure) => _failure = failure;

    /// <summary>Exit code of the process.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Kind of failure.</summary>
    public required ErrorCode Code { get; init; }

    /// <summary>What is wrong, without place and fix.</summary>
    public required string Problem { get; init; }

    /// <summary>Place.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>What to do.</summary>
    public string? Fix { get; init; }

    /// <summary>What would be lost, for an export that was refused.</summary>
    public IReadOnlyList<Loss> Losses { get; init; } = [];

    /// <summary>The report of any exception that ended a command.</summary>
    public static ErrorReport For(Exception failure)
    {
        var exit = ExitCodes.For(failure).Exit;
        return failure switch
        {
            LossException e => new(e) { ExitCode = exit, Code = e.Code, Problem = e.Problem, Fix = e.Fix, Losses = e.Losses },
            ZensetException e => new(e) { ExitCode = exit, Code = e.Code, Problem = e.Problem, Fix = e.Fix, Location = e.Location },
            UsageException e => new(e) { ExitCode = exit, Code = e.Code, Problem = e.Problem, Fix = e.Fix },
            OperationCanceledException e => new(e) { ExitCode = exit, Code = CliErrors.Interrupted, Problem = "interrupted" },
            UnauthorizedAccessException e => new(e) { ExitCode = ExitOfStorage, Code = CoreErrors.StorageDenied, Problem = e.Message, Fix = "Check the permissions of the file and its folder." },
            IOException e => new(e) { ExitCode = ExitOfStorage, Code = CoreErrors.StorageFailed, Problem = e.Message },
            ArgumentException e => new(e) { ExitCode = exit, Code = CliErrors.Usage, Problem = WithoutParameter(e) },
            OutOfMemoryException e => new(e) { ExitCode = 9, Code = CoreErrors.OutOfMemory, Problem = "out of memory", Fix = "Lower --threads or --memory, or close other programs." },
            _ => new(failure)
            {
                ExitCode = exit,
                Code = CliErrors.Bug,
                Problem = $"this should not happen: {failure.GetType().Name}: {Quoting.Shorten(failure.Message, 300)}",
                Fix = "Please report it with the command you ran; ZENSET_DEBUG=1 shows more.",
            },
        };
    }

    /// <summary>Writes the text form; <paramref name="outcome"/> says what became of the work, as in <c>nothing was committed</c>.</summary>
    public void WriteText(Terminal terminal, string? outcome)
    {
        var error = terminal.Error;
        var indent = new string(' ', Report.LabelWidth);
        error.WriteLine($"{terminal.Alarm("error")}{indent[5..]}{(Location is null ? "" : $"{Location}: ")}{Problem}");
        foreach (var loss in Losses.Take(MaxLossesInText)) error.WriteLine($"{indent}- {LossText.Of(loss, Losses)}");
        if (Losses.Count > MaxLossesInText) error.WriteLine($"{indent}- and {Losses.Count - MaxLossesInText:N0} more");
        if (Fix is not null) error.WriteLine($"{indent}fix: {Decapitalise(Fix)}");
        WriteStackIfAsked(terminal);
        if (outcome is not null) error.WriteLine(outcome);
        error.Flush();
    }

    /// <summary>Writes the JSON form.</summary>
    public void WriteJson(Terminal terminal)
    {
        JsonAnswer.Write(terminal.Error, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("code", Code.Id);
            json.WriteString("message", Problem);
            WriteLocation(json);
            json.WriteString("fix", Fix);
            if (Losses.Count > 0) LossText.WriteJson(json, Losses);
            json.WriteEndObject();
            json.WriteEndObject();
        });
        WriteStackIfAsked(terminal);
    }

    private const int ExitOfStorage = 8;

    private void WriteLocation(Utf8JsonWriter json)
    {
        if (Location is null)
        {
            json.WriteNull("location");
            return;
        }
        // Numbers count from 0, as everywhere in JSON; the text counts from 1, as people do.
        json.WriteStartObject("location");
        json.WriteString("text", Location.ToString());
        json.WriteString("source", Location.Source);
        json.WriteString("resource", Location.Resource);
        json.WriteNumberOrNull("line", Location.Line);
        json.WriteNumberOrNull("column", Location.Column);
        json.WriteNumberOrNull("row", Location.Row);
        json.WriteString("field", Location.Field);
        json.WriteNumberOrNull("offset", Location.Offset);
        json.WriteEndObject();
    }

    private void WriteStackIfAsked(Terminal terminal)
    {
        if (terminal.Environment("ZENSET_DEBUG") is "1") terminal.Error.WriteLine(_failure.ToString());
    }

    // ArgumentException adds the name of the parameter, which is ours and not the user's.
    private static string WithoutParameter(ArgumentException e)
    {
        var at = e.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return (at < 0 ? e.Message : e.Message[..at]).TrimEnd('.');
    }

    private static string Decapitalise(string fix) =>
        fix.Length > 1 && char.IsUpper(fix[0]) && (char.IsLower(fix[1]) || fix[1] == ' ') ? char.ToLowerInvariant(fix[0]) + fix[1..] : fix;
}
