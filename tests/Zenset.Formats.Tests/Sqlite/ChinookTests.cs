using Zenset.Export;
using Zenset.Formats.Sqlite;
using Zenset.Formats.Tests.Contract;
using Zenset.Model;

namespace Zenset.Formats.Tests.Sqlite;

/// <summary>A real database goes in and comes out the same, by the word of Python's sqlite3.</summary>
public sealed class ChinookTests
{
    [Fact]
    public async Task ComesBack_AsAWorkingDatabase_EqualInEveryValue()
    {
        if (SharedData.Find("sqlite/Chinook_Sqlite.sqlite") is not { } original) return;
        using var bench = new Workbench();

        var imported = await bench.ImportAsync(original, "chinook");
        var path = bench["back.sqlite"];
        var losses = await bench.ExportAsync("chinook", new SqliteFormat(), path, isLossy: false);
        var again = await bench.ImportAsync(path, "again");

        Assert.Empty(losses);
        Assert.Equal("sqlite", imported.Format.Id);
        Assert.Equal(11, imported.Manifest.Resources.Length);
        Assert.Equal(15_607, imported.Manifest.Resources.Sum(r => r.Rows));
        Assert.Equal(11, imported.Manifest.Resources.Sum(r => r.ForeignKeys.Length));
        var invoice = imported.Manifest.Resources.First(r => r.Name == "Invoice");
        Assert.Equal(FieldType.Decimal(10, 2), invoice.FindField("Total")!.Type);
        Assert.Equal(FieldType.Timestamp(TimeUnit.Second), invoice.FindField("InvoiceDate")!.Type);
        Assert.Equal("PlaylistId, TrackId", string.Join(", ", imported.Manifest.Resources.First(r => r.Name == "PlaylistTrack").PrimaryKey));
        Assert.Equal(imported.Manifest.ContentHash, again.Manifest.ContentHash);
        Assert.Equal(imported.Manifest.Resources.SelectMany(r => r.ForeignKeys).Select(Describe), again.Manifest.Resources.SelectMany(r => r.ForeignKeys).Select(Describe));
        Python.Run("compare.py", original, path);
        Assert.Equal(["repository", "back.sqlite"], Directory.EnumerateFileSystemEntries(bench["."]).Select(Path.GetFileName).Order(StringComparer.Ordinal).Reverse());
    }

    [Fact]
    public async Task LeavesKeysOut_WhoseFieldsWereNotChosen()
    {
        if (SharedData.Find("sqlite/Chinook_Sqlite.sqlite") is not { } original) return;
        using var bench = new Workbench();
        await bench.ImportAsync(original, "chinook");
        var manifest = await bench.Repository.GetAsync(VersionRef.Parse("chinook"));

        await Exporter.ExportAsync(bench.Repository, bench.Engine, manifest, new SqliteFormat(), bench["part.sqlite"], new ExportOptions { Resource = "Employee", Columns = ["ReportsTo", "LastName"] });

        var read = DatabaseReading.Read(bench["part.sqlite"], new SqliteFormat(), null, null);
        Assert.Equal(8, read.Tables.Single().Rows.Count);
        Assert.Empty(read.Shapes[0].ForeignKeys);
        Assert.Empty(read.Shapes[0].PrimaryKey);
    }

    private static string Describe(ForeignKey key) => $"{string.Join(',', key.Fields)} -> {key.ReferenceResource}({string.Join(',', key.ReferenceFields)})";
}
