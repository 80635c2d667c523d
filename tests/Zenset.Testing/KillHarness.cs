using System.Diagnostics;

namespace Zenset.Testing;

/// <summary>
/// Runs a command again and again and kills it (SIGKILL) at random moments of its life. What must hold after each kill is for the
/// caller to say.
/// </summary>
/// <param name="Command">The command to start; the number of the round is passed.</param>
/// <param name="AfterKill">What must hold once it is dead; throws when it does not.</param>
public sealed record KillHarness(Func<int, ProcessStartInfo> Command, Func<int, Task> AfterKill)
{
    /// <summary>Moments are spread from the start of the process, or from its first line of output if this is true, ...</summary>
    public bool WaitForOutput { get; init; }

    /// <summary>... to this much later. A process that ends by itself before its moment counts as a round too.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Rounds: 100, or what the variable <c>ZENSET_KILLS</c> says.</summary>
    public int Rounds { get; init; } = Property.Number("ZENSET_KILLS", 100);

    /// <summary>Runs all rounds; returns how many processes were really killed.</summary>
    public async Task<int> RunAsync(int seed)
    {
        var random = new Random(seed);
        var killed = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var delay = Longest * random.NextDouble();
            var start = Command(round);
            start.RedirectStandardOutput = true;
            start.RedirectStandardError = true;
            using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
            var errors = process.StandardError.ReadToEndAsync();
            if (WaitForOutput) await process.StandardOutput.ReadLineAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            await Task.Delay(delay);
            if (!process.HasExited)
            {
                process.Kill();
                killed++;
            }
            else if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"Round {round}: the command failed by itself with exit code {process.ExitCode}:\n{await errors}{await output}");
            }
            await process.WaitForExitAsync();
            try
            {
                await AfterKill(round);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Round {round} of seed {seed}, killed after {delay.TotalMilliseconds:F1} ms: {e.Message}", e);
            }
        }
        return killed;
    }
}
