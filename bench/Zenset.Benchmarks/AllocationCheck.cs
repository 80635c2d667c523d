using System.Globalization;

namespace Zenset.Benchmarks;

/// <summary>
/// <c>--check</c>: runs every benchmark twice, compares the results of the ways that answer the same question, and holds the bytes
/// that the second run allocates against <c>allocations.expected.txt</c>. <c>ZENSET_ACCEPT=1</c> writes that file anew.
/// </summary>
public static class AllocationCheck
{
    private const string FileName = "allocations.expected.txt";

    // Bytes repeat, but for a buffer that the runtime or a pool happens to make anew.
    private static long Most(long expected) => expected + expected / 10 + 16_384;

    /// <summary>0 when all is well; else 1, and why is written.</summary>
    public static int Run(TextWriter output)
    {
        var measured = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var failures = new List<string>();
        foreach (var open in AllCases())
        {
            var check = open();
            using var _ = check.Benchmark;
            object? first = null;
            foreach (var (name, run) in check.Ways)
            {
                run();
                var before = GC.GetTotalAllocatedBytes(precise: true);
                var result = run();
                measured[$"{check.Name}.{name}"] = GC.GetTotalAllocatedBytes(precise: true) - before;
                first ??= result;
                if (!first.Equals(result)) failures.Add($"{check.Name}: '{name}' gives {result}, '{check.Ways[0].Name}' gives {first}");
            }
        }
        if (Environment.GetEnvironmentVariable("ZENSET_ACCEPT") == "1") Accept(measured);
        else Compare(measured, failures);
        foreach (var failure in failures) output.WriteLine(failure);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{measured.Count} benchmarks checked, {failures.Count} failures"));
        return failures.Count == 0 ? 0 : 1;
    }

    private static IEnumerable<Func<CheckCase>> AllCases() =>
        [.. NumberParsing.Cases(), .. ArffParsing.Cases(), .. ContentHashing.Cases(), .. CrcHashing.Cases()];

    private static void Compare(SortedDictionary<string, long> measured, List<string> failures)
    {
        var expected = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, FileName))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t'))
            .ToDictionary(cells => cells[0], cells => long.Parse(cells[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        foreach (var (name, bytes) in measured)
        {
            if (!expected.TryGetValue(name, out var known)) failures.Add($"{name} is not in {FileName}; ZENSET_ACCEPT=1 adds it");
            else if (bytes > Most(known))
                failures.Add(string.Create(CultureInfo.InvariantCulture, $"{name} allocates {bytes:N0} bytes; {known:N0} were expected, up to {Most(known):N0} pass"));
        }
        failures.AddRange(expected.Keys.Except(measured.Keys, StringComparer.Ordinal).Select(name => $"{name} is in {FileName} and was not measured"));
    }

    private static void Accept(SortedDictionary<string, long> measured)
    {
        // The build output lies in artifacts/bin/Zenset.Benchmarks/<configuration>.
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Zenset.slnx"))) folder = folder.Parent;
        var path = Path.Combine(folder!.FullName, "bench", "Zenset.Benchmarks", FileName);
        File.WriteAllLines(path, ["# Bytes allocated by one run after a first one, by benchmark. ZENSET_ACCEPT=1 rewrites it.", .. measured.Select(m => $"{m.Key}\t{m.Value.ToString(CultureInfo.InvariantCulture)}")]);
    }
}
