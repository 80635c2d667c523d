using Zenset.DuckDb;
using Zenset.Formats.Hdf5;
using Zenset.Formats.Tests.Contract;
using Zenset.Model;

namespace Zenset.Formats.Tests.Hdf5;

/// <summary>
/// Files with bytes changed, cut and doubled, read directly: every table to its end, through the engine. Whatever comes, it is rows or a
/// Zenset error. ZENSET_CASES multiplies the cases. Should the library end the process, the file that ZENSET_FUZZ_LOG names says in which case,
/// and ZENSET_FIRST_CASE goes on behind it.
/// </summary>
public sealed class Hdf5FuzzTests
{
    private static readonly int Cases = 1500 * Property.Number("ZENSET_CASES", 1);
    private static readonly int First = Property.Number("ZENSET_FIRST_CASE", 0);
    private static readonly int Last = Property.Number("ZENSET_LAST_CASE", First + Cases);

    [Fact]
    public async Task ReadsRows_OrSaysWhyNot()
    {
        if (!Peers.AreThere) return;
        using var bench = new Workbench();
        await TryAllAsync(bench, Samples(bench));
    }

    [Fact]
    public async Task FilesOfOurOwn_ReadRows_OrSayWhyNot()
    {
        if (!Peers.HaveLibrary) return;
        using var bench = new Workbench();
        await TryAllAsync(bench, OwnSamples());
    }

