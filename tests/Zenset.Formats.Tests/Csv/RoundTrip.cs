using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Formats.Csv;
using Zenset.Model;

namespace Zenset.Formats.Tests.Csv;

/// <summary>Writing with our writer, and reading and writing again.</summary>
internal static class RoundTrip
{
    private static int _tables;

    /// <summary>Reads the first table of a CSV file and writes it as CSV; the bytes.</summary>
    public static byte[] Convert(string path, (string Name, string Value)[] options, OnError onError = OnError.Stop)
    {
        using var source = Source.Open(path);
        using var rejected = onError == OnError.Skip ? new RejectedRows(path + ".rejected") : null;
        var reader = CsvReader.Open(
            new ReadRequest
            {
                Source = source, Engine = CsvCase.Engine, Options = new OptionValues(options.ToDictionary(o => o.Name, o => o.Value)), OnError = onError, Rejected = rejected,
            },
            (byte)',');
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                rejected?.Clear();
                try
                {
                    var table = reader.Tables[0];
                    var name = $"t{Interlocked.Increment(ref _tables)}";
                    Load(table, name);
                    try
                    {
                        return Write(new TableShape(table.Name, table.Fields, null, table.SourceMetadata), $"SELECT * FROM {name}");
                    }
                    finally
                    {
                        using var connection = CsvCase.Engine.Connect();
                        connection.Execute($"DROP TABLE {name}");
                    }
                }
                catch (DuckDbException e) when (e.InnerException is FieldsWidenedException && attempt < 10)
                {
                }
            }
        }
        catch (DuckDbException e) when (e.InnerException is ZensetException)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
        finally
        {
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>Writes a relation as CSV; the bytes.</summary>
    public static byte[] Write(TableShape shape, string sql, params (string Name, string Value)[] options)
    {
        var path = Path.Combine(Path.GetTempPath(), $"zenset-csv-{Guid.NewGuid():N}.csv");
        try
        {
            using var target = Target.Open(path);
            var writer = CsvFormat.Comma().OpenWriterAsync(new WriteRequest
            {
                Target = target, Engine = CsvCase.Engine, Description = new DatasetDescription(), DatasetName = "test",
                Options = new OptionValues(options.ToDictionary(o => o.Name, o => o.Value)),
            }).AsTask().GetAwaiter().GetResult();
            try
            {
                writer.WriteAsync(new TableToWrite(shape, sql)).AsTask().GetAwaiter().GetResult();
                writer.CompleteAsync().AsTask().GetAwaiter().GetResult();
            }
            finally
            {
                writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Load(ITable table, string name)
    {
        using var segments = ((TableContent.Segmented)table.OpenContent()).Segments;
        using var connection = CsvCase.Engine.Connect();
        // Named by number: the engine does not tell case apart.
        connection.Execute($"CREATE TABLE {name} ({string.Join(", ", table.Fields.Select((f, i) => $"c{i} {FieldEngine.TypeOf(f)}"))})");
        try
        {
            while (segments.Next(CancellationToken.None) is { } segment)
            {
                using (segment)
                using (var registered = CsvCase.Engine.Register(segment))
                {
                    connection.Execute($"INSERT INTO {name} SELECT * FROM {registered.Sql}");
                }
            }
        }
        catch
        {
            connection.Execute($"DROP TABLE {name}");
            throw;
        }
    }

    /// <summary>Fields as (name, type) pairs.</summary>
    public static ImmutableArray<Field> Fields(params (string Name, FieldType Type)[] fields) => [.. fields.Select(f => new Field { Name = f.Name, Type = f.Type })];
}
