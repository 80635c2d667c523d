using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Tests;

/// <summary>Writes a table to a temporary file.</summary>
internal static class TableWriting
{
    /// <summary>The file; the caller removes it.</summary>
    public static string Write(
        IFormat format, ImmutableArray<Field> fields, string sql, string extension, ImmutableSortedDictionary<string, string>? metadata = null, OptionValues? options = null)
    {
        var path = Path.Combine(Path.GetTempPath(), $"zenset-test-{Guid.NewGuid():N}{extension}");
        WriteAsync(format, fields, sql, path, metadata, options).GetAwaiter().GetResult();
        return path;
    }

    private static async Task WriteAsync(
        IFormat format, ImmutableArray<Field> fields, string sql, string path, ImmutableSortedDictionary<string, string>? metadata, OptionValues? options)
    {
        using var engine = Engine.Open(new EngineOptions { Threads = 2 });
        using var target = Target.Open(path);
        var request = new WriteRequest { Target = target, Engine = engine, Description = new DatasetDescription(), DatasetName = "test", Options = options ?? OptionValues.Empty };
        await using var writer = await format.OpenWriterAsync(request);
        await writer.WriteAsync(new TableToWrite(new TableShape("test", fields, null, metadata ?? ImmutableSortedDictionary<string, string>.Empty), sql));
        await writer.CompleteAsync();
    }

    /// <summary>The rows of a SELECT as <see cref="TableReading"/> shows them.</summary>
    public static IReadOnlyList<string?[]> Show(ImmutableArray<Field> fields, string sql)
    {
        using var engine = Engine.Open(new EngineOptions { Threads = 2 });
        using var connection = engine.Connect();
        var rows = new List<string?[]>();
        TableReading.Append(connection, sql, fields, rows);
        return rows;
    }
}
