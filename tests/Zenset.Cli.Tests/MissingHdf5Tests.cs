using System.Diagnostics;

namespace Zenset.Cli.Tests;

/// <summary>A machine without the HDF5 library: one clear line, and everything else works.</summary>
public sealed class MissingHdf5Tests
{
    [Fact]
    public void SaysHowToInstallIt_AndOtherFormatsWork()
    {
        var folder = Directory.CreateTempSubdirectory("zenset-hdf5-");
        try
        {
            // A signature is enough to be taken for HDF5.
            File.WriteAllBytes(Path.Combine(folder.FullName, "x.h5"), [0x89, .. "HDF\r\n\u001A\n"u8, .. new byte[100]]);
            File.WriteAllText(Path.Combine(folder.FullName, "x.csv"), "a,b\n1,2\n");

            var (code, said) = Run(folder.FullName, "import x.h5 --quiet");
            var (otherCode, otherSaid) = Run(folder.FullName, "import x.csv --quiet");

            Assert.Equal(3, code);
            // Lines are broken for the terminal.
            var words = string.Join(' ', said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            Assert.Contains("HDF5 files are read with the HDF5 library, which is not on this machine", words, StringComparison.Ordinal);
            Assert.Contains("fix: install it: `apt install libhdf5-103-1`", words, StringComparison.Ordinal);
            Assert.True(otherCode == 0, otherSaid);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (int Code, string Said) Run(string folder, string arguments)
    {
        var start = ZensetProgram.In(folder, arguments);
        start.Environment["ZENSET_HDF5"] = Path.Combine(folder, "no-such-library.so");
        using var program = Process.Start(start)!;
        var said = program.StandardError.ReadToEndAsync();
        program.StandardOutput.ReadToEnd();
        program.WaitForExit();
        return (program.ExitCode, said.Result);
    }
}
