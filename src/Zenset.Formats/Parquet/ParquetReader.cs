using System.Collections.Immutable;
using System.Globalization;
using Zenset.DuckDb;
using Zenset.Model;
using Zenset.Parquet;

namespace Zenset.Formats.Parquet;

/// <summary>An opened Parquet file.</summary>
/// <remarks>
/// 1. The footer is read and checked here, so that types, names and metadata are those of the file and nothing hostile reaches the engine unseen.
/// 2. Each column gets a <see cref="NodeReading"/>; those that the engine would not read exactly go into a <see cref="ColumnExtract"/>.
/// 3. Keys of Zenset, Arrow and pandas refine types and tell which texts are categories; dictionary pages give the categories.
/// 4. What is left is one SELECT, with the columns by position, because names need be neither unique nor expressible in SQL.
/// </remarks>
internal sealed class ParquetReader : IReader
{
    private readonly ReadRequest _request;
    private readonly PlainFile _file;
    private readonly ParquetMetadata _metadata;
    private readonly List<Finding> _findings = [];
    private readonly List<ColumnExtract> _extracts = [];
    private string _from = "";
    private ImmutableArray<string> _columns = [];

    private ParquetReader(ReadRequest request, PlainFile file, ParquetMetadata metadata)
    {
        _request = request;
        _file = file;
        _metadata = metadata;
    }

    public DatasetDescription Description { get; } = new();

    public IReadOnlyList<ITable> Tables { get; private set; } = [];

    public IReadOnlyList<Finding> Findings => _findings;

    public ImmutableSortedDictionary<string, string> Options { get; } = ImmutableSortedDictionary<string, string>.Empty;

    private string SourceName => _request.Source.Name;

    public static ParquetReader Open(ReadRequest request, PlainFile file, CancellationToken cancellationToken)
    {
        var reader = new ParquetReader(request, file, ParquetFooter.Read(file.Path, request.Source.Name));
        try
        {
            reader.Tables = reader.Plan(cancellationToken);
            return reader;
        }
        catch (DuckDbException e)
        {
            reader.RemoveExtracts();
            throw reader.Explain(e) ?? EngineFailures.Translate(e);
        }
        catch
        {
            reader.RemoveExtracts();
            throw;
        }
    }

    public ZensetException? Explain(ITable table, DuckDbException failure) => Explain(failure);

    public ValueTask DisposeAsync()
    {
        RemoveExtracts();
        _file.Dispose();
        return ValueTask.CompletedTask;
    }

    private void RemoveExtracts()
    {
        foreach (var extract in _extracts) extract.Dispose();
    }

    private ImmutableArray<ITable> Plan(CancellationToken cancellationToken)
    {
        var nodes = _metadata.Root.Children;
        if (nodes.IsEmpty) throw new NotSupportedSourceException(ParquetErrors.Unsupported, "has no columns", new SourceLocation { Source = SourceName });
        var readings = ReadNodes(cancellationToken);
        using var connection = _request.Engine.Connect();
        if (PartInBlocks.Read(_metadata, readings, connection, _columns, _from) is { } part && _request.Types.Count == 0)
            return [new ParquetTable(Path.GetFileNameWithoutExtension(SourceName), part.Fields, ImmutableSortedDictionary<string, string>.Empty, part.Content)];
        var hints = FieldHints.Of(_metadata, readings, connection);
        var names = UniqueNames.For([.. nodes.Select((n, i) => hints[i].Declared?.Name ?? n.Name)], StringComparer.Ordinal);
        CheckEngineTypes(connection, readings);

        var fields = ImmutableArray.CreateBuilder<Field>(nodes.Length);
        var expressions = new string[nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            NoteName(hints[i].Declared?.Name ?? nodes[i].Name, names[i], i);
            var field = new Field { Name = names[i], Type = readings[i].Type, SourceFormat = MeaningOf(nodes[i]) };
            var value = readings[i].Decode(_columns[i]);
            (field, value) = Refine(field, value, hints[i]);
            if (hints[i].IsCategorical && field.Type.Kind == FieldKind.String && FindCategories(connection, readings[i], value, hints[i], cancellationToken) is { } categories)
            {
                field = field with { Categories = categories };
                if (categories.Values.Length > 0) value = $"CAST({value} AS {FieldEngine.TypeOf(field)})";
            }
            (field, expressions[i]) = Insist(connection, field, value);
            fields.Add(field);
        }
        var list = fields.MoveToImmutable();
        var sql = $"SELECT {string.Join(", ", expressions.Zip(list, (e, f) => $"{e} AS {Sql.Name(f.Name)}"))} FROM {_from}";
        var metadata = _metadata.KeyValues.RemoveRange(_metadata.KeyValues.Keys.Where(k => k.StartsWith("zenset:", StringComparison.Ordinal)));
        var name = Path.GetFileNameWithoutExtension(SourceName);
        TableContent content = PortableFile.Accepts(_file.Path, _metadata, readings, list)
            ? new TableContent.PortableParquet(_file.Path, sql, _metadata.Rows) { Pieces = PiecesOf($"SELECT {string.Join(", ", expressions.Zip(list, (e, f) => $"{e} AS {Sql.Name(f.Name)}"))}") }
            : new TableContent.Relation(sql, _metadata.Rows);
        return [new ParquetTable(name, list, metadata, content)];
    }

