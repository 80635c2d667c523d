using Zenset.Formats.Hdf5;
using Zenset.Formats.Tests.Contract;

namespace Zenset.Formats.Tests.Hdf5;

/// <summary>Files as pandas, AnnData, SciPy and 10x Genomics lay them out.</summary>
public sealed class Hdf5LayoutTests
{
    private const string Frame = """
        df = pd.DataFrame({'a': [1, 2, 3], 'b': [1.5, np.nan, 2], 's': ['x', 'naïve', None], 't': pd.to_datetime(['2020-01-01', '2020-01-02 03:04:05', None]), 'f': [True, False, True],
            'c': pd.Categorical(['u', 'v', None]), 'a2': [4, 5, 6], 'o': pd.Categorical(['l', 'h', 'l'], categories=['l', 'h'], ordered=True)}, index=['r1', 'r2', 'r3'])

        """;

    [Fact]
    public async Task PandasFixed_IsAFrame_AndPickledTextIsLeftOut()
    {
        if (!Peers.AreThere) return;
        using var bench = new Workbench();
        Peers.Pandas(bench["x.h5"], Frame + "df.drop(columns=['c', 'o']).to_hdf(a[0], key='df', mode='w')\ndf['b'].to_hdf(a[0], key='one', mode='a')");

        var tables = await TableReading.ReadAllAsync(new Hdf5Format(), bench["x.h5"]);

        Assert.Equal(["df", "one"], tables.Keys);
        var frame = tables["df"];
        Assert.Equal("index:string, a:int64, b:float64, t:timestamp[ns], f:boolean, a2:int64", string.Join(", ", frame.Fields.Select(f => $"{f.Name}:{f.Type}")));
        Assert.Equal("r1|1|1.5|2020-01-01 00:00:00|true|4", string.Join('|', frame.Rows[0]));
        Assert.Equal("r3|3|2.0||true|6", string.Join('|', frame.Rows[2]));
        Assert.Equal("hdf5/pickled", frame.Findings.Single(f => f.Resource == "df/block2_values").Code);
        Assert.Equal("index:string, b:float64", string.Join(", ", tables["one"].Fields.Select(f => $"{f.Name}:{f.Type}")));
    }

    [Fact]
    public async Task PandasTable_IsAFrame_WithItsColumnsInOrder()
    {
        if (!Peers.AreThere) return;
        using var bench = new Workbench();
        Peers.Pandas(bench["x.h5"], Frame + "df['z'] = df['t'].dt.tz_localize('Europe/Berlin')\ndf.to_hdf(a[0], key='deep/df', mode='w', format='table', data_columns=['a', 's'])");

        var tables = await TableReading.ReadAllAsync(new Hdf5Format(), bench["x.h5"]);

        var frame = Assert.Single(tables).Value;
        Assert.Equal("deep/df", frame.Name);
        Assert.Equal(
            "index:string, a:int64, b:float64, s:string, t:timestamp[ns], f:boolean, c:string, a2:int64, o:string, z:timestamp[ns,Europe/Berlin]", string.Join(", ", frame.Fields.Select(f => $"{f.Name}:{f.Type}")));
        Assert.Equal("r1|1|1.5|x|2020-01-01 00:00:00|true|u|4|l|2019-12-31 23:00:00", string.Join('|', frame.Rows[0]));
        Assert.Equal("r2|2|nan|naïve|2020-01-02 03:04:05|false|v|5|h|2020-01-02 02:04:05", string.Join('|', frame.Rows[1]));
        Assert.Equal("r3|3|2.0|||true||6|l|", string.Join('|', frame.Rows[2]));
        Assert.Equal(["l", "h"], frame.Fields.Single(f => f.Name == "o").Categories!.Values.AsEnumerable());
        Assert.True(frame.Fields.Single(f => f.Name == "o").Categories!.Ordered);
        Assert.False(frame.Fields.Single(f => f.Name == "c").Categories!.Ordered);
    }