    private static async Task TryAllAsync(Workbench bench, List<byte[]> samples)
    {
        using var engine = Engine.Open(new EngineOptions { Threads = 1 });
        var path = bench["hostile.h5"];
        var read = 0;
        var checksums = samples.ConvertAll(s => new Hdf5Checksums(s));
        for (var i = First; i < Last; i++)
        {
            var (sample, bytes) = (i % samples.Count, Mutate(samples[i % samples.Count], new Random(i)));
            // Every other time around with the checksums put right: whoever means harm does so.
            if (i / samples.Count % 2 == 1 && bytes.Length == samples[sample].Length) checksums[sample].Mend(bytes);
            await File.WriteAllBytesAsync(path, bytes);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            if (Environment.GetEnvironmentVariable("ZENSET_FUZZ_LOG") is { } log) await File.WriteAllTextAsync(log, $"{i}");
            try
            {
                await ReadAllAsync(engine, path, limit.Token);
                read++;
            }
            catch (ZensetException e)
            {
                Assert.False(e is EngineException, $"case {i}: {e.Message}");
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"case {i}: {e}");
            }
        }
        // A test of damage that never lets anything through reads no rows.
        Assert.True(read > Cases / 100, $"{read} of {Cases} were read");
    }

    private static async Task ReadAllAsync(Engine engine, string path, CancellationToken cancellationToken)
    {
        using var source = Source.Open(path);
        await using var reader = await new Hdf5Format().OpenReaderAsync(new ReadRequest { Source = source, Engine = engine, Parallelism = 1 }, cancellationToken);
        using var connection = engine.Connect();
        foreach (var table in reader.Tables)
        {
            using var segments = ((TableContent.Segmented)table.OpenContent()).Segments;
            while (segments.Next(cancellationToken) is { } segment)
            {
                using (segment)
                using (var registered = engine.Register(segment))
                {
                    try
                    {
                        // Hashes look at every value.
                        connection.Execute($"SELECT {string.Join(", ", segment.Columns.Select(c => $"max(hash({Sql.Name(c.Name)}))"))} FROM {registered.Sql}", cancellationToken);
                    }
                    catch (DuckDbException e)
                    {
                        throw EngineFailures.Translate(e);
                    }
                }
            }
        }
    }

    private static byte[] Mutate(byte[] sample, Random random)
    {
        var bytes = (byte[])sample.Clone();
        for (var n = random.Next(1, 6); n > 0 && bytes.Length > 1; n--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(8))
            {
                case 0 when random.Next(4) == 0: bytes = bytes[..at]; break;
                case 1 when random.Next(4) == 0: bytes = [.. bytes[..at], .. bytes[random.Next(at + 1)..]]; break;
                case 2: bytes[at] = (byte)random.Next(256); break;
                case 3: bytes[at] = 0xFF; break;
                case 4: bytes[at] = (byte)random.Next(16); break;
                case 5: bytes[at] = bytes[random.Next(bytes.Length)]; break;
                case 6 when at + 8 <= bytes.Length: BitConverter.TryWriteBytes(bytes.AsSpan(at), random.Next(4) switch { 0 => long.MaxValue, 1 => -1L, 2 => random.Next(100_000), _ => random.NextInt64() }); break;
                default: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            }
        }
        return bytes;
    }

    // Packed, changed bytes rarely get as far as a value; so half of them are not.
    private static List<byte[]> OwnSamples()
    {
        var samples = new List<byte[]>();
        for (var seed = 0; seed < 16; seed++)
        {
            var table = RandomTable.Make(seed + 100, r => RandomTable.AnyType(r));
            var path = TableWriting.Write(new Hdf5Format(), table.Fields, table.Sql, ".h5", options: new OptionValues(new Dictionary<string, string> { ["gzip-level"] = seed % 2 == 0 ? "0" : "4" }));
            samples.Add(File.ReadAllBytes(path));
            File.Delete(path);
        }
        return samples;
    }

    private static List<byte[]> Samples(Workbench bench)
    {
        string[] h5py =
        [
            "f['a'] = np.arange(20); f['b'] = np.arange(20.0); f['c'] = np.array(['x', 'yy'] * 10, dtype=h5py.string_dtype())",
            "f.create_dataset('x', data=np.arange(400).reshape(100, 4), chunks=(7, 3), compression='gzip', shuffle=True, fletcher32=True); f['x'].attrs['words'] = 'text'",
            "f.create_dataset('x', data=np.arange(400).reshape(100, 4), chunks=(7, 3), compression='lzf')",
            "d = f.create_dataset('x', (3,), dtype=h5py.vlen_dtype(np.dtype('i4'))); d[0] = np.array([1, 2], 'i4'); d[2] = np.arange(50)",
            "c = f.create_dataset('c', (2,), dtype=[('s', h5py.string_dtype()), ('l', h5py.vlen_dtype(np.dtype('f8'))), ('v', 'f4', (3,)), ('e', h5py.enum_dtype({'r': 0, 'g': 1}, 'i2')), ('f', 'S4')]); c[0] = ('e', np.array([1.5, 2.5]), [1, 2, 3], 1, b'abc')",
            "import scipy.sparse as s\nm = s.random(50, 9, 0.3, 'csr', random_state=1)\ng = f.create_group('m'); g.attrs['shape'] = m.shape; g['data'] = m.data; g['indices'] = m.indices; g['indptr'] = m.indptr",
            "import scipy.sparse as s\nm = s.random(50, 9, 0.3, 'csc', random_state=1)\ng = f.create_group('m'); g.attrs['shape'] = m.shape; g['data'] = m.data; g['indices'] = m.indices; g['indptr'] = m.indptr",
            "for i in range(30): f[f'g{i % 3}/h/d{i}'] = np.full(5, i)\nf['soft'] = h5py.SoftLink('/g1'); f['g0/loop'] = f['g0']",
        ];
        var samples = new List<byte[]>();
        foreach (var lines in h5py)
        {
            // Two generations of the file format.
            foreach (var version in (string[])["earliest", "latest"])
            {
                Peers.Do($"import numpy as np, h5py\nwith h5py.File(a[0], 'w', libver='{version}') as f:\n{string.Join('\n', lines.Split('\n').Select(l => "    " + l))}", bench["sample.h5"]);
                samples.Add(File.ReadAllBytes(bench["sample.h5"]));
            }
        }
        foreach (var format in (string[])["fixed", "table"])
        {
            Peers.Pandas(bench["sample.h5"], $"pd.DataFrame({{'a': [1, 2], 'b': [.5, 1], 's': ['x', 'y']}}).to_hdf(a[0], key='df', mode='w', format='{format}', index=False)");
            samples.Add(File.ReadAllBytes(bench["sample.h5"]));
        }
        return samples;
    }
}
