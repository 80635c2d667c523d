using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Formats.Hdf5;
using Zenset.Formats.Tests.Contract;
using Zenset.Model;

namespace Zenset.Formats.Tests.Hdf5;

/// <summary>What we write, as h5py, PyTables, SciPy, pandas and h5dump see it.</summary>
public sealed class Hdf5WritingTests
{
    [Fact]
    public async Task H5py_SeesColumns()
    {
        if (!Peers.AreThere) return;
        using var bench = new Workbench();
        await WriteAsync(bench["x.h5"], "t",
            ("i", FieldType.Int32, "CASE WHEN i = 3 THEN NULL ELSE i END"), ("f", FieldType.Float64, "CASE WHEN i = 1 THEN NULL ELSE i / 2 END"),
            ("h", FieldType.Float16, "i * 0.5"), ("b", FieldType.Boolean, "i % 2 = 0"), ("s", FieldType.String, "'ä' || i"), ("x", FieldType.Binary, "'\\x00\\x01'::BLOB"),
            ("d", FieldType.Date, "DATE '1970-01-02' + i::INTEGER"), ("v", FieldType.FixedList(FieldType.Float32, 2), "[i, CASE WHEN i = 2 THEN NULL ELSE 1 END]"),
            ("l", FieldType.List(FieldType.Int64), "CASE WHEN i = 2 THEN NULL ELSE range(i) END"), ("n", FieldType.Struct(new FieldMember("a/b", FieldType.UInt8), new FieldMember("c", FieldType.String)), "{'a/b': i, 'c': 'c' || i}"),
            ("u", FieldType.Uuid, "'12345678-9abc-def0-1234-56789abcdef' || i"), ("g", FieldType.Int128, "-i"), ("m", FieldType.Decimal(9, 2), "i * 0.25"));

        var said = Peers.Do("""
            import h5py, numpy as np
            f = h5py.File(a[0], 'r'); t = f['t']
            print(t.attrs['zenset_table'], list(f.attrs['zenset_tables']), f.attrs['zenset_version'])
            print(t['i'].dtype, t['i'][:].tolist(), t['i__missing'][:].tolist(), t['i'].compression, t['i'].shuffle)
            print(t['f'].dtype, t['f'][:].tolist(), t['h'].dtype, t['h'][:].tolist())
            print(t['b'].dtype, t['b'][:].tolist(), t['s'].asstr()[:].tolist(), t['x'][1].tobytes())
            print(t['d'][:].astype('M8[D]').tolist()[0], t['d'].attrs['units'])
            print(t['v'].shape, t['v'][:].tolist(), t['v__items__missing'][:].tolist(), 'v__missing' in t)
            print(t['l/offsets'][:].tolist(), t['l/items'][:].tolist(), t['l__missing'][:].tolist())
            print(list(t['n']), t['n/a_b'][:].tolist(), t['n/c'].asstr()[3])
            print(t['u'][1].decode(), t['g'][1].tolist(), t['m'][:].tolist(), t['m'].attrs['scale'])
            """, bench["x.h5"]);

        Assert.Equal("""
            t ['t'] 1
            int32 [0, 1, 2, 0] [False, False, False, True] gzip True
            float64 [0.0, nan, 1.0, 1.5] float16 [0.0, 0.5, 1.0, 1.5]
            bool [True, False, True, False] ['ä0', 'ä1', 'ä2', 'ä3'] b'\x00\x01'
            1970-01-02 days since 1970-01-01
            (4, 2) [[0.0, 1.0], [1.0, 1.0], [2.0, nan], [3.0, 1.0]] [[False, False], [False, False], [False, True], [False, False]] False
            [0, 0, 1, 1, 4] [0, 0, 1, 2] [False, False, True, False]
            ['a_b', 'c'] [0, 1, 2, 3] c3
            12345678-9abc-def0-1234-56789abcdef1 (18446744073709551615, -1) [0, 25, 50, 75] 2

            """, said, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void H5py_SeesTheSameWithoutCompression()
    {
        if (!Peers.AreThere) return;
        using var bench = new Workbench();
        foreach (var (file, level) in (ReadOnlySpan<(string, string)>)[("plain.h5", "0"), ("packed.h5", "4")])
        {
            // More rows than a chunk has, and some of the next.
            var path = TableWriting.Write(
                new Hdf5Format(), [new Field { Name = "f", Type = FieldType.Float64 }, new Field { Name = "i", Type = FieldType.Int32 }],
                "SELECT CASE WHEN i % 7 = 0 THEN NULL ELSE i / 3 END AS f, (i * 5)::INTEGER AS i FROM range(100000) r(i)", ".h5", options: new OptionValues(new Dictionary<string, string> { ["gzip-level"] = level }));
            File.Move(path, bench[file]);
        }

        var said = Peers.Do("""
            import h5py, numpy as np
            with h5py.File(a[0], 'r') as plain, h5py.File(a[1], 'r') as packed:
                names = []; packed.visititems(lambda n, o: names.append(n) if isinstance(o, h5py.Dataset) else None)
                for n in names: print(n.split('/')[-1], plain[n].compression, plain[n].shuffle, packed[n].compression, len(plain[n]), np.array_equal(plain[n][()], packed[n][()], equal_nan=n.endswith('f')))
            """, bench["plain.h5"], bench["packed.h5"]);

        Assert.Equal("""
            f None False gzip 100000 True
            f__missing None False gzip 100000 True
            i None False gzip 100000 True

            """, said, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task PandasAndScipy_SeeCategoriesAndSparseRows()
    {
        if (!Peers.AreThere) return;
        using var bench = new Workbench();
        await WriteAsync(bench["x.h5"], "t",
            [new Field { Name = "c", Type = FieldType.String, Categories = new Categories(["low", "mid", "high"], Ordered: true) }, new Field { Name = "x", Type = FieldType.Sparse(FieldType.Float64, 5) }],
            "SELECT (['high', NULL, 'low'])[i + 1]::ENUM('low', 'mid', 'high') AS c, CASE WHEN i = 1 THEN NULL ELSE {'indices': [0, 3 + i / 2]::INTEGER[], 'values': [1.5, i]::DOUBLE[]} END AS x FROM range(3) r(i)");

        var said = Peers.Do("""
            import h5py, pandas as pd, scipy.sparse as s
            t = h5py.File(a[0], 'r')['t']
            c = t['c']; print(c.attrs['encoding-type'], list(pd.Categorical.from_codes(c['codes'][:], c['categories'].asstr()[:], ordered=bool(c.attrs['ordered']))))
            x = t['x']; m = s.csr_matrix((x['data'][:], x['indices'][:], x['indptr'][:]), shape=x.attrs['shape']); print(x.attrs['encoding-type'], m.toarray().tolist(), t['x__missing'][:].tolist())
            """, bench["x.h5"]);

        Assert.Equal("""
            categorical ['high', nan, 'low']
            csr_matrix [[1.5, 0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0, 0.0], [1.5, 0.0, 0.0, 0.0, 2.0]] [False, True, False]

            """, said, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task PyTablesAndH5dump_ReadEveryObject()
    {
        if (!Peers.AreThere) return;
        using var bench = new Workbench();
        await WriteAsync(bench["x.h5"], "rich", [.. RichTable.Names.Select(RichTable.FieldOf)], RichSql(true));

        // PyTables has no counterpart for text of varying length, and says so; it reads everything else.
        var said = Peers.Do("""
            import tables, subprocess, shutil
            import h5py
            total = []
            with h5py.File(a[0], 'r') as f: f.visititems(lambda name, o: total.append(name) if isinstance(o, h5py.Dataset) else None)
            read, left = 0, set()
            with tables.open_file(a[0]) as f:
                for n in f.walk_nodes('/', 'Leaf'):
                    if isinstance(n, tables.UnImplemented): left.add(n._v_pathname)
                    else: n.read(); read += 1
            print(len(total) - read - len(left), sorted(left))
            if shutil.which('h5dump'): subprocess.run(['h5dump', a[0]], check=True, stdout=subprocess.DEVNULL)
            """, bench["x.h5"]);

        Assert.Equal("0 ['/rich/iso', '/rich/lines', '/rich/map/keys', '/rich/nominal/categories', '/rich/none', '/rich/ordered/categories', '/rich/struct/c', '/rich/text']", said.Trim());
    }

    [Fact]
    public async Task SameTable_SameBytes()
    {
        using var bench = new Workbench();
        if (!Peers.HaveLibrary) return;
        foreach (var name in (string[])["a.h5", "b.h5"])
        {
            await WriteAsync(bench[name], "rich", [.. RichTable.Names.Select(RichTable.FieldOf)], RichSql(true));
            // HDF5 can store times, in seconds: the second file is of another one.
            await Task.Delay(1_100);
        }

        Assert.Equal(await File.ReadAllBytesAsync(bench["a.h5"]), await File.ReadAllBytesAsync(bench["b.h5"]));
    }

    [Fact]
    public async Task SeveralTables_KeysAndMetadata_ComeBack()
    {
        if (!Peers.HaveLibrary) return;
        using var bench = new Workbench();
        ImmutableArray<Field> fields = [new Field { Name = "id", Type = FieldType.Int64, Role = FieldRole.RowId, Description = "words" }];
        using (var target = Target.Open(bench["x.h5"]))
        {
            var request = new WriteRequest { Target = target, Engine = bench.Engine, Description = new DatasetDescription { Title = "T", Text = "D" }, DatasetName = "x" };
            await using var writer = await new Hdf5Format().OpenWriterAsync(request);
            foreach (var name in (string[])["b/c", "a", "b_c"])
            {
                var shape = new TableShape(name, fields, null, ImmutableSortedDictionary<string, string>.Empty.Add("key", $"of {name}"))
                {
                    PrimaryKey = ["id"], ForeignKeys = name == "a" ? [new ForeignKey(["id"], "b/c", ["id"])] : [],
                };
                await writer.WriteAsync(new TableToWrite(shape, "SELECT range AS id FROM range(3)"));
            }
            await writer.CompleteAsync();
        }

        using var source = Source.Open(bench["x.h5"]);
        await using var reader = await new Hdf5Format().OpenReaderAsync(new ReadRequest { Source = source, Engine = bench.Engine });

        Assert.Equal(["b/c", "a", "b_c"], reader.Tables.Select(t => t.Name));
        Assert.Equal(("T", "D"), (reader.Description.Title, reader.Description.Text));
        Assert.All(reader.Tables, t => Assert.Equal(fields.AsEnumerable(), t.Fields));
        Assert.All(reader.Tables, t => Assert.Equal("id", Assert.Single(t.PrimaryKey)));
        Assert.All(reader.Tables, t => Assert.Equal($"of {t.Name}", t.SourceMetadata["key"]));
        Assert.Equal("b/c", Assert.Single(reader.Tables[1].ForeignKeys).ReferenceResource);
    }

    [Fact]
    public async Task ZeroCharacters_AreAnnouncedAndEndTheText()
    {
        if (!Peers.HaveLibrary) return;
        using var bench = new Workbench();
        ImmutableArray<Field> fields = [new Field { Name = "s", Type = FieldType.String }, new Field { Name = "l", Type = FieldType.List(FieldType.Struct(new FieldMember("m", FieldType.String))) }];
        await bench.ImportSqlAsync("x", "SELECT 'a' || chr(0) || 'b', [{'m': 'c'}, {'m': chr(0)}] UNION ALL SELECT 'plain', []", fields);

        var losses = await bench.ExportAsync("x", new Hdf5Format(), bench["x.h5"]);

        Assert.Equal(["s", "l"], losses.Select(l => l.Field));
        Assert.All(losses, l => Assert.Equal(1, l.Rows));
        Assert.Equal(["a", "plain"], TableReading.Read(new Hdf5Format(), bench["x.h5"]).Column("s"));
    }

    [Fact]
    public async Task ManyRows_OfAllShapes_ComeBackInOrder()
    {
        if (!Peers.HaveLibrary) return;
        using var bench = new Workbench();
        (string, FieldType, string)[] columns =
        [
            ("i", FieldType.Int64, "i"), ("late", FieldType.Int32, "CASE WHEN i > 150000 AND i % 1000 = 0 THEN NULL ELSE i END"), ("s", FieldType.String, "repeat('x', (i % 50)::INTEGER) || i"),
            ("l", FieldType.List(FieldType.List(FieldType.Int32)), "CASE WHEN i % 7 = 0 THEN NULL ELSE [[i, NULL], [], NULL, [1, 2, 3]][1:(i % 5)::INTEGER] END"),
            ("v", FieldType.FixedList(FieldType.String, 2), "CASE WHEN i % 11 = 0 THEN NULL ELSE [i::VARCHAR, NULL] END"),
            ("m", FieldType.Map(FieldType.String, FieldType.Float64), "MAP {'k' || i: i / 4, 'z': NULL}"),
        ];
        await bench.ImportSqlAsync("x", $"SELECT {string.Join(", ", columns.Select(c => $"CAST({c.Item3} AS {FieldEngine.TypeOf(c.Item2)})"))} FROM range(200000) r(i)", [.. columns.Select(c => new Field { Name = c.Item1, Type = c.Item2 })]);
        var original = await bench.Repository.GetAsync(VersionRef.Parse("x"));

        Assert.Empty(await bench.ExportAsync("x", new Hdf5Format(), bench["x.h5"]));
        var back = await bench.ImportAsync(bench["x.h5"], "back");

        Assert.Equal(original.ContentHash, back.Manifest.ContentHash);
    }

    [Fact]
    public async Task PackedFile_IsWrittenAndRead()
    {
        if (!Peers.HaveLibrary) return;
        using var bench = new Workbench();
        await WriteAsync(bench["x.h5.gz"], "t", ("i", FieldType.Int32, "i"));

        Assert.Equal([0x1F, 0x8B], (await File.ReadAllBytesAsync(bench["x.h5.gz"]))[..2]);
        Assert.Equal(["0", "1", "2", "3"], TableReading.Read(new Hdf5Format(), bench["x.h5.gz"]).Column("i"));
    }

    private static string RichSql(bool hasMissing)
    {
        var columns = string.Join(", ", RichTable.Names.Select((n, i) => $"CAST(c{i} AS {FieldEngine.TypeOf(RichTable.FieldOf(n))}) AS {Sql.Name(n)}"));
        return $"SELECT {columns} FROM ({RichTable.Sql([.. RichTable.Names], hasMissing)}) AS t({string.Join(", ", RichTable.Names.Select((_, i) => $"c{i}"))})";
    }

    private static Task WriteAsync(string path, string name, params (string Name, FieldType Type, string Sql)[] columns) => WriteAsync(
        path, name, [.. columns.Select(c => new Field { Name = c.Name, Type = c.Type })],
        $"SELECT {string.Join(", ", columns.Select(c => $"CAST({c.Sql} AS {FieldEngine.TypeOf(c.Type)}) AS {Sql.Name(c.Name)}"))} FROM range(4) r(i)");

    private static async Task WriteAsync(string path, string name, ImmutableArray<Field> fields, string sql)
    {
        using var engine = Engine.Open(new EngineOptions { Threads = 2 });
        using var target = Target.Open(path);
        await using var writer = await new Hdf5Format().OpenWriterAsync(new WriteRequest { Target = target, Engine = engine, Description = new DatasetDescription(), DatasetName = name });
        await writer.WriteAsync(new TableToWrite(new TableShape(name, fields, null, ImmutableSortedDictionary<string, string>.Empty), sql));
        await writer.CompleteAsync();
    }
}
