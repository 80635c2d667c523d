using System.Collections.Immutable;
using System.Globalization;
using Zenset.Formats.Text;
using Zenset.Model;

namespace Zenset.Formats.JsonLines;

/// <summary>An opened JSON Lines text.</summary>
internal sealed class JsonLinesReader : IReader
{
    private readonly TextInput _input;
    private readonly JsonArrayText? _array;
    private readonly List<Finding> _findings = [];

    private JsonLinesReader(TextInput input, JsonArrayText? array)
    {
        _input = input;
        _array = array;
        Options = ImmutableSortedDictionary<string, string>.Empty.Add("encoding", input.Encoding.Name()).Add("layout", array is null ? "lines" : "array");
    }

    public DatasetDescription Description { get; } = new();
    public IReadOnlyList<ITable> Tables { get; private set; } = [];
    public IReadOnlyList<Finding> Findings => _findings;
    public ImmutableSortedDictionary<string, string> Options { get; }

    public static JsonLinesReader Open(ReadRequest request, long? segmentBytes, CancellationToken cancellationToken)
    {
        var array = JsonArrayText.IsArray(request.Source.Head) ? JsonArrayText.Open(request.Source, cancellationToken) : null;
        TextInput? input = null;
        try
        {
            input = TextInput.Open(array?.Lines ?? request.Source, null, cancellationToken);
            var reader = new JsonLinesReader(input, array);
            reader.Tables = [reader.Understand(request, segmentBytes, cancellationToken)];
            return reader;
        }
        catch
        {
            input?.Dispose();
            array?.Dispose();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        _input.Dispose();
        _array?.Dispose();
        return ValueTask.CompletedTask;
    }

    private JsonLinesTable Understand(ReadRequest request, long? segmentBytes, CancellationToken cancellationToken)
    {
        TextSegments OpenSegments(TextSegments.Create create) => new(_input, _input.Start, new LineCutter(), create, null, segmentBytes);
        var skips = request.OnError == OnError.Skip && request.Rejected is not null;
        var inference = JsonInference.Run(_input, OpenSegments, skips, request.Parallelism, cancellationToken);
        var fields = inference.Row.Members.Select(m => MakeField(m.Name, m.Shape, request)).ToImmutableArray();
        if (fields.IsEmpty)
        {
            throw new SourceDataException(
                JsonLinesErrors.NoFields, inference.Rows == 0 ? "holds no rows" : "no row has a key", new SourceLocation { Source = _input.Name }, "Write each row as {\"field\": value, …} on a line of its own.");
        }
        return new JsonLinesTable(Path.GetFileNameWithoutExtension(_input.Name), fields, _input, inference, request, OpenSegments);
    }

    private Field MakeField(string name, JsonShape shape, ReadRequest request)
    {
        if (request.Types.TryGetValue(name, out var asked)) return new Field { Name = name, Type = asked };
        if (shape.TypeOrNull(out var reason) is not { } type)
        {
            _findings.Add(new Finding
            {
                Code = "jsonl/kept-as-json", Severity = Severity.Warning, Field = name,
                Message = $"{reason}; its values are kept as JSON text", Fix = "Give all rows one kind of value to get a typed field.",
            });
            return new Field { Name = name, Type = FieldType.String, SourceFormat = JsonLinesTable.JsonText };
        }
        if (type.Kind is FieldKind.Date or FieldKind.Timestamp)
        {
            _findings.Add(new Finding
            {
                Code = "jsonl/times", Severity = Severity.Note, Field = name,
                Message = $"all its texts are ISO 8601 {(type.Kind == FieldKind.Date ? "dates" : "times")} of one form; taken as {type}",
                Fix = $"--type {name}=string keeps them as text.",
            });
        }
        if (shape.Rounded > 0)
        {
            _findings.Add(new Finding
            {
                Code = "jsonl/rounded", Severity = Severity.Warning, Field = name, Count = shape.Rounded,
                Message = string.Create(CultureInfo.InvariantCulture, $"{shape.Rounded:N0} numbers have more than 17 digits and become the nearest 64-bit floating-point number"),
            });
        }
        return new Field { Name = name, Type = type };
    }
}