    // By row group: the engine skips the others without reading them.
    private ImmutableArray<RowPiece> PiecesOf(string select)
    {
        if (_metadata.Root.Children.Any(n => n.Name.Equals(RowNumber, StringComparison.OrdinalIgnoreCase))) return [];
        var pieces = ImmutableArray.CreateBuilder<RowPiece>(_metadata.RowGroups.Length);
        var from = 0L;
        foreach (var group in _metadata.RowGroups)
        {
            var scan = $"read_parquet({Sql.Text(Path.GetFullPath(_file.Path))}, hive_partitioning = false, {RowNumber} = true)";
            var rows = string.Create(CultureInfo.InvariantCulture, $"{RowNumber} >= {from} AND {RowNumber} < {from + group.Rows}");
            pieces.Add(new RowPiece($"{select} FROM (SELECT * EXCLUDE ({RowNumber}) FROM {scan} WHERE {rows}) AS f({string.Join(", ", _columns)})", group.Rows));
            from += group.Rows;
        }
        return pieces.MoveToImmutable();
    }

    // The engine's option, and the name of the column that it adds.
    private const string RowNumber = "file_row_number";

    // Step 2. INT96 holds nanoseconds, but most writers put microseconds into it, which reach further and which every reader takes: so
    // the values decide.
    private List<NodeReading> ReadNodes(CancellationToken cancellationToken)
    {
        var nodes = _metadata.Root.Children;
        var micros = new NodeReadings(SourceName, TimeUnit.Microsecond);
        var nanos = new NodeReadings(SourceName, TimeUnit.Nanosecond);
        var readings = nodes.Select((n, i) => (n.IsGroup || n.Repetition == ParquetRepetition.Repeated ? nanos : micros).Read(n, Column(i))).ToList();
        var extracted = readings.Exists(r => r.BlocksFile) ? [.. readings] : readings.FindAll(r => r.NeedsExtract);
        if (extracted.Count == 0)
        {
            _columns = [.. readings.Select((_, i) => Column(i))];
            _from = $"{Scan(_file.Path)} AS f({string.Join(", ", _columns)})";
            return readings;
        }

        var extract = ColumnExtract.Write(_file.Path, _metadata, extracted, cancellationToken);
        _extracts.Add(extract);
        _from = $"{Scan(extract.Path)} AS e";
        if (extracted.Count < readings.Count)
        {
            var others = readings.Select((r, i) => extracted.Contains(r) ? $"f{i}" : Column(i));
            _from = $"{Scan(_file.Path)} AS f({string.Join(", ", others)}) POSITIONAL JOIN {_from}";
        }
        _columns = [.. readings.Select((_, i) => Column(i))];

        using var connection = _request.Engine.Connect();
        for (var i = 0; i < nodes.Length; i++)
        {
            if (nodes[i] is not { Type: ParquetType.Int96, Repetition: not ParquetRepetition.Repeated }) continue;
            using var query = connection.Query($"SELECT coalesce(bool_or({Int96.NeedsNanoseconds(Column(i))}), false) FROM {Scan(extract.Path)}", cancellationToken);
            if (query.Read() && query.Current[0].Values<bool>()[0]) readings[i] = nanos.Read(nodes[i], Column(i));
        }
        return readings;
    }

