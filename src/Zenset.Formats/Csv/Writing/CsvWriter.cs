using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Zenset.DuckDb;
using Zenset.Formats.Wide;
using Zenset.Model;

namespace Zenset.Formats.Csv.Writing;

/// <summary>Writes a table as RFC 4180 text in UTF-8: missing values as nothing, empty text as <c>""</c>.</summary>
internal sealed class CsvWriter(WriteRequest request, CsvWriteOptions options) : IWriter
{
    // Of this connection alone.
    private const string Kept = "zenset_csv_rows";

    private Stream? _stream;

    public async ValueTask<long> WriteAsync(TableToWrite table, CancellationToken cancellationToken = default)
    {
        if (_stream is not null) throw new InvalidOperationException("A CSV file holds one table; open a writer for each.");
        _stream = request.Target.OpenWrite();
        using var connection = request.Engine.Connect();
        var rows = Write(connection, table, cancellationToken);
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        return rows;
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        await DisposeAsync().ConfigureAwait(false);
        request.Target.Complete();
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null) await _stream.DisposeAsync().ConfigureAwait(false);
        _stream = Stream.Null;
    }

    /// <summary>Columns are named by number: the engine takes names that differ in case only for the same.</summary>
    public static string ColumnName(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");

    private long Write(Connection connection, TableToWrite table, CancellationToken cancellationToken)
    {
        var fields = table.Shape.Fields;
        var from = $"FROM ({table.Sql}) AS t({string.Join(", ", fields.Select((_, i) => ColumnName(i)))})";
        // Whether dates can be written as the source did is known only when all of them were seen.
        if (!table.CanRescan && TimeLayouts.AreDoubtful(fields, options.IsoDates))
        {
            connection.Execute($"CREATE TEMP TABLE {Kept} AS SELECT * {from}", cancellationToken);
            from = $"FROM {Kept}";
        }
        var layouts = TimeLayouts.Choose(connection, fields, from, options.IsoDates, cancellationToken);
        var runs = WideRun.For(table.Shape);
        var expanded = WideRun.Expanded(table.Shape);
        using var query = connection.Query($"SELECT {string.Join(", ", fields.Select((f, i) => expanded.Contains(i) ? ColumnName(i) : Expression(f, ColumnName(i))))} {from}", cancellationToken);

        var output = new OutputBuffer(_stream!);
        var quoter = new TextQuoter(options.Delimiter, options.QuoteAll);
        if (options.ByteOrderMark) output.Add("\uFEFF"u8);
        if (options.HasHeader(table.Shape)) WriteHeader(output, runs.SelectMany(r => r.Names));
        var writers = query.Columns.Select((c, i) => CellWriter.For(fields[i], expanded.Contains(i) ? c.Type.Item! : c.Type, layouts[i], quoter, options.QuoteAll)).ToArray();
        long rows = 0;
        while (query.Read())
        {
            WriteChunk(output, query.Current, writers, runs);
            rows += query.Current.RowCount;
            request.OnRows?.Invoke(rows);
        }
        output.Flush();
        return rows;
    }

    // Names that look like values are quoted, so that they are not taken for the first row.
    private void WriteHeader(OutputBuffer output, IEnumerable<string> names)
    {
        var quoter = new TextQuoter(options.Delimiter, options.QuoteAll);
        var isFirst = true;
        foreach (var name in names)
        {
            if (!isFirst) output.Add(options.Delimiter);
            isFirst = false;
            quoter.Write(output, Encoding.UTF8.GetBytes(name));
        }
        EndLine(output);
    }

    private void WriteChunk(OutputBuffer output, Chunk chunk, CellWriter[] writers, ImmutableArray<WideRun> runs)
    {
        foreach (var run in runs) writers[run.Field].Begin(run.From < 0 ? chunk[run.Field] : chunk[run.Field].Items);
        for (var row = 0; row < chunk.RowCount; row++)
        {
            for (var i = 0; i < runs.Length; i++)
            {
                if (i > 0) output.Add(options.Delimiter);
                var run = runs[i];
                var vector = chunk[run.Field];
                if (run.From >= 0) WriteItems(output, vector, row, writers[run.Field], run);
                else if (!vector.IsMissing(row)) writers[run.Field].Write(output, vector, row);
            }
            EndLine(output);
            output.FlushIfFull();
        }
    }

    // A vector that is missing as a whole has no value at any position.
    private void WriteItems(OutputBuffer output, Vector vector, int row, CellWriter writer, WideRun run)
    {
        var isMissing = vector.IsMissing(row);
        var items = vector.Items;
        var first = run.From + (vector.Type.Id == EngineTypeId.Array ? row * (int)vector.Type.Length : isMissing ? 0 : (int)vector.Entries[row].Offset);
        for (var i = 0; i < run.Names.Length; i++)
        {
            if (i > 0) output.Add(options.Delimiter);
            if (!isMissing && !items.IsMissing(first + i)) writer.Write(output, items, first + i);
            output.FlushIfFull();
        }
    }

    private void EndLine(OutputBuffer output)
    {
        if (options.CarriageReturn) output.Add((byte)'\r');
        output.Add((byte)'\n');
    }

    // What has no text of its own becomes JSON, base64 or the engine's text.
    private static string Expression(Field field, string column) => field.Type.Kind switch
    {
        FieldKind.Binary => $"to_base64({column})",
        FieldKind.Interval => $"CAST({column} AS VARCHAR)",
        FieldKind.List or FieldKind.FixedList or FieldKind.Struct or FieldKind.Map or FieldKind.Sparse => $"CAST(to_json({column}) AS VARCHAR)",
        _ => column,
    };
}
