using System.Runtime.InteropServices;
using Zenset.Cli;
using Zenset.Cli.Output;
using Zenset.DuckDb;
using Zenset.Formats;

Engine.KeepFreedMemory();
var terminal = Terminal.OfProcess();
using var cancellation = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var end = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
return await new CommandLine(terminal, AllFormats.Catalog).RunAsync(args, cancellation.Token).ConfigureAwait(false);

// The first request to stop is a polite one, and the command tidies up; the second ends the process as it would have without us.
void Cancel(PosixSignalContext signal)
{
    if (cancellation.IsCancellationRequested) return;
    signal.Cancel = true;
    cancellation.Cancel();
}