    [Fact]
    public async Task TenX_HasARowForEachCell()
    {
        if (SharedData.Find("hdf5/10x_filtered_feature_bc_matrix.h5") is not { } path || !Peers.HaveLibrary) return;

        var tables = await TableReading.ReadAllAsync(new Hdf5Format(), path);

        Assert.Equal(["matrix", "matrix/features/_all_tag_keys", "matrix/features", "features"], tables.Keys.OrderBy(k => k.Length == 8 ? 1 : 0).ThenBy(k => k == "matrix" ? 0 : 1).ThenByDescending(k => k.Length));
        var matrix = tables["matrix"];
        Assert.Equal("barcode:string, counts:sparse<int32>[507]", string.Join(", ", matrix.Fields.Select(f => $"{f.Name}:{f.Type}")));
        Assert.Equal(1107, matrix.Rows.Count);
        var entries = matrix.Column("counts").Select(c => c!.Split("'values': [")[1].TrimEnd('}', ']')).SelectMany(v => v.Split(", ", StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Equal(23_866, entries.Count);
        Assert.Equal(41_549, entries.Sum(int.Parse));
        Assert.Equal(507, tables["features"].Rows.Count);
        Assert.Equal(tables["matrix/features"].Column("name"), tables["features"].Column("name"));
    }

    [Theory]
    [InlineData("csr")]
    [InlineData("csc")]
    public async Task CompressedMatrices_AreSparseRows(string kind)
    {
        if (!Peers.AreThere) return;
        using var bench = new Workbench();
        Peers.Write(bench["x.h5"], $"""
            import scipy.sparse as s
            m = s.random(5000, 40, 0.1, '{kind}', random_state=1, dtype='f4')
            dense = np.asarray(m.todense())
            g = f.create_group('layers/m')
            g.attrs['encoding-type'] = '{kind}_matrix'; g.attrs['encoding-version'] = '0.1.0'; g.attrs['shape'] = m.shape
            g.create_dataset('data', data=m.data, compression='gzip'); g['indices'] = m.indices; g['indptr'] = m.indptr
            f['dense'] = dense
            """);

        var tables = await TableReading.ReadAllAsync(new Hdf5Format(), bench["x.h5"]);

        var sparse = tables["layers/m"];
        Assert.Equal("sparse<float32>[40]", sparse.Fields.Single().Type.ToString());
        Assert.Equal(tables["dense"].Rows.Select(r => Sparse(r[0]!)), sparse.Rows.Select(r => r[0]));
    }

    [Fact]
    public async Task AnnData_HasItsFrames_AndNamesOfVariables()
    {
        if (!Peers.AreThere) return;
        using var bench = new Workbench();
        Peers.Write(bench["x.h5ad"], """
            s = h5py.string_dtype()
            f.attrs['encoding-type'] = 'anndata'; f.attrs['encoding-version'] = '0.1.0'
            x = f.create_dataset('X', data=np.arange(6, dtype='f4').reshape(3, 2)); x.attrs['encoding-type'] = 'array'
            o = f.create_group('obs'); o.attrs['encoding-type'] = 'dataframe'; o.attrs['_index'] = '_index'; o.attrs.create('column-order', ['n', 'kind', 'maybe'], dtype=s)
            o['_index'] = np.array(['c1', 'c2', 'c3'], dtype=s); o['n'] = [1.5, 2.5, 3.5]
            k = o.create_group('kind'); k.attrs['encoding-type'] = 'categorical'; k.attrs['ordered'] = False
            k['codes'] = np.array([1, -1, 0], 'i1'); k['categories'] = np.array(['B', 'T'], dtype=s)
            k = o.create_group('maybe'); k.attrs['encoding-type'] = 'nullable-integer'; k['values'] = [1, 2, 3]; k['mask'] = [False, True, False]
            v = f.create_group('var'); v.attrs['encoding-type'] = 'dataframe'; v.attrs['_index'] = 'gene'; v.attrs.create('column-order', [], dtype=s)
            v['gene'] = np.array(['g1', 'g2'], dtype=s)
            f['obsm/X_pca'] = np.zeros((3, 2))
            """);

        var tables = await TableReading.ReadAllAsync(new Hdf5Format(), bench["x.h5ad"]);

        Assert.Equal(["X", "features", "obs", "obsm/X_pca", "var"], tables.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("_index:string, n:float64, kind:string, maybe:int64", string.Join(", ", tables["obs"].Fields.Select(f => $"{f.Name}:{f.Type}")));
        Assert.Equal("c1|1.5|T|1;c2|2.5||;c3|3.5|B|3", string.Join(';', tables["obs"].Rows.Select(r => string.Join('|', r))));
        Assert.Equal("X|0|g1||;X|1|g2||", string.Join(';', tables["features"].Rows.Select(r => string.Join('|', r))));
    }

    // What a dense row would be as a sparse one.
    private static string Sparse(string dense)
    {
        var values = dense.Trim('[', ']').Split(", ");
        var kept = Enumerable.Range(0, values.Length).Where(i => values[i] != "0.0").ToList();
        return $"{{'indices': [{string.Join(", ", kept)}], 'values': [{string.Join(", ", kept.Select(i => values[i]))}]}}";
    }
}
