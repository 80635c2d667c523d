using System.Collections.Immutable;
using Zenset.Formats;
using Zenset.Formats.Wide;
using Zenset.Model;

namespace Zenset.Formats.Tests.Contract;

/// <summary>
/// The law of every file of real data in every format that is written: import, export, import gives the same content hash, or everything of
/// which no loss was announced comes back whole.
/// </summary>
/// <remarks>In the short form a file goes through some formats, others for every file; <c>ZENSET_CASES</c> above 1 makes it all of them.</remarks>
public sealed class EveryFileLaw
{
    // Formats of the short form for each file, and for one that takes long.
    private const int Formats = 2, FormatsOfLarge = 1;
    private const long LargeValues = 125_000;

    private static readonly ImmutableArray<IFormat> Written = [.. AllFormats.Catalog.Formats.Where(f => f.Capabilities.CanWrite)];

    public static TheoryData<string> Files() => [.. DataFiles.Detected];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task ComesBack(string name)
    {
        using var bench = new Workbench();
        var options = DataFiles.Options.GetValueOrDefault(name, OptionValues.Empty);
        if (DataFiles.Refused.TryGetValue(name, out var code))
        {
            var refused = await Assert.ThrowsAnyAsync<ZensetException>(() => bench.ImportAsync(DataFiles.PathOf(name), "original", options: options));
            Assert.Equal(code, refused.Code.Id);
            return;
        }
        var manifest = (await bench.ImportAsync(DataFiles.PathOf(name), "original", options: options)).Manifest;
        var original = Contents.Of(bench, manifest);

        var damage = new List<string>();
        foreach (var format in Chosen(name, original))
        {
            foreach (var tables in Units(format, original))
            {
                try
                {
                    damage.AddRange((await new RoundTrip(bench, manifest, format, tables).FindDamageAsync()).Select(d => $"{format.Id}: {d}"));
                }
                catch (Exception e)
                {
                    damage.Add($"{format.Id}: {e.GetType().Name} {e.Message}");
                }
            }
        }

        Assert.True(damage.Count == 0, string.Join('\n', damage));
    }

    private static IEnumerable<IFormat> Chosen(string name, ImmutableArray<Contents> original)
    {
        if (Property.Number("ZENSET_CASES", 1) > 1) return Written;
        var values = original.Sum(t => t.Rows * t.Fields.Sum(f => f.Type.Kind == FieldKind.FixedList ? f.Type.Length : 1));
        // By the name, so that another file does not move them all.
        var first = (int)(name.Aggregate(17u, (hash, c) => hash * 31 + c) % (uint)Written.Length);
        return Enumerable.Range(0, values > LargeValues ? FormatsOfLarge : Formats).Select(i => Written[(first + i * 5) % Written.Length]);
    }

    // What goes into a file: everything, or one table where the format holds one. The table of names goes with the table it is about.
    private static IEnumerable<ImmutableArray<Contents>> Units(IFormat format, ImmutableArray<Contents> tables)
    {
        if (format.Capabilities.ManyTables || tables.Length == 1) return [tables];
        var takesNames = WideTables.TakeNames(format, OptionValues.Empty, [.. tables.Select(t => t.Fields)]);
        var names = takesNames ? tables.FirstOrDefault(t => FeatureTable.Is(t.Fields)) : null;
        return tables.Where(t => t != names).Select(t => names is not null && FeatureTable.IsNeededBy(t.Fields) ? ImmutableArray.Create(t, names) : [t]);
    }
}
