using Zenset.Formats.Tests.Contract;
using Zenset.Model;

namespace Zenset.Formats.Tests.Arrow;

/// <summary>
/// Arrow and Feather files with bytes changed, cut and doubled, read directly: the table to its end, through the engine. Whatever comes,
/// it is rows or a Zenset error. ZENSET_CASES multiplies the cases.
/// </summary>
public sealed class ArrowFuzzTests
{
    [Theory]
    [InlineData("arrow")]
    [InlineData("arrow-stream")]
    [InlineData("feather")]
    public Task ReadsRows_OrSaysWhyNot(string id) => Fuzzing.RunAsync(AllFormats.Catalog.Get(id), Samples(AllFormats.Catalog.Get(id)), Mutate);

    private static byte[] Mutate(byte[] sample, Random random)
    {
        var bytes = (byte[])sample.Clone();
        for (var n = random.Next(1, 5); n > 0 && bytes.Length > 8; n--)
        {
            var at = random.Next(bytes.Length);
            // Metadata stands at the beginning and at the end, and is made of words.
            if (random.Next(3) == 0) at = random.Next(2) == 0 ? at % Math.Min(bytes.Length, 2048) : bytes.Length - 1 - at % Math.Min(bytes.Length, 4096);
            if (random.Next(2) == 0) at &= ~3;
            switch (random.Next(12))
            {
                case 0 when random.Next(4) == 0: bytes = bytes[..at]; break;
                case 1 when random.Next(4) == 0: bytes = [.. bytes[..at], .. bytes[random.Next(at + 1)..]]; break;
                case 2: bytes[at] = (byte)random.Next(256); break;
                case 3: bytes[at] = 0xFF; break;
                case 4: bytes[at] = 0; break;
                case 5: bytes[at] = bytes[random.Next(bytes.Length)]; break;
                case 6 when at + 4 <= bytes.Length: BitConverter.TryWriteBytes(bytes.AsSpan(at), random.Next(4) switch { 0 => int.MaxValue, 1 => -1, 2 => random.Next(64), _ => random.Next() }); break;
                case 7 when at + 8 <= bytes.Length: BitConverter.TryWriteBytes(bytes.AsSpan(at), random.Next(4) switch { 0 => long.MaxValue, 1 => -1L, 2 => random.Next(100_000), _ => random.NextInt64() }); break;
                case 8 when at + 4 <= bytes.Length: BitConverter.TryWriteBytes(bytes.AsSpan(at), BitConverter.ToInt32(bytes, at) + random.Next(-8, 9)); break;
                default: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            }
        }
        return bytes;
    }

    private static List<byte[]> Samples(IFormat format)
    {
        var samples = new List<byte[]>();
        foreach (var compression in (string[])["none", "lz4", "zstd"])
        {
            var options = new OptionValues(new Dictionary<string, string> { ["compression"] = compression, ["batch-rows"] = "5" });
            for (var seed = 1; seed <= 4; seed++)
            {
                var table = RandomTable.Make(seed * 7, random => RandomTable.AnyType(random));
                samples.Add(Take(TableWriting.Write(format, table.Fields, table.Sql, format.Extensions[0], options: options)));
            }
            string[] columns = [.. RichTable.Names.Where(n => n != "lines")];
            samples.Add(Take(TableWriting.Write(format, [.. columns.Select(RichTable.FieldOf)], RichTable.Sql(columns, true).Cast(columns), format.Extensions[0], options: options)));
        }
        string[] ofOthers = format.Id switch
        {
            "arrow" => ["generated_nested.arrow_file", "generated_dictionary.arrow_file", "polars_uncompressed.arrow", "polars_zstd.arrow"],
            "arrow-stream" => ["generated_nested.stream", "generated_dictionary.stream"],
            _ => ["mtcars-feather-v1.feather", "mtcars-feather-v1.feather", "mtcars-feather-v1.feather", "polars_lz4.arrow"],
        };
        samples.AddRange(ofOthers.Select(n => SharedData.Own($"arrow/{n}")).Where(File.Exists).Select(File.ReadAllBytes));
        if (SharedData.Find("arrow/ipc/generated_primitive.stream") is { } path && format.Id == "arrow-stream") samples.Add(File.ReadAllBytes(path));
        return samples;
    }

    private static byte[] Take(string path)
    {
        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }
}

internal static class RichRows
{
    /// <summary>The rows of <see cref="RichTable"/>, nominal ones as the engine's ENUMs.</summary>
    public static string Cast(this string sql, IReadOnlyList<string> columns) =>
        $"SELECT {string.Join(", ", columns.Select((c, i) => $"CAST(c{i} AS {FieldEngine.TypeOf(RichTable.FieldOf(c))})"))} FROM ({sql}) AS t({string.Join(", ", columns.Select((_, i) => $"c{i}"))})";
}
