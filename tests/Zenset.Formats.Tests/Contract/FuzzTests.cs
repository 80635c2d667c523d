using Zenset.Formats.Tests.Arrays;
using Zenset.Formats.Tests.TfRecord;
using Zenset.Model;

namespace Zenset.Formats.Tests.Contract;

/// <summary>
/// Files with bytes changed, cut and doubled, read directly: every table to its end, through the engine. Whatever comes, it is
/// rows or a Zenset error. ZENSET_CASES multiplies the cases.
/// </summary>
public sealed class FuzzTests
{
    public static TheoryData<string> Formats() => ["npy", "npz", "idx", "mtx", "libsvm", "tfrecord"];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task ReadsRows_OrSaysWhyNot(string id)
    {
        using var bench = new Workbench();
        await Fuzzing.RunAsync(AllFormats.Catalog.Get(id), await SamplesAsync(bench, id), (bytes, random) => Mutate(bytes, random, id));
    }

    private static byte[] Mutate(byte[] sample, Random random, string id)
    {
        var bytes = (byte[])sample.Clone();
        for (var n = random.Next(1, 6); n > 0 && bytes.Length > 1; n--)
        {
            var at = random.Next(bytes.Length);
            // Headers are short beside the data, and most is decided in them.
            if (random.Next(2) == 0) at %= Math.Min(bytes.Length, 256);
            switch (random.Next(8))
            {
                case 0: bytes = bytes[..at]; break;
                case 1: bytes = [.. bytes[..at], .. bytes[random.Next(at + 1)..]]; break;
                case 2: bytes[at] = (byte)random.Next(256); break;
                case 3: bytes[at] = 0xFF; break;
                case 4: bytes[at] = (byte)('0' + random.Next(10)); break;
                case 5: bytes[at] = bytes[random.Next(bytes.Length)]; break;
                case 6 when at + 8 <= bytes.Length: BitConverter.TryWriteBytes(bytes.AsSpan(at), random.Next(3) switch { 0 => long.MaxValue, 1 => -1L, _ => random.NextInt64() }); break;
                default: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            }
        }
        if (random.Next(4) == 0) return bytes;
        if (id == "npz") ZipChecksums.Mend(bytes);
        else if (id == "tfrecord") RecordChecksums.Mend(bytes);
        return bytes;
    }

    private static async Task<List<byte[]>> SamplesAsync(Workbench bench, string id)
    {
        var samples = new List<byte[]>();
        var format = AllFormats.Catalog.Get(id);
        var columns = RichTable.Names.Where(n => Workbench.CanHold(format, [RichTable.FieldOf(n)]) && n != "lines").ToList();
        string[][] sets = id switch
        {
            "idx" => [["f32"], ["vector"], ["i8"]],
            "mtx" => [["i32", "f64"], ["vector"]],
            "libsvm" => [["i32", "f64", "vector"]],
            _ => [[.. columns], ["vector"], ["f64"], ["text"], ["struct"], ["nanos", "day"]],
        };
        foreach (var set in sets)
        {
            await bench.ImportSqlAsync("sample", RichTable.Sql(set, true), [.. set.Select(RichTable.FieldOf)]);
            await bench.ExportAsync("sample", format, bench["sample" + format.Extensions[0]]);
            samples.Add(await File.ReadAllBytesAsync(bench["sample" + format.Extensions[0]]));
        }
        if (id is "mtx" or "npz" or "libsvm")
        {
            var sparse = new Field { Name = "values", Type = FieldType.Sparse(FieldType.Float64, 9) };
            await bench.ImportSqlAsync("sparse", "SELECT {'indices': [range % 5, 5 + range % 4], 'values': [range, -1.5]} FROM range(40)", [sparse]);
            await bench.ExportAsync("sparse", format, bench["sparse" + format.Extensions[0]]);
            samples.Add(await File.ReadAllBytesAsync(bench["sparse" + format.Extensions[0]]));
        }
        if (id == "libsvm") samples.Add("# one\n1,3 qid:2 1:0.5 7:-1e3 # two\n\n 2:nan 3:1\n2.5 qid:9 4:1\r\n"u8.ToArray());
        if (!Python.IsThere || id is "idx" or "libsvm" or "tfrecord") return samples;
        string[] made = id switch
        {
            "npy" =>
            [
                "np.save(a[0], np.asfortranarray(np.arange(60.0).reshape(5, 4, 3)))", "np.save(a[0], np.zeros(4, dtype=[('v', 'f4', (3,)), ('m', 'i2', (2, 2)), ('s', 'U3'), ('t', '>M8[h]')]))",
                "np.save(a[0], np.array(['2020-01', 'NaT', '1969-12'], dtype='M8[M]'))",
            ],
            "npz" =>
            [
                "np.savez_compressed(a[0], x=np.arange(50.0), y=np.arange(50), z=np.zeros((3, 2)))", "import scipy.sparse as s; s.save_npz(a[0], s.random(30, 9, 0.2, 'csr'), compressed=False)",
                "import scipy.sparse as s; s.save_npz(a[0], s.random(30, 9, 0.2, 'csc'), compressed=False)", "import scipy.sparse as s; s.save_npz(a[0], s.random(30, 9, 0.2, 'coo'), compressed=False)",
            ],
            _ =>
            [
                "import scipy.io as io, scipy.sparse as s; m = s.random(9, 9, 0.3); io.mmwrite(a[0], m + m.T)", "import scipy.io as io; m = np.random.rand(6, 6); io.mmwrite(a[0], m - m.T)",
                "open(a[0], 'w').write('%%MatrixMarket matrix coordinate pattern general\\n5 4 3\\n1 1\\n5 4\\n2 3\\n')",
            ],
        };
        foreach (var script in made)
        {
            Python.Do("np.random.seed(1)\n" + script, bench["made" + format.Extensions[0]]);
            samples.Add(await File.ReadAllBytesAsync(bench["made" + format.Extensions[0]]));
        }
        return samples;
    }
}
