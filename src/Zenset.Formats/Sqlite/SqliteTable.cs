using System.Collections.Immutable;
using System.Text.Json;
using Zenset.Formats.Sqlite.Database;
using Zenset.Formats.Sqlite.Schema;
using Zenset.Formats.Sqlite.Values;
using Zenset.Model;

namespace Zenset.Formats.Sqlite;

/// <summary>A table of the database. Its fields are found from declarations and first rows; a value that does not fit them has all rows looked at, once.</summary>
internal sealed class SqliteTable : ITable
{
    /// <summary>Key under which the declared types are kept, as a JSON object by column.</summary>
    public const string TypesKey = "sqlite:types";

    private const int SampleRows = 1000;
    private const long SampleBytes = 8 << 20;

    private readonly ColumnGuess[] _guesses;
    private readonly Lock _lock = new();
    private ImmutableArray<ColumnReading> _readings;
    private bool _isSurveyed;

    public SqliteTable(TableNames names, TableInfo info, ColumnGuess[] guesses, TableSource source)
    {
        Info = info;
        Source = source;
        Name = names.Of(info);
        PrimaryKey = names.PrimaryKey(info);
        ForeignKeys = names.ForeignKeys(info);
        FieldNames = [.. info.Columns.Select(c => names.Of(info, c.Name))];
        SourceMetadata = ImmutableSortedDictionary<string, string>.Empty.Add(TypesKey, DeclaredTypes(info, FieldNames));
        _guesses = guesses;
        _readings = Decide();
    }

    public string Name { get; }
    public TableInfo Info { get; }
    public TableSource Source { get; }
    public ImmutableArray<string> PrimaryKey { get; }
    public ImmutableArray<ForeignKey> ForeignKeys { get; }
    public ImmutableSortedDictionary<string, string> SourceMetadata { get; }
    public ImmutableArray<string> FieldNames { get; }

    /// <summary>Bytes of texts and blobs in a row, by the first rows.</summary>
    public long RowBytes { get; private set; }

    /// <summary>Bytes of texts and blobs read from all segments, to notice a database that claims more than it has.</summary>
    public PayloadBudget Budget { get; private set; } = new(0, 0);

    public ImmutableArray<Field> Fields
    {
        get
        {
            lock (_lock) return [.. _readings.Select(r => r.Field)];
        }
    }

    /// <summary>What is odd about its columns.</summary>
    public IEnumerable<Finding> Findings
    {
        get
        {
            lock (_lock)
            {
                return [.. _guesses.Select((guess, i) => (guess, i)).Where(g => g.guess.Note(_readings[g.i]) is not null).Select(g => new Finding
                {
                    Code = "sqlite/other-type", Severity = g.guess.IsTrustBroken ? Severity.Warning : Severity.Note, Resource = Name, Field = FieldNames[g.i], Message = g.guess.Note(_readings[g.i])!,
                    Fix = $"--type {FieldNames[g.i]}=TYPE decides otherwise.",
                })];
            }
        }
    }

    public TableContent OpenContent()
    {
        lock (_lock)
        {
            Budget = new PayloadBudget(Source.FileBytes, MostBytes);
            return new TableContent.Segmented(new SqliteSegments(this, _readings));
        }
    }

    /// <summary>Looks at the first rows.</summary>
    /// <exception cref="SourceDataException">They cannot be read.</exception>
    public void Sample(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            RowBytes = Observe(SampleRows, SampleBytes, cancellationToken);
            _readings = Decide();
        }
    }

    /// <summary>
    /// A value of <paramref name="column"/> does not fit what the columns were <paramref name="readAs"/>. Looks at all rows, unless that was done.
    /// </summary>
    /// <exception cref="FieldsWidenedException">Other types fit.</exception>
    public void Widen(ImmutableArray<ColumnReading> readAs, int column, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_guesses[column].IsTrusted && readAs[column] == _readings[column]) _guesses[column].BreakTrust();
            if (!_isSurveyed)
            {
                Observe(long.MaxValue, MostBytes, cancellationToken);
                _isSurveyed = true;
            }
            _readings = Decide();
            for (var i = 0; i < readAs.Length; i++)
            {
                if (_readings[i] == readAs[i]) continue;
                throw new FieldsWidenedException(Name, $"field '{FieldNames[i]}' is {_readings[i].Field.Type} rather than {readAs[i].Field.Type}");
            }
        }
    }

    // All texts and blobs, of which those of a UTF-16 database may grow by half; generated ones are of any size.
    private long MostBytes => Info.Columns.Any(c => c.IsGenerated) ? long.MaxValue / 2 : (1 << 20) + 3 * Source.FileBytes;

    // Takes in rows; gives the bytes of texts and blobs in one of them, on average.
    private long Observe(long rows, long bytes, CancellationToken cancellationToken)
    {
        var database = Source.Pool.Rent();
        try
        {
            using var values = database.Prepare(Info.Select());
            var rowId = long.MinValue;
            long row = 0, seen = 0;
            for (; row < rows && seen < bytes && values.Step(); row++)
            {
                if ((row & 0x3FF) == 0) cancellationToken.ThrowIfCancellationRequested();
                // Damage, which the pass over the rows reports.
                if (row > Source.FileBytes || (row > 0 && Info.RowId is not null && values.Integer(0) <= rowId)) break;
                rowId = values.Integer(0);
                for (var i = 0; i < _guesses.Length; i++)
                {
                    _guesses[i].Observe(values, i + 1);
                    if (values.ClassOf(i + 1) is StorageClass.Text or StorageClass.Blob) seen += values.Bytes(i + 1).Length;
                }
            }
            return seen / Math.Max(1, row);
        }
        catch (SqliteFailure failure)
        {
            // The pass over the rows meets it too, and knows the place.
            if (rows == long.MaxValue) return 0;
            throw failure.AtSource(new SourceLocation { Source = Source.Request.Source.Name, Resource = Name });
        }
        finally
        {
            Source.Pool.Return(database);
        }
    }

    private ImmutableArray<ColumnReading> Decide() => [.. _guesses.Select((guess, i) => guess.Decide() is var reading && reading.Field.Name == FieldNames[i] ? reading : reading with { Field = reading.Field with { Name = FieldNames[i] } })];

    private static string DeclaredTypes(TableInfo info, ImmutableArray<string> names)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            for (var i = 0; i < names.Length; i++) json.WriteString(names[i], info.Columns[i].Declared);
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
