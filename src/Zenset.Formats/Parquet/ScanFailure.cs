using System.Globalization;
using Zenset.DuckDb;
using Zenset.Parquet;

namespace Zenset.Formats.Parquet;

/// <summary>Finds the column and the row group that the engine could not read.</summary>
internal static class ScanFailure
{
    /// <summary>The failure with its place; null when it is not the file's fault.</summary>
    public static ZensetException? Explain(DuckDbException failure, string sourceName, ParquetMetadata metadata, IReadOnlyList<ITable> tables, Engine engine, string from)
    {
        if (failure.InnerException is not null || EngineFailures.Translate(failure) is StorageException
            || failure.ErrorType is DuckDbErrorType.OutOfMemory or DuckDbErrorType.Interrupt)
        {
            return null;
        }
        var (field, group) = tables is [var table] ? Locate(table, metadata, engine, from) : (null, null);
        var isValue = failure.ErrorType is DuckDbErrorType.Conversion or DuckDbErrorType.OutOfRange || failure.Message.Contains("interval has more", StringComparison.Ordinal);
        var where = group is not { } g || metadata.RowGroups.Length < 2 ? "" : string.Create(
            CultureInfo.InvariantCulture, $" in row group {g + 1} of {metadata.RowGroups.Length} (from row {metadata.RowGroups.Take(g).Sum(r => r.Rows) + 1:N0})");
        var location = new SourceLocation { Source = sourceName, Field = field };
        return isValue
            ? new SourceDataException(
                ParquetErrors.BadValue, $"a value{where} does not fit its type: {Say(failure)}", location,
                field is null ? null : $"Correct it, or read the field as another type (--type {Quoting.Shorten(field)}=string).", failure)
            : new SourceDataException(ParquetErrors.BadData, $"the data{where} cannot be read: {Say(failure)}", location, "Fetch or write the file again.", failure);
    }

    // The failure says neither column nor place, so each column is read again alone, and then by row group. Hashes make the engine
    // decode values where counting or comparing could be answered from statistics.
    private static (string? Field, int? Group) Locate(ITable table, ParquetMetadata metadata, Engine engine, string from)
    {
        using var connection = engine.Connect();
        var content = table.OpenContent();
        var sql = content switch { TableContent.Relation r => r.Sql, TableContent.PortableParquet p => p.Sql, _ => null };
        if (sql is null) return (null, null);
        var columns = string.Join(", ", table.Fields.Select((_, i) => $"v{i}"));
        for (var i = 0; i < table.Fields.Length; i++)
        {
            if (Reads(connection, $"SELECT count(*) FROM ({sql}) AS t({columns}) WHERE hash(v{i}) = 0")) continue;
            long first = 0;
            for (var group = 0; group < metadata.RowGroups.Length && from.Contains("AS f(", StringComparison.Ordinal) && !from.Contains("POSITIONAL", StringComparison.Ordinal); group++)
            {
                var end = first + metadata.RowGroups[group].Rows;
                if (!Reads(connection, $"SELECT count(*) FROM (SELECT * FROM ({sql}) AS t({columns}) LIMIT {end - first} OFFSET {first}) WHERE hash(v{i}) = 0")) return (table.Fields[i].Name, group);
                first = end;
            }
            return (table.Fields[i].Name, null);
        }
        return (null, null);
    }

    private static bool Reads(Connection connection, string sql)
    {
        try
        {
            connection.Execute(sql);
            return true;
        }
        catch (DuckDbException)
        {
            return false;
        }
    }

    // Paths of temporary files and the statement are nobody's business.
    private static string Say(DuckDbException failure)
    {
        var message = failure.Message.Split('\n')[0];
        var colon = message.IndexOf("Error: ", StringComparison.Ordinal);
        if (colon >= 0) message = message[(colon + 7)..];
        var file = message.IndexOf(" in Parquet file \"", StringComparison.Ordinal);
        if (file >= 0 && message.IndexOf('"', file + 18) is var end and > 0) message = message.Remove(file, end + 1 - file);
        return Quoting.Shorten(message, 160).TrimEnd('.');
    }
}