    private static string Column(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");

    // Without hive_partitioning = false, folders such as 'year=2020' would become columns.
    private static string Scan(string path) => $"read_parquet({Sql.Text(Path.GetFullPath(path))}, hive_partitioning = false)";

    // The plan rests on what the engine gives for each declaration: a difference is refused, never guessed at.
    private void CheckEngineTypes(Connection connection, List<NodeReading> readings)
    {
        using var query = connection.Query($"SELECT {string.Join(", ", _columns)} FROM {_from} LIMIT 0");
        for (var i = 0; i < readings.Count; i++)
        {
            var (found, expected) = (query.Columns[i].Type, readings[i].Engine);
            if (found == expected || readings[i].Type.Kind == FieldKind.Null) continue;
            throw new NotSupportedSourceException(
                ParquetErrors.Unsupported, $"the engine reads the column as {Quoting.Shorten(found.ToString())}, where its schema means {Quoting.Shorten(expected.ToString())}",
                new SourceLocation { Source = SourceName, Field = readings[i].Node.Name }, "Write the file again with a current program.");
        }
    }

    private void NoteName(string name, string unique, int index)
    {
        if (name == unique) return;
        _findings.Add(new Finding
        {
            Code = "parquet/renamed", Severity = Severity.Note, Field = unique, Value = Quoting.Shorten(name),
            Message = name.Length == 0
                ? string.Create(CultureInfo.InvariantCulture, $"column {index + 1} has no name and is called '{unique}'")
                : $"the name '{Quoting.Shorten(name)}' stands more than once, or holds NUL; this column is called '{Quoting.Shorten(unique)}'",
        });
    }

    private static string? MeaningOf(ParquetNode node) => node.Meaning switch
    {
        ParquetMeaning.Json => "json",
        ParquetMeaning.Bson => "bson",
        ParquetMeaning.Enum => "enum",
        _ => null,
    };

    // Step 3: the true type, when the file's own is a form of it.
    private (Field, string) Refine(Field field, string value, FieldHint hint)
    {
        if (hint.Declared is { } declared)
        {
            field = field with { Role = declared.Role, SourceFormat = declared.SourceFormat ?? field.SourceFormat, Description = declared.Description };
        }
        if (hint.Type is not { } type) return (field, value);
        if (hint.Stored is { } stored)
        {
            // A part of a repository: its values stand as StoredColumn puts them.
            return stored.IsConverted && !field.Type.Equals(type) && hint.Declared is { IsNominal: false }
                ? (field with { Type = type }, stored.Decode(value))
                : (field with { Type = type }, value);
        }
        if (TypeFit.Convert(field.Type, type, value) is { } converted) return (field with { Type = type }, converted);
        _findings.Add(new Finding
        {
            Code = "parquet/hint-ignored", Severity = Severity.Warning, Field = field.Name,
            Message = $"metadata of the file calls it {Quoting.Shorten(type.ToString())}, which its values, {Quoting.Shorten(field.Type.ToString())}, cannot be; they are taken as they are",
        });
        return (field, value);
    }

    private Categories? FindCategories(Connection connection, NodeReading reading, string value, FieldHint hint, CancellationToken cancellationToken)
    {
        if (hint.Declared?.Categories is { } declared) return declared;
        if (reading.Node.Type != ParquetType.ByteArray || reading.Node.Repetition == ParquetRepetition.Repeated) return null;
        var column = reading.Node.FirstColumn;
        var values = DictionaryPages.Read(_request.Engine, _file.Path, _metadata, column, cancellationToken);
        if (values is { } all && DictionaryPages.HoldAllValues(_metadata, column)) return new Categories(all, hint.IsOrdered);
        // Some values stand outside the dictionaries, or the file does not say: the others follow in order of appearance.
        var categories = (values ?? []).ToList();
        var known = categories.Count == 0 ? "" : $" WHERE CAST({value} AS VARCHAR) NOT IN ({string.Join(", ", categories.Select(Sql.Text))})";
        using var query = connection.Query($"SELECT v FROM (SELECT {value} AS v, row_number() OVER () AS n FROM {_from}{known}) WHERE v IS NOT NULL GROUP BY v ORDER BY min(n) LIMIT {DictionaryPages.MaxCategories + 1}", cancellationToken);
        while (query.Read())
        {
            var texts = query.Current[0];
            for (var row = 0; row < query.Current.RowCount; row++) categories.Add(System.Text.Encoding.UTF8.GetString(texts.Text(row)));
        }
        if (categories.Count <= DictionaryPages.MaxCategories) return new Categories([.. categories], hint.IsOrdered);
        _findings.Add(new Finding
        {
            Code = "parquet/too-many-categories", Severity = Severity.Note, Field = reading.Node.Name,
            Message = $"it is said to be categorical, with more than {DictionaryPages.MaxCategories:N0} categories; it is taken as text",
        });
        return null;
    }

    private (Field, string) Insist(Connection connection, Field field, string value)
    {
        if (!_request.Types.TryGetValue(field.Name, out var type) || type.Equals(field.Type)) return (field, value);
        var cast = field with { Type = type, Categories = null };
        var sql = $"CAST({(field.IsNominal ? $"CAST({value} AS VARCHAR)" : value)} AS {FieldEngine.TypeOf(cast)})";
        try
        {
            using var query = connection.Query($"SELECT {sql} FROM {_from} LIMIT 0");
        }
        catch (DuckDbException e)
        {
            throw new SourceDataException(
                ParquetErrors.BadValue, $"{field.Type} cannot be read as {type}", new SourceLocation { Source = SourceName, Field = field.Name }, "Ask for another type, or none.", e);
        }
        return (cast, sql);
    }

    private ZensetException? Explain(DuckDbException failure) => ScanFailure.Explain(failure, SourceName, _metadata, Tables, _request.Engine, _from);
}
