using Zenset.Formats.Hdf5;

namespace Zenset.Formats.Tests.Hdf5;

/// <summary>Real files, against what their makers and h5py say of them.</summary>
public sealed class Hdf5SharedFilesTests
{
    [Fact]
    public async Task CompoundsAreTables()
    {
        if (SharedData.Find("hdf5/compound_datasets_latest.hdf5") is not { } path || !Peers.HaveLibrary) return;

        var tables = await TableReading.ReadAllAsync(new Hdf5Format(), path);

        Assert.Equal(10, tables.Count);
        var people = tables["chunked_compound"];
        Assert.Equal(["firstName:string", "surname:string", "gender:string", "age:uint8", "fav_number:float32", "vector:vector<float32>[3]"], people.Fields.Select(f => $"{f.Name}:{f.Type}"));
        Assert.Equal("Bob|Smith|MALE|32|1.0|[1.0, 2.0, 3.0]", string.Join('|', people.Rows[0]));
        Assert.Equal(people.Rows, tables["contiguous_compound"].Rows);
        Assert.Equal(3, tables["nested_chunked_compound"].Rows.Count);
        Assert.Equal("struct<real:float32,img:float32>", tables["nested_chunked_compound"].Fields[0].Type.ToString());
    }

    [Fact]
    public async Task RaggedArraysAreLists()
    {
        if (SharedData.Find("hdf5/test_vlen_datasets_latest.hdf5") is not { } path || !Peers.HaveLibrary) return;

        var table = (await TableReading.ReadAllAsync(new Hdf5Format(), path)).Values.Single();

        Assert.Equal(22, table.Fields.Length);
        Assert.Equal(["[0]", "[1, 2]", "[3, 4, 5]"], table.Column("vlen_int32_data"));
        Assert.Equal(["[0.0]", "[1.0, 2.0]", "[3.0, 4.0, 5.0]"], table.Column("vlen_float64_data_chunked"));
        Assert.Equal("list<uint16>", table.TypeOf("vlen_uint16_data").ToString());
    }

    [Fact]
    public async Task TextsAreTexts_FixedOrNot()
    {
        if (SharedData.Find("hdf5/test_string_datasets_earliest.hdf5") is not { } path || !Peers.HaveLibrary) return;

        var tables = await TableReading.ReadAllAsync(new Hdf5Format(), path);

        var joined = tables["test_string_datasets_earliest"];
        Assert.Equal(4, joined.Fields.Length);
        Assert.Equal(10, joined.Rows.Count);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"string number {i}"), joined.Column("variable_length_utf8"));
        Assert.Equal("vector<string>[7]", tables["variable_length_2d"].Fields.Single().Type.ToString());
    }

    [Fact]
    public async Task ChunksAreUnpacked_GzipAndLzf()
    {
        if (SharedData.Find("hdf5/test_compressed_chunked_datasets_latest.hdf5") is not { } path || !Peers.HaveLibrary) return;

        var tables = await TableReading.ReadAllAsync(new Hdf5Format(), path);

        Assert.Equal(10, tables.Count);
        Assert.Equal(tables["int/int32"].Rows, tables["int/int32lzf"].Rows);
        Assert.Equal("[30, 31, 32, 33, 34]", tables["int/int32"].Rows[6][0]);
        Assert.Equal(tables["float/float64"].Rows, tables["float/float64lzf"].Rows);
        Assert.Equal("vector<float32>[5]", tables["float/float32lzf"].Fields.Single().Type.ToString());
    }

    [Fact]
    public async Task CirclesOfLinksEnd()
    {
        if (SharedData.Find("hdf5/h5ex_g_traverse.h5") is not { } path || !Peers.HaveLibrary) return;

        var tables = await TableReading.ReadAllAsync(new Hdf5Format(), path);

        Assert.Equal(["group1/dset1"], tables.Keys);
        Assert.All(tables.Values, t => Assert.Equal("vector<int32>[1]", t.Fields.Single().Type.ToString()));
    }

    [Fact]
    public async Task PyTablesArraysAndTables()
    {
        if (SharedData.Find("hdf5/pytables-python3.h5") is not { } path || !Peers.HaveLibrary) return;

        var tables = await TableReading.ReadAllAsync(new Hdf5Format(), path);

        Assert.Equal("1|11.0|a", string.Join('|', tables["agroup/atable2"].Rows.Single()));
        Assert.Equal(7, tables["agroup/anarray1"].Rows.Count);
        Assert.Empty(tables["atable"].Rows);
        Assert.Contains("Table title", tables["atable"].Metadata["hdf5"], StringComparison.Ordinal);
    }
}
