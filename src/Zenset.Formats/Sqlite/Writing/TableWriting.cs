using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Sqlite.Database;
using Zenset.Model;

namespace Zenset.Formats.Sqlite.Writing;

/// <summary>Fills one table from the chunks of a query.</summary>
internal sealed class TableWriting(SqliteDatabase database, TableDeclaration table, Func<string, string> tableOf, WriteRequest request)
{
    private readonly int _rowIdColumn = table.RowIdColumn;
    private bool _hasRowIdColumn = table.RowIdColumn >= 0;
    private long _greatest = long.MinValue;
    private SqliteStatement? _insert;

    public long Write(TableToWrite rowsOf, CancellationToken cancellationToken)
    {
        database.Execute(table.Create(table.Name, _hasRowIdColumn, tableOf));
        _insert = database.Prepare(table.Insert(table.Name));
        try
        {
            var spellsNaN = request.Options.Get(SqliteFormat.NaNOption, false);
            using var text = new MemoryStream();
            var cells = table.Columns.Select((c, i) => new CellWriter(c.Field, i + 1, spellsNaN, text)).ToArray();
            long rows = 0;
            using var connection = request.Engine.Connect();
            using var source = rowsOf.OpenRows(connection, cancellationToken);
            while (source.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var chunk = source.Current;
                if (_hasRowIdColumn && !Increases(chunk)) KeepRowIdsApart();
                for (var row = 0; row < chunk.RowCount; row++)
                {
                    for (var i = 0; i < cells.Length; i++) cells[i].Bind(_insert, chunk[i], row);
                    Insert(rows + row);
                }
                rows += chunk.RowCount;
                request.OnRows?.Invoke(rows);
            }
            return rows;
        }
        finally
        {
            _insert.Dispose();
        }
    }

    private void Insert(long row)
    {
        try
        {
            _insert!.Step();
        }
        catch (SqliteFailure failure) when (failure.IsConstraint)
        {
            throw new NotSupportedSourceException(
                SqliteErrors.DuplicateKey, $"the declared key ({Quoting.Shorten(string.Join(", ", table.Shape.PrimaryKey))}) has a value twice, which SQLite does not take ({Quoting.Shorten(failure.Message, 100)})",
                new SourceLocation { Source = request.Target.Name, Resource = table.Shape.Name, Row = row }, "Correct the rows, or export them with --columns, leaving a field of the key out.", failure);
        }
        _insert.Reset();
    }

    // Whether the key of the chunk's rows goes on increasing, so that rows stay in their order when they are kept by it.
    private bool Increases(Chunk chunk)
    {
        var vector = chunk[_rowIdColumn];
        for (var row = 0; row < chunk.RowCount; row++)
        {
            // SQLite would make up a number for one that is missing.
            if (vector.IsMissing(row)) return false;
            var key = table.Columns[_rowIdColumn].Field.Type.Kind switch
            {
                FieldKind.Int8 => vector.Values<sbyte>()[row],
                FieldKind.Int16 => vector.Values<short>()[row],
                FieldKind.Int32 => vector.Values<int>()[row],
                FieldKind.UInt8 => vector.Values<byte>()[row],
                FieldKind.UInt16 => vector.Values<ushort>()[row],
                FieldKind.UInt32 => vector.Values<uint>()[row],
                _ => vector.Values<long>()[row],
            };
            if (key <= _greatest && _greatest != long.MinValue) return false;
            _greatest = key;
        }
        return true;
    }

    // The rows so far are in the order of their keys, so that order is theirs.
    private void KeepRowIdsApart()
    {
        _hasRowIdColumn = false;
        _insert!.Dispose();
        var other = string.Create(CultureInfo.InvariantCulture, $"zenset {Guid.NewGuid():N}");
        database.Execute(table.Create(other, false, tableOf));
        database.Execute($"INSERT INTO {Sql.Name(other)} SELECT * FROM {Sql.Name(table.Name)} ORDER BY rowid; DROP TABLE {Sql.Name(table.Name)}; ALTER TABLE {Sql.Name(other)} RENAME TO {Sql.Name(table.Name)}");
        _insert = database.Prepare(table.Insert(table.Name));
    }
}
