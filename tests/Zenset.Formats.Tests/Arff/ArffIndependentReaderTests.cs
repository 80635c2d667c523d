using System.Diagnostics;
using System.Text.Json;
using Xunit;
using Zenset.Model;

namespace Zenset.Formats.Tests.Arff;

/// <summary>What we write, as liac-arff, scipy and pandas (the way scikit-learn calls it) read it. Where they are not installed there is nothing to test.</summary>
public sealed class ArffIndependentReaderTests
{
    private const string Python = "/usr/bin/python3";

    [Theory]
    [InlineData("openml", 1)]
    [InlineData("openml", 2)]
    [InlineData("openml", 3)]
    [InlineData("weka", 4)]
    public void Others_ReadTheSame(string dialect, int seed)
    {
        if (!HasReaders) return;
        var random = new Random(seed);
        for (var i = 0; i < 6; i++)
        {
            var table = new ArffRandomTable(random, withControls: false, withStrangeNames: false).Make(60 + i);
            if (dialect == "weka" && table.Fields.Any(f => f.Type.Kind is FieldKind.Date or FieldKind.Timestamp)) continue;
            Check(table, dialect);
        }
    }

    [Fact]
    public void Others_ReadNamesWithBlanks_BesideLabelsWithQuotes()
    {
        if (!HasReaders) return;

        Check(
            ArffWriting.Of(
                (new Field { Name = "the answer", Type = FieldType.String, Categories = new Categories(["it' s", "no, 'never' said"]) }, ["'it'' s'", "NULL"]),
                (new Field { Name = "a 2", Type = FieldType.Float64 }, ["1", "2"])),
            "openml");
    }

    [Fact]
    public void Others_ReadSparseRowsTheSame()
    {
        if (!HasReaders || SharedData.Find("arff/dexter-sparse.arff") is not { } path) return;

        Check(ArffWriting.OfRead(ArffCase.ReadFile(path)), "openml-sparse");
    }

    private static bool HasReaders { get; } = File.Exists(Python) && Run("-c", "import arff, scipy.io.arff, pandas").Code == 0;

    private static void Check(ArffWriting table, string dialect)
    {
        var folder = Directory.CreateTempSubdirectory("zenset-arff-");
        try
        {
            var file = Path.Combine(folder.FullName, "table.arff");
            var expected = Path.Combine(folder.FullName, "expected.json");
            File.WriteAllBytes(file, table.Write(dialect.Split('-')[0]));
            File.WriteAllText(expected, JsonSerializer.Serialize(new
            {
                names = table.Fields.Select(f => f.Name),
                kinds = table.Fields.Select(f => f.IsNominal ? "nominal" : f.Type.Kind.ToString()),
                features = table.Features.Select(f => f.Name),
                rows = table.Rows(),
            }));

            var (code, said) = Run(Path.Combine(SharedData.Root, "tests", "independent", "arff_check.py"), dialect, file, expected);

            Assert.True(code == 0, $"{said}\n{File.ReadAllText(file)[..Math.Min(3000, (int)new FileInfo(file).Length / 2)]}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (int Code, string Said) Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said + error.Result);
    }
}
