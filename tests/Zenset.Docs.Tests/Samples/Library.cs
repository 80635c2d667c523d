using System.Text;
using Zenset.DuckDb;
using Zenset.Export;
using Zenset.Formats;
using Zenset.Import;

namespace Zenset.Docs.Tests.Samples;

/// <summary>The C# of the README.</summary>
internal static class Library
{
    public static async Task<List<string>> RunAsync(string folder, string file, string target)
    {
        var lines = new List<string>();
        using var output = new StringWriter { NewLine = "\n" };
        await RunAsync(folder, file, target, output);
        lines.AddRange(output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return lines;
    }

    private static async Task RunAsync(string folder, string file, string target, TextWriter Console)
    {
        // page: README.md
        var repository = Repository.OpenFolder(folder);
        using var engine = Engine.Open();
        using var source = Source.Open(file);
        var version = (await new Importer(AllFormats.Catalog).ImportAsync(repository, engine, source, new ImportOptions())).Manifest;
        Console.WriteLine($"{version.Dataset}@{version.Version}: {version.Rows:N0} rows");

        var penguins = repository.RelationSql(version, version.Resources[0]);
        using var connection = engine.Connect();
        using var counts = connection.Query($"SELECT species::VARCHAR, count(*) FROM ({penguins}) GROUP BY 1 ORDER BY 1");
        while (counts.Read())
        {
            for (var row = 0; row < counts.Current.RowCount; row++)
                Console.WriteLine($"{Encoding.UTF8.GetString(counts.Current[0].Text(row))} {counts.Current[1].Values<long>()[row]}");
        }
        await Exporter.ExportAsync(repository, engine, version, AllFormats.Catalog.Get("parquet"), target, new ExportOptions());
        // end
    }
}
