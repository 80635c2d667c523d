using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Export;
using Zenset.Import;
using Zenset.Model;

namespace Zenset.Formats.Tests.Contract;

/// <summary>A repository and an engine in a temporary folder, and the commands on them.</summary>
internal sealed class Workbench : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zenset-contract-");

    public Workbench()
    {
        Repository = Repository.OpenFolder(this["repository"]);
        Engine = Engine.Open(new EngineOptions { Threads = 2 });
    }

    public Repository Repository { get; }

    public Engine Engine { get; }

    /// <summary>A path in the folder.</summary>
    public string this[string name] => Path.Combine(_folder.FullName, name);

    /// <summary>The format can be asked to write a table of these fields.</summary>
    public static bool CanHold(IFormat format, ImmutableArray<Field> fields) =>
        format.FindObstacle(new TableShape("t", fields, null, ImmutableSortedDictionary<string, string>.Empty), OptionValues.Empty) is null;

    public async Task<ImportResult> ImportAsync(
        string path, string name, string? format = null, int parallelism = 2, OptionValues? options = null, string? target = null, CancellationToken cancellationToken = default)
    {
        using var source = Source.Open(path);
        var import = new ImportOptions { Name = DatasetName.Parse(name), Format = format, FormatOptions = options ?? OptionValues.Empty, Parallelism = parallelism, Target = target };
        return await new Importer(AllFormats.Catalog).ImportAsync(Repository, Engine, source, import, cancellationToken: cancellationToken);
    }

    /// <summary>Writes rows that SQL makes as a Parquet file of the given fields, and imports it.</summary>
    public async Task<Manifest> ImportSqlAsync(string name, string sql, ImmutableArray<Field> fields)
    {
        var path = this[$"{name}.source.parquet"];
        using (var target = Target.Open(path))
        {
            var format = AllFormats.Catalog.Get("parquet");
            await using var writer = await format.OpenWriterAsync(new WriteRequest
            {
                Target = target, Engine = Engine, Description = new DatasetDescription(), DatasetName = name,
            });
            var columns = string.Join(", ", fields.Select((f, i) => $"CAST(c{i} AS {FieldEngine.TypeOf(f)}) AS {Sql.Name(f.Name)}"));
            var cast = $"SELECT {columns} FROM ({sql}) AS t({string.Join(", ", fields.Select((_, i) => $"c{i}"))})";
            await writer.WriteAsync(new TableToWrite(new TableShape(name, fields, null, ImmutableSortedDictionary<string, string>.Empty), cast));
            await writer.CompleteAsync();
        }
        return (await ImportAsync(path, name, "parquet")).Manifest;
    }

    /// <summary>Exports a version; gives the losses that were announced.</summary>
    public async Task<ImmutableArray<Loss>> ExportAsync(string version, IFormat format, string path, bool isLossy = true)
    {
        var manifest = await Repository.GetAsync(VersionRef.Parse(version));
        var result = await Exporter.ExportAsync(Repository, Engine, manifest, format, path, new ExportOptions { Lossy = isLossy });
        return result.Losses;
    }

    public void Dispose()
    {
        Engine.Dispose();
        _folder.Delete(recursive: true);
    }
}
