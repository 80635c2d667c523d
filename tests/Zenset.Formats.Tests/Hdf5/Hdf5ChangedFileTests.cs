using System.Collections.Immutable;
using Zenset.Formats.Hdf5;
using Zenset.Formats.Tests.Contract;
using Zenset.Model;

namespace Zenset.Formats.Tests.Hdf5;

/// <summary>Files of our own that somebody has changed with h5py.</summary>
public sealed class Hdf5ChangedFileTests
{
    [Theory]
    [InlineData("del f['t/i']", "hdf5/layout", "x.h5 (resource 't'): 't/i' is not there, or cannot be read. Fetch or write the file again.")]
    [InlineData("del f['t/i']; f['t/i'] = np.arange(4.0)", "hdf5/layout", "x.h5 (resource 't'): 't/i' has values of type float64 and not int32. Fetch or write the file again.")]
    [InlineData("f['t/i'].resize((3,))", "hdf5/layout", "x.h5 (resource 't'): 't/i__missing' has not as many rows as the values that it is about. Fetch or write the file again.")]
    [InlineData("f['t/s'].resize((3,))", "hdf5/layout", "x.h5 (resource 't'): 't' has 4 rows of 'i' and 3 of 's'. Fetch or write the file again.")]
    [InlineData("f['t'].attrs['zenset_fields'] = '[]'", "hdf5/layout", "x.h5 (resource 't'): 't' has no fields in its attribute zenset_fields. Fetch or write the file again.")]
    [InlineData("f['t'].attrs['zenset_fields'] = '[{\"name\": \"i\", \"zenset:type\": \"' + 'list<' * 100000 + 'int8' + '>' * 100000 + '\"}]'", "hdf5/layout", "x.h5 (resource 't'): 't' has no fields in its attribute zenset_fields. Fetch or write the file again.")]
    [InlineData("f.attrs['zenset_version'] = 2", "hdf5/layout", "x.h5: it was written by a later version of Zenset (layout 2; up to 1 are read). Use that version.")]
    [InlineData("f['t/l/offsets'][3] = 1000", "hdf5/value", "x.h5 (resource 't', row 3, field 'l'): its items begin or end where those of the row before have not ended, or after the last of 6. Correct it in the source.")]
    [InlineData("f['t/c/codes'][1] = 3", "hdf5/value", "x.h5 (resource 't', row 2, field 'c'): 3 is not one of the 2 declared values. Correct it in the source.")]
    [InlineData("f['t/x/indices'][1] = 9", "hdf5/value", "x.h5 (resource 't', row 1, field 'x'): an entry has the position 9, which is out of order or not below 5. Correct it in the source.")]
    public async Task WhatNoLongerFits_IsAnErrorWithItsPlace(string change, string code, string message)
    {
        if (!Peers.AreThere) return;
        using var bench = new Workbench();
        await WriteAsync(bench["x.h5"]);
        Change(bench["x.h5"], change);

        var failure = await Assert.ThrowsAnyAsync<ZensetException>(() => TableReading.ReadAllAsync(new Hdf5Format(), bench["x.h5"]));

        Assert.Equal((code, message), (failure.Code.Id, failure.Message));
    }

    [Fact]
    public async Task TablesPutInAndTakenOut_AreNoHarm()
    {
        if (!Peers.AreThere) return;
        using var bench = new Workbench();
        await WriteAsync(bench["x.h5"]);
        Change(bench["x.h5"], "f['more/a'] = np.arange(3); f.attrs['zenset_tables'] = ['gone', 't', 't']; f['t'].attrs['zenset_facts'] = '{\"primaryKey\":[\"gone\"],\"foreignKeys\":[{\"fields\":[\"i\"],\"resource\":\"gone\",\"references\":[\"i\"]}],\"metadata\":{}}'");

        using var source = Source.Open(bench["x.h5"]);
        await using var reader = await new Hdf5Format().OpenReaderAsync(new ReadRequest { Source = source, Engine = bench.Engine });

        Assert.Equal(["t", "more/a"], reader.Tables.Select(t => t.Name));
        Assert.Empty(reader.Tables[0].PrimaryKey);
        Assert.Empty(reader.Tables[0].ForeignKeys);
    }

    private static void Change(string path, string change) => Peers.Do($"import h5py, numpy as np\nwith h5py.File(a[0], 'r+') as f:\n    {change}", path);

    private static async Task WriteAsync(string path)
    {
        ImmutableArray<Field> fields =
        [
            new Field { Name = "i", Type = FieldType.Int32 }, new Field { Name = "s", Type = FieldType.String }, new Field { Name = "l", Type = FieldType.List(FieldType.Int64) },
            new Field { Name = "c", Type = FieldType.String, Categories = new Categories(["a", "b"]) }, new Field { Name = "x", Type = FieldType.Sparse(FieldType.Float64, 5) },
        ];
        const string Sql = "SELECT nullif(i, 2)::INTEGER AS i, 's' || i AS s, range(i) AS l, 'a'::ENUM('a', 'b') AS c, {'indices': [0, 3]::INTEGER[], 'values': [1.5, i]::DOUBLE[]} AS x FROM range(4) r(i)";
        using var engine = DuckDb.Engine.Open(new DuckDb.EngineOptions { Threads = 2 });
        using var target = Target.Open(path);
        await using var writer = await new Hdf5Format().OpenWriterAsync(new WriteRequest { Target = target, Engine = engine, Description = new DatasetDescription(), DatasetName = "t" });
        await writer.WriteAsync(new TableToWrite(new TableShape("t", fields, null, ImmutableSortedDictionary<string, string>.Empty), Sql));
        await writer.CompleteAsync();
    }
}
