using Zenset.Formats.Hdf5;
using Zenset.Formats.Tests.Contract;

namespace Zenset.Formats.Tests.Hdf5;

/// <summary>Each type that h5py writes, as the field that it becomes.</summary>
public sealed class Hdf5TypeTests
{
    public static TheoryData<string, string, string> Values() => new()
    {
        { "np.array([-128, 127], 'i1')", "int8", "-128|127" },
        { "np.array([0, 255], 'u1')", "uint8", "0|255" },
        { "np.array([-1, 2], '>i2')", "int16", "-1|2" },
        { "np.array([1, 65535], 'u2')", "uint16", "1|65535" },
        { "np.array([-2**31, 2**31-1], '>i4')", "int32", "-2147483648|2147483647" },
        { "np.array([0, 2**32-1], 'u4')", "uint32", "0|4294967295" },
        { "np.array([-2**63, 2**63-1], 'i8')", "int64", "-9223372036854775808|9223372036854775807" },
        { "np.array([0, 2**64-1], 'u8')", "uint64", "0|18446744073709551615" },
        { "np.array([1.5, -np.inf], 'f2')", "float16", "1.5|-inf" },
        { "np.array([1.5, np.nan], '>f4')", "float32", "1.5|nan" },
        { "np.array([0.1, 5e-324], '>f8')", "float64", "0.1|5e-324" },
        { "np.array([True, False])", "boolean", "true|false" },
        { "np.array([b'ab', b''], 'S3')", "string", "ab|" },
        { "np.array(['naïve', '数据'], dtype=h5py.string_dtype())", "string", "naïve|数据" },
        { "np.array(['naïve'.encode(), b'x'], dtype=h5py.string_dtype('utf-8', 8))", "string", "naïve|x" },
        { "np.array([1+2j, 3j])", "struct<r:float64,i:float64>", "{'r': 1.0, 'i': 2.0}|{'r': 0.0, 'i': 3.0}" },
        { "np.array([[1, 2, 3], [4, 5, 6]], 'i2')", "vector<int16>[3]", "[1, 2, 3]|[4, 5, 6]" },
        { "np.arange(8, dtype='f4').reshape(2, 2, 2)", "vector<float32>[4]", "[0.0, 1.0, 2.0, 3.0]|[4.0, 5.0, 6.0, 7.0]" },
        { "np.array([(1, 'x')], dtype=[('n', 'i4'), ('v', 'S2')]).astype([('n', 'i4'), ('v', 'S2')]).reshape(1, 1)", "vector<struct<n:int32,v:string>>[1]", "[{'n': 1, 'v': x}]" },
        { "np.array(['2020-02-29T12:00:00.5', 'NaT'], 'M8[us]').astype(h5py.opaque_dtype(np.dtype('M8[us]')))", "timestamp[us]", "2020-02-29 12:00:00.5|" },
        { "np.array([5, 'NaT'], 'm8[s]').astype(h5py.opaque_dtype(np.dtype('m8[s]')))", "int64", "5|" },
        { "np.array([b'\\x00\\x01', b'ab'], 'V2')", "binary", "0001|6162" },
        { "np.array([2, 0], dtype=h5py.enum_dtype({'red': 0, 'green': 2}, basetype='i2'))", "string", "green|red" },
        { "np.array([0, 1, 2], dtype='i8')[:0]", "int64", "" },
        { "7", "int64", "7" },
        { "'one text'", "string", "one text" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task BecomesAField(string values, string type, string expected)
    {
        if (!Peers.AreThere) return;
        using var bench = new Workbench();
        Peers.Write(bench["x.h5"], $"f['x'] = {values}");

        var table = (await TableReading.ReadAllAsync(new Hdf5Format(), bench["x.h5"]))["x"];

        Assert.Equal(type, table.Fields.Single().Type.ToString());
        Assert.Equal(expected, string.Join('|', table.Rows.Select(r => r[0])));
    }

    [Fact]
    public async Task Lists_OfTextsAndNumbers()
    {
        if (!Peers.AreThere) return;
        using var bench = new Workbench();
        Peers.Write(bench["x.h5"], """
            d = f.create_dataset('x', (3,), dtype=h5py.vlen_dtype(np.dtype('i4')))
            d[0], d[1] = np.array([1, 2], 'i4'), np.array([], 'i4')
            d[2] = np.arange(5000)
            c = f.create_dataset('c', (2,), dtype=[('s', h5py.string_dtype()), ('l', h5py.vlen_dtype(np.dtype('f8')))])
            c[0] = ('é', np.array([1.5, 2.5]))
            """);

        var tables = await TableReading.ReadAllAsync(new Hdf5Format(), bench["x.h5"]);

        Assert.Equal("[1, 2]|[]", string.Join('|', tables["x"].Rows.Take(2).Select(r => r[0])));
        Assert.Equal(5000, tables["x"].Rows[2][0]!.Split(',').Length);
        Assert.Equal("é|[1.5, 2.5];|[]", string.Join(';', tables["c"].Rows.Select(r => string.Join('|', r))));
    }

    [Fact]
    public async Task NamesOfEnumerations_AreCategoriesInOrder()
    {
        if (!Peers.AreThere) return;
        using var bench = new Workbench();
        Peers.Write(bench["x.h5"], "f['x'] = np.array([2, -1], dtype=h5py.enum_dtype({'red': -1, 'green': 2, 'blue': 7}, basetype='i1'))\nf['bad'] = np.array([3], dtype=h5py.enum_dtype({'red': 0}, basetype='i1'))");

        var failure = await Assert.ThrowsAsync<SourceDataException>(() => TableReading.ReadAllAsync(new Hdf5Format(), bench["x.h5"]));

        Assert.Equal("x.h5 (resource 'bad', row 1, field 'bad'): 3 is not one of the 1 declared values. Correct it in the source.", failure.Message);
    }

    [Fact]
    public async Task TextThatIsNotUtf8_IsRefusedWithItsPlace()
    {
        if (!Peers.AreThere) return;
        using var bench = new Workbench();
        Peers.Write(bench["x.h5"], "f['x'] = np.array([b'a'] * 3000 + [b'\\xff'], 'S4')");

        var failure = await Assert.ThrowsAsync<SourceDataException>(() => TableReading.ReadAllAsync(new Hdf5Format(), bench["x.h5"]));

        Assert.StartsWith("x.h5 (resource 'x', row 3,001, field 'x'): the text", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsNotRead_IsLeftOutByName()
    {
        if (!Peers.AreThere) return;
        using var bench = new Workbench();
        Peers.Write(bench["y.h5"], "f['y'] = [1]");
        Peers.Write(bench["x.h5"], """
            f['good'] = [1, 2, 3]
            f['ref'] = np.array([f['good'].ref], dtype=h5py.ref_dtype)
            f['out'] = h5py.ExternalLink('y.h5', '/y')
            f['soft'] = h5py.SoftLink('/good')
            f['gone'] = h5py.SoftLink('/nowhere')
            f.create_dataset('raw', (3,), 'i4', external=[('y.h5', 0, 12)])
            v = h5py.VirtualLayout((1,), 'i8')
            v[:] = h5py.VirtualSource('y.h5', 'y', (1,))
            f.create_virtual_dataset('virtual', v)
            f['wide'] = np.array([1.5], 'g')
            f['huge'] = 1
            f.create_dataset('claims', (10**15,), 'f8', chunks=(1000,))
            f['null'] = h5py.Empty('f4')
            """);

        var tables = await TableReading.ReadAllAsync(new Hdf5Format(), bench["x.h5"]);

        Assert.Equal(["good", "huge"], tables.Keys.Order());
        var said = tables["good"].Findings.ToDictionary(f => f.Resource ?? "", f => f.Code);
        Assert.Equal("hdf5/too-large", said["claims"]);
        Assert.Equal("hdf5/outside", said["out"]);
        Assert.Equal("hdf5/outside", said["raw"]);
        Assert.Equal("hdf5/outside", said["virtual"]);
        Assert.Equal("hdf5/type", said["ref"]);
        Assert.Equal("hdf5/type", said["wide"]);
    }

    [Fact]
    public async Task Datasets_OfOneLengthAreOneTable_UnlessToldOtherwise()
    {
        if (!Peers.AreThere) return;
        using var bench = new Workbench();
        Peers.Write(bench["train.h5"], "f['X'] = np.arange(12.0).reshape(4, 3)\nf['y'] = [0, 1, 0, 1]\nf['g/a'] = [1, 2]\nf['g/b'] = [3, 4]\nf['g/c'] = [1.5]");

        var joined = await TableReading.ReadAllAsync(new Hdf5Format(), bench["train.h5"]);
        var apart = await TableReading.ReadAllAsync(
            new Hdf5Format(), bench["train.h5"], r => r with { Options = new OptionValues(new Dictionary<string, string> { ["join-datasets"] = "no" }) });

        Assert.Equal(["g", "g/c", "train"], joined.Keys.Order());
        Assert.Equal("[3.0, 4.0, 5.0]|1", string.Join('|', joined["train"].Rows[1]));
        Assert.Equal(["X", "g/a", "g/b", "g/c", "y"], apart.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task LargeDatasets_AreCutByTheirBytes_AndChunksAreReadOnce()
    {
        if (!Peers.AreThere) return;
        using var bench = new Workbench();
        Peers.Write(bench["x.h5"], """
            n = 3_000_000
            f.create_dataset('a', data=np.arange(n), chunks=(100_003,), compression='gzip', shuffle=True)
            f.create_dataset('b', data=np.arange(n) * 0.5, chunks=(9_999,), compression='lzf', fletcher32=True)
            f.create_dataset('c', data=np.arange(n, dtype='f8')[::-1])
            f.create_dataset('m/wide', data=np.arange(300*5000).reshape(300, 5000), chunks=(300, 50))
            """);

        var result = await bench.ImportAsync(bench["x.h5"], "x");

        var main = result.Manifest.Resources.Single(r => r.Name == "x");
        Assert.Equal(3_000_000, main.Rows);
        Assert.Equal(2, main.Parts.Length);
        using var connection = bench.Engine.Connect();
        var parts = string.Join(", ", main.Parts.Select(p => $"'{Directory.EnumerateFiles(bench["repository"], p.FileName, SearchOption.AllDirectories).Single()}'"));
        using var query = connection.Query($"SELECT CAST(sum(a) AS BIGINT), sum(b), sum(c), count(*) FILTER (a * 0.5 <> b OR a + c <> 2999999) FROM read_parquet([{parts}])");
        Assert.True(query.Read());
        Assert.Equal(3_000_000L * 2_999_999 / 2, query.Current[0].Values<long>()[0]);
        Assert.Equal(0, query.Current[3].Values<long>()[0]);
    }
}
