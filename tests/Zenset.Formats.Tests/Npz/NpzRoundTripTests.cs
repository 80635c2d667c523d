using System.Collections.Immutable;
using Zenset.Formats.Npz;
using Zenset.Formats.Tests.Arrays;
using Zenset.Formats.Tests.Contract;
using Zenset.Model;

namespace Zenset.Formats.Tests.Npz;

/// <summary>Archives that NumPy and SciPy wrote, through a repository, and back to them; and tables of ours as NumPy opens them.</summary>
public sealed class NpzRoundTripTests
{
    private const string Compare =
        """
        x, y = np.load(a[0]), np.load(a[1])
        assert x.files == y.files or sorted(x.files) == sorted(y.files), (x.files, y.files)
        for n in x.files:
            assert x[n].dtype == y[n].dtype, (n, x[n].dtype, y[n].dtype)
            assert x[n].shape == y[n].shape, (n, x[n].shape, y[n].shape)
            assert x[n].flags.f_contiguous == y[n].flags.f_contiguous, n
            assert x[n].dtype.names or np.ascontiguousarray(x[n]).tobytes() == np.ascontiguousarray(y[n]).tobytes(), (n, x[n], y[n])
            assert not x[n].dtype.names or (x[n] == y[n]).all()
        """;

    [Theory]
    [InlineData("np.savez(a[0], x=np.arange(5.0), y=np.arange(5))")]
    [InlineData("np.savez_compressed(a[0], X=np.random.rand(50, 4), y=np.arange(50) % 3)")]
    [InlineData("np.savez(a[0], x_train=np.zeros((6, 2, 2)), y_train=np.arange(6), x_test=np.ones((3, 2, 2)), y_test=np.arange(3))")]
    [InlineData("np.savez(a[0], np.arange(3), np.arange(4.0))")]
    [InlineData("np.savez(a[0], np.arange(3))")]
    [InlineData("np.savez(a[0], s=np.array([(1, 2.5, 'ab')], dtype=[('n', 'i4'), ('x', '>f8'), ('t', 'U5')]), k=np.array(['a']))")]
    [InlineData("np.savez(a[0], c=np.array([1+2j, np.nan]), big=np.array([1, 2], '>i4'), t=np.array(['ä', ''], 'U9'), b=np.array([b'x', b'yz']), d=np.array(['NaT', '2020-01-01'], 'M8[D]'), m=np.array([1, 'NaT'], 'm8[ms]'))")]
    [InlineData("np.savez(a[0], f=np.asfortranarray(np.arange(12.0).reshape(3, 4)), v=np.array([b'ab', b'cd', b'e\\0'], 'V2'))")]
    [InlineData("np.savez(a[0], f=np.asfortranarray(np.arange(24).reshape(2, 3, 4)), z=np.asfortranarray(np.zeros((2, 5), 'c8')), k=np.array(['NaT', 'NaT'], 'M8[s]'))")]
    [InlineData("np.savez(a[0], a=np.array(1), b=np.array('text'), c=np.array(1j), d=np.array(b'x'))")]
    [InlineData("np.savez(a[0], z=np.zeros((1, 1), 'c16'))")]
    [InlineData("np.savez(a[0], e=np.zeros((0, 3)), f=np.zeros(0))")]
    [InlineData("np.savez(a[0], **{'a/b': np.arange(2), 'ü': np.arange(2), 'A': np.arange(2), 'a': np.arange(2)})")]
    public async Task ComesBackAsNumPySeesIt(string save)
    {
        if (!Python.IsThere) return;
        using var bench = new Workbench();
        Python.Do(save, bench["x.npz"]);

        await bench.ImportAsync(bench["x.npz"], "x");
        Assert.Empty(await bench.ExportAsync("x", new NpzFormat(), bench["back.npz"], isLossy: false));

        // Names that differ in case only get another one; all else is the same without a description.
        if (!save.Contains("'A'", StringComparison.Ordinal)) Python.Do(Compare, bench["x.npz"], bench["back.npz"]);
        var again = await bench.ImportAsync(bench["back.npz"], "again");
        Assert.Equal((await bench.Repository.GetAsync(VersionRef.Parse("x"))).ContentHash, again.Manifest.ContentHash);
    }

    [Theory]
    [InlineData("npy/gcvspl.npz", 1)]
    [InlineData("npy/AFIRO.npz", 5)]
    [InlineData("npy/generated-dtypes.npz", 7)]
    public async Task ReadsPublicArchives(string name, int tables)
    {
        if (!Python.IsThere || SharedData.Find(name) is not { } path) return;
        using var bench = new Workbench();

        var read = await bench.ImportAsync(path, "x");
        await bench.ExportAsync("x", new NpzFormat(), bench["back.npz"], isLossy: false);

        Assert.Equal(tables, read.Manifest.Resources.Length);
        Python.Do(Compare.Replace("x.files == y.files", "set(x.files) <= set(y.files)", StringComparison.Ordinal), path, bench["back.npz"]);
    }

