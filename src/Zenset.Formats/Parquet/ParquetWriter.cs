using System.Globalization;
using Zenset.DuckDb;
using Zenset.Model;
using Zenset.Parquet;

namespace Zenset.Formats.Parquet;

/// <summary>Writes one table as a Parquet file.</summary>
internal sealed class ParquetWriter(WriteRequest request) : IWriter
{
    private readonly string _path = request.Target is { IsStandardOutput: false, Compression: CompressionKind.None }
        ? request.Target.TemporaryPath
        : Path.Combine(Path.GetTempPath(), $"zenset-{Guid.NewGuid():N}.parquet");

    // The engine keeps a row group in memory until it is written: of thousands of columns that has to be few rows.
    private const long RowGroupCells = 1 << 26;
    private const long LeastRowGroupRows = 2_048;
    private const long MostRowGroupRows = 122_880;

    private bool _isWritten;

    public ValueTask<long> WriteAsync(TableToWrite table, CancellationToken cancellationToken = default)
    {
        if (_isWritten) throw new InvalidOperationException("A Parquet file holds one table.");
        _isWritten = true;
        try
        {
            return ValueTask.FromResult(Write(table, cancellationToken));
        }
        catch (DuckDbException e)
        {
            throw EngineFailures.Translate(e);
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        if (!_isWritten) throw new InvalidOperationException("Write a table first.");
        if (!IsTargetsOwn())
        {
            await using var plain = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            await using var target = request.Target.OpenWrite();
            await plain.CopyToAsync(target, 1 << 20, cancellationToken).ConfigureAwait(false);
        }
        request.Target.Complete();
    }

    public ValueTask DisposeAsync()
    {
        if (!IsTargetsOwn()) File.Delete(_path);
        return ValueTask.CompletedTask;
    }

    private bool IsTargetsOwn() => request.Target is { IsStandardOutput: false, Compression: CompressionKind.None };

    private long Write(TableToWrite table, CancellationToken cancellationToken)
    {
        var fields = table.Shape.Fields;
        using var connection = request.Engine.Connect();
        var from = $"({table.Sql}) AS t({string.Join(", ", fields.Select((_, i) => Column(i)))})";
        var writings = fields.Select((f, i) => FieldWriting.Of(f, f.Type.Kind != FieldKind.Interval || HasPlainIntervals(connection, from, Column(i), cancellationToken))).ToList();

        // Names come with the footer: the engine would change those that differ in case only, and takes no empty ones.
        var select = string.Join(", ", writings.Select((w, i) => $"{w.Encode(Column(i))} AS {Column(i)}"));
        var compression = request.Options.Get(ParquetFormat.CompressionOption, "zstd");
        var rowGroupRows = request.Options.Get(ParquetFormat.RowGroupRowsOption, Math.Clamp(RowGroupCells / fields.Length, LeastRowGroupRows, MostRowGroupRows));
        var rows = connection.Execute(
            string.Create(CultureInfo.InvariantCulture, $"COPY (SELECT {select} FROM {from}) TO {Sql.Text(_path)} (FORMAT parquet, COMPRESSION {compression}, ROW_GROUP_SIZE {rowGroupRows})"),
            cancellationToken);

        var edits = new Dictionary<int, SchemaEdit>();
        var at = 1;
        for (var i = 0; i < writings.Count; i++)
        {
            var element = at;
            writings[i].Collect(edits, ref at);
            edits[element] = (edits.GetValueOrDefault(element) ?? new SchemaEdit()) with { Name = fields[i].Name };
        }
        ParquetFooter.Rewrite(_path, SourceKeys.For(fields, table.Shape.SourceMetadata, f => writings[fields.IndexOf(f)].Convert is null), edits);
        request.OnRows?.Invoke(rows);
        return rows;
    }

    // Parquet's INTERVAL is unsigned and counts milliseconds. Where that is too little, a struct of the three numbers holds the value.
    private static bool HasPlainIntervals(Connection connection, string from, string column, CancellationToken cancellationToken)
    {
        using var query = connection.Query($"SELECT coalesce(bool_or({IntervalParts.IsBeyondParquet(column)}), false) FROM {from}", cancellationToken);
        return query.Read() && !query.Current[0].Values<bool>()[0];
    }

    private static string Column(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");
}
