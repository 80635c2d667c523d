using Xunit;

namespace Zenset.Formats.Tests.Csv;

public class ProbeTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Fact]
    public void Probe()
    {
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(SharedData.Find("csv/adult.txt"))!, "*.*", SearchOption.AllDirectories).Where(f => !f.Contains("clean") && !f.EndsWith(".json")).Order())
        {
            try
            {
                var result = CsvCase.ReadFile(Copy(file));
                output.WriteLine($"== {Path.GetFileName(file)}: {result.Table.Rows.Count} x {result.Table.Fields.Length} {string.Join(" ", result.Options.Select(o => o.Key + "=" + o.Value))} attempts {result.Attempts}");
                output.WriteLine(result.Table.Types.Length > 900 ? result.Table.Types[..900] : result.Table.Types);
                foreach (var row in result.Table.Rows.Take(2)) output.WriteLine("   " + string.Join(" | ", row.Select(v => v is null ? "·" : v.Length > 20 ? v[..20] : v)));
                foreach (var f in result.Findings) output.WriteLine($"   {f.Severity} {f.Code} {f.Field} {f.Message} [{f.Value}] x{f.Count}");
            }
            catch (ZensetException e)
            {
                output.WriteLine($"== {Path.GetFileName(file)}: {e.Message}");
            }
        }
    }

    private static string Copy(string path)
    {
        var to = Path.Combine(Path.GetTempPath(), "zsprobe", Path.GetFileName(path));
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(path, to, true);
        File.SetAttributes(to, FileAttributes.Normal);
        return to;
    }
}