    [Theory]
    [InlineData("csr", "f8")]
    [InlineData("csc", "f4")]
    [InlineData("coo", "i4")]
    [InlineData("csc", "?")]
    [InlineData("coo", "u1")]
    public async Task ReadsAndWritesSparseMatrices_OfSciPy(string kind, string dtype)
    {
        if (!Python.IsThere) return;
        using var bench = new Workbench();
        Python.Do(
            $"""
            import scipy.sparse as s
            np.random.seed(1)
            m = s.random(3000, 70, 0.02, 'coo')
            m.data = (m.data * 100).astype('{dtype}')
            s.save_npz(a[0], m.as{kind}() if hasattr(m, 'as{kind}') else m.to{kind}())
            """, bench["x.npz"]);

        var read = await bench.ImportAsync(bench["x.npz"], "x");
        await bench.ExportAsync("x", new NpzFormat(), bench["back.npz"], isLossy: false);

        Assert.Equal(FieldKind.Sparse, read.Manifest.Resources.Single().Fields.Single().Type.Kind);
        Python.Do(
            """
            import scipy.sparse as s
            x, y = s.load_npz(a[0]), s.load_npz(a[1])
            assert x.shape == y.shape and x.dtype == y.dtype, (x.dtype, y.dtype)
            assert (x.tocsr() != y).nnz == 0 and y.has_sorted_indices
            """, bench["x.npz"], bench["back.npz"]);
    }

    [Fact]
    public async Task AddsUpDuplicates_AndSortsRows_AsSciPyDoes()
    {
        if (!Python.IsThere) return;
        using var bench = new Workbench();
        foreach (var kind in (string[])["csr", "csc", "coo"])
        {
            Python.Do(
                $"""
                import scipy.sparse as s
                row, col, v = np.array([0, 2, 2, 0, 2]), np.array([3, 1, 0, 1, 1]), np.array([1.5, 2, 3, 4, 5])
                m = s.coo_matrix((v, (row, col)), shape=(4, 5))
                if '{kind}' == 'csr': m = s.csr_matrix((np.array([1.5, 4, 2, 3, 5]), np.array([3, 1, 1, 0, 1]), np.array([0, 2, 2, 5, 5])), shape=(4, 5))
                if '{kind}' == 'csc': m = m.tocsc()
                s.save_npz(a[0], m)
                """, bench["x.npz"]);

            var read = TableReading.Read(new NpzFormat(), bench["x.npz"]);

            Assert.Equal(
                ["{'indices': [1, 3], 'values': [4.0, 1.5]}", "{'indices': [], 'values': []}", "{'indices': [0, 1], 'values': [3.0, 7.0]}", "{'indices': [], 'values': []}"], read.Rows.Select(r => r[0]));
        }
    }

    [Fact]
    public async Task KeepsRoles_AndFortranOrder_Together()
    {
        if (!Python.IsThere) return;
        using var bench = new Workbench();
        Python.Do("np.savez(a[0], X=np.asfortranarray(np.arange(24.0).reshape(6, 2, 2)), y=np.arange(6))", bench["x.npz"]);
        using (var source = Source.Open(bench["x.npz"]))
            await new Zenset.Import.Importer(AllFormats.Catalog).ImportAsync(bench.Repository, bench.Engine, source, new Zenset.Import.ImportOptions { Name = DatasetName.Parse("x"), Target = "y" });

        await bench.ExportAsync("x", new NpzFormat(), bench["back.npz"], isLossy: false);
        var back = await bench.ImportAsync(bench["back.npz"], "x");

        Assert.Equal(FieldRole.Target, back.Manifest.Resources[0].Fields[1].Role);
        Assert.Equal((await bench.Repository.GetAsync(VersionRef.Parse("x@1"))).ContentHash, back.Manifest.ContentHash);
    }

    [Fact]
    public async Task EverythingIsOpened_WithoutPickles()
    {
        if (!Python.IsThere) return;
        using var bench = new Workbench();
        var columns = RichTable.Names.ToList();
        await bench.ImportSqlAsync("all", RichTable.Sql(columns, true), [.. columns.Select(RichTable.FieldOf)]);

        Assert.Empty(await bench.ExportAsync("all", new NpzFormat(), bench["all.npz"], isLossy: false));

        Python.Do(
            """
            x = np.load(a[0], allow_pickle=False)
            for n in x.files: x[n]
            assert x['text'][6] == 'naïve 数据 😀' and x['text__missing'].tolist()[:4] == [False, False, False, True]
            assert x['nominal__categories'].tolist() == ['low', 'mid dle', 'high', 'un,used'] and x['nominal'].tolist()[:4] == [0, 1, 2, -1]
            o, v = x['list__offsets'], x['list__values']
            assert o.tolist()[:3] == [0, 3, 3] and v[:3].tolist() == [1, 0, 3] and x['list__values__missing'][:3].tolist() == [False, True, False]
            assert x['vector'].shape == (12, 2) and x['vector'].dtype == 'f4'
            assert str(x['day'][0]) == '2020-02-29' and np.isnat(x['day'][3])
            assert x['dec'].dtype == 'i8' or x['dec'].dtype.names == ('low', 'high')
            """, bench["all.npz"]);
    }

    [Fact]
    public Task RoundTrips_RandomTablesOfAnyType() => Property.ForAllAsync(
        60, (random, size) => random.Next(), async seed =>
        {
            using var bench = new Workbench();
            var table = RandomTable.Make(seed, random => RandomTable.AnyType(random));
            var original = await bench.ImportSqlAsync("x", table.Sql, table.Fields);

            await bench.ExportAsync("x", new NpzFormat(), bench["x.npz"], isLossy: false);
            var back = await bench.ImportAsync(bench["x.npz"], "x");

            Assert.Equal(
                original.Resources[0].Fields.Select(f => (f.Name, f.Type, f.Categories, f.Role)), back.Manifest.Resources[0].Fields.Select(f => (f.Name, f.Type, f.Categories, f.Role)));
            Assert.Equal(original.ContentHash, back.Manifest.ContentHash);
        });
}
