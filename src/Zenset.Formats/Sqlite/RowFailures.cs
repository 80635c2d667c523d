using System.Globalization;
using System.Text.Unicode;
using Zenset.Formats.Sqlite.Database;
using Zenset.Formats.Sqlite.Values;
using Zenset.Model;

namespace Zenset.Formats.Sqlite;

/// <summary>Failures of rows, with their places.</summary>
internal readonly struct RowFailures(SqliteTable table, RowRange range)
{
    /// <summary>The place of a row, given its number in the segment.</summary>
    public SourceLocation Place(long? rowOfSegment, string? field = null) => new()
    {
        Source = table.Source.Request.Source.Name, Resource = table.Name, Row = rowOfSegment is { } row && RowsBefore() is { } before ? before + row : null, Field = field,
    };

    /// <summary>The value of a column at which <paramref name="values"/> stands is not of its type.</summary>
    public SourceDataException WrongType(SqliteStatement values, int column, ColumnReading reading, long rowOfSegment, long? rowId)
    {
        var declared = table.Info.Columns[column].Declared;
        var name = table.FieldNames[column];
        var place = Place(rowOfSegment, name);
        var kind = values.ClassOf(column + 1);
        var at = rowId is { } id ? string.Create(CultureInfo.InvariantCulture, $" ({kind.ToString().ToLowerInvariant()}, rowid {id})") : $" ({kind.ToString().ToLowerInvariant()})";
        if (kind == StorageClass.Text && reading.Field.Type.Kind == FieldKind.String && !Utf8.IsValid(values.Bytes(column + 1)))
        {
            return new SourceDataException(
                SqliteErrors.NotUtf8, $"{RowText.Literal(values, column + 1, 40)}{at} is not valid UTF-8", place, $"Correct it, leave such rows out with --on-error=skip, or read the bytes with --type {name}=binary.");
        }
        var because = reading.IsAskedFor ? "as was asked for" : declared.Length == 0 ? "as the values before it are" : $"as the column is declared {Quoting.Shorten(declared, 40)}";
        var fix = reading.Field.Type.Kind == FieldKind.String || kind == StorageClass.Blob ? $"--type {name}=binary" : $"--type {name}=string";
        return new SourceDataException(
            SqliteErrors.WrongType, $"{RowText.Literal(values, column + 1, 40)}{at} is not {reading.Field.Type}, {because}", place,
            $"Correct the value, leave such rows out with --on-error=skip, or ask for another type, such as {fix}.");
    }

    /// <summary>A row whose id is not above that of the row before.</summary>
    public SourceDataException OutOfOrder(long rowOfSegment, long rowId) => new(
        SqliteErrors.Damaged, string.Create(CultureInfo.InvariantCulture, $"the database is damaged: the row with rowid {rowId} is not in its place"), Place(rowOfSegment), "`sqlite3 FILE .recover` saves what can be saved.");

    /// <summary>More rows or bytes than the file has.</summary>
    public SourceDataException Endless(long rowOfSegment) => new(
        SqliteErrors.Damaged, "the database is damaged: the table has more data than the file", Place(rowOfSegment), "`sqlite3 FILE .recover` saves what can be saved.");

    // Only asked when something is wrong: it counts all rows before the segment. One by one, as damaged pages could go round in circles.
    private long? RowsBefore()
    {
        if (range.Above is not { } above || table.Info.RowId is not { } rowId) return 0;
        try
        {
            using var database = SqliteDatabase.OpenRead(table.Source.Path);
            using var ids = database.Prepare(string.Create(CultureInfo.InvariantCulture, $"SELECT {rowId} FROM main.{Sql.Name(table.Info.Name)} NOT INDEXED WHERE {rowId} <= {above} ORDER BY {rowId}"));
            long count = 0;
            for (var before = long.MinValue; ids.Step(); count++)
            {
                if (count > 0 && ids.Integer(0) <= before) return null;
                before = ids.Integer(0);
            }
            return count;
        }
        catch (SqliteFailure)
        {
            return null;
        }
    }
}
