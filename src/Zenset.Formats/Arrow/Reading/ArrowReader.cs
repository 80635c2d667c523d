using System.Collections.Immutable;
using System.Globalization;
using Zenset.Formats.Parquet;
using Zenset.Model;

namespace Zenset.Formats.Arrow.Reading;

/// <summary>An opened Arrow or Feather source.</summary>
/// <remarks>
/// 1. The schema, and where each batch stands, is read and checked; the buffers of batches are not touched.
/// 2. Dictionaries are loaded: those of text give categories.
/// 3. Key-value metadata of Zenset refines types, as far as it fits the columns.
/// 4. Pieces of batches are the segments; each loads its batches and copies rows into chunks.
/// </remarks>
internal sealed class ArrowReader : IReader
{
    private readonly PlainFile _file;
    private readonly IBatches _batches;
    private readonly List<Finding> _findings = [];

    private ArrowReader(PlainFile file, IBatches batches) => (_file, _batches) = (file, batches);

    public DatasetDescription Description { get; } = new();

    public IReadOnlyList<ITable> Tables { get; private set; } = [];

    public IReadOnlyList<Finding> Findings => _findings;

    public ImmutableSortedDictionary<string, string> Options { get; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Reads what names the table and its fields. <paramref name="open"/> finds the batches of a file that it then owns.</summary>
    public static async ValueTask<ArrowReader> OpenAsync(ReadRequest request, Func<MappedFile, IBatches> open, long? segmentBytes, CancellationToken cancellationToken)
    {
        var file = await request.Source.OpenPlainFileAsync(cancellationToken).ConfigureAwait(false);
        MappedFile? mapped = null;
        IBatches? batches = null;
        try
        {
            mapped = new MappedFile(file.Path);
            var reader = new ArrowReader(file, batches = open(mapped));
            reader.Tables = [reader.Plan(request, segmentBytes)];
            return reader;
        }
        catch
        {
            if (batches is not null) batches.Dispose();
            else mapped?.Dispose();
            file.Dispose();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        _batches.Dispose();
        _file.Dispose();
        return ValueTask.CompletedTask;
    }

    private ArrowTable Plan(ReadRequest request, long? segmentBytes)
    {
        var schema = _batches.Schema;
        var sourceName = request.Source.Name;
        if (schema.Fields.IsEmpty) throw new NotSupportedSourceException(ArrowErrors.Unsupported, "has no columns", new SourceLocation { Source = sourceName });
        var names = UniqueNames.For([.. schema.Fields.Select(f => f.Name)], StringComparer.Ordinal);
        var declared = Declared(schema, names);
        var plans = ImmutableArray.CreateBuilder<FieldPlan>(names.Count);
        for (var i = 0; i < names.Count; i++)
        {
            var arrow = schema.Fields[i];
            NoteName(arrow.Name, names[i], i);
            try
            {
                plans.Add(FieldPlan.Of(arrow, names[i], declared?[i], _batches));
            }
            catch (ArrowDataException e)
            {
                throw e.At(new SourceLocation { Source = sourceName, Field = names[i] });
            }
            NoteType(arrow, plans[i].Field);
        }
        if (_batches.HasNoEnd)
        {
            _findings.Add(new Finding
            {
                Code = "arrow/no-end", Severity = Severity.Warning,
                Message = string.Create(CultureInfo.InvariantCulture, $"the stream has no end mark after its {_batches.Count:N0} batches; some writers leave it out, and it is missing where a stream was cut off"),
                Fix = "Compare the number of rows with the source's.",
            });
        }
        var fields = plans.MoveToImmutable();
        RequireTypes(request.Types, fields);
        return new ArrowTable(Path.GetFileNameWithoutExtension(sourceName), fields, Metadata(schema), _batches, sourceName, request.Source.RawBytes, segmentBytes);
    }

    // Step 3.
    private static ImmutableArray<Field>? Declared(ArrowSchemaContent schema, IReadOnlyList<string> names)
    {
        var json = schema.Metadata.FirstOrDefault(m => m.Key == FieldHints.Key).Value;
        return json is not null && FieldHints.TryReadOwn(json) is { } fields && fields.Select(f => f.Name).SequenceEqual(names) ? fields : null;
    }

    private static ImmutableSortedDictionary<string, string> Metadata(ArrowSchemaContent schema)
    {
        var metadata = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in schema.Metadata)
        {
            if (!key.StartsWith("zenset:", StringComparison.Ordinal)) metadata[key] = value;
        }
        // Widths, nullability and metadata of fields, so that they can be written the same way.
        metadata[SourceSchema.Key] = ArrowSchema.ToText(schema with { Metadata = [] });
        return metadata.ToImmutable();
    }

    private static void RequireTypes(IReadOnlyDictionary<string, FieldType> types, ImmutableArray<FieldPlan> plans)
    {
        foreach (var (name, type) in types)
        {
            if (plans.FirstOrDefault(p => p.Field.Name == name) is not { } plan)
            {
                var near = Quoting.Nearest(name, plans.Take(10_000).Select(p => p.Field.Name));
                throw new NotFoundException(CoreErrors.FieldNotFound, $"there is no column '{Quoting.Shorten(name)}' to give a type", near is null ? null : $"Did you mean '{Quoting.Shorten(near)}'?");
            }
            if (!plan.Field.Type.Equals(type))
            {
                throw new NotSupportedSourceException(
                    CoreErrors.UnsupportedType, $"column '{Quoting.Shorten(name)}' is {Quoting.Shorten(plan.Field.Type.ToString())} in the file and is not read as {Quoting.Shorten(type.ToString())}",
                    fix: "Import it as it is; `zenset query` casts.");
            }
        }
    }

    private void NoteName(string name, string unique, int index)
    {
        if (name == unique) return;
        _findings.Add(new Finding
        {
            Code = "arrow/renamed", Severity = Severity.Note, Field = unique, Value = Quoting.Shorten(name),
            Message = name.Length == 0
                ? string.Create(CultureInfo.InvariantCulture, $"column {index + 1} has no name and is called '{unique}'")
                : $"the name '{Quoting.Shorten(name)}' stands more than once, or holds NUL; this column is called '{Quoting.Shorten(unique)}'",
        });
    }

    private void NoteType(ArrowField arrow, Field field)
    {
        if (arrow is { IsDictionary: true } && field is { Type.Kind: FieldKind.String, IsNominal: false })
        {
            _findings.Add(new Finding
            {
                Code = "arrow/not-categories", Severity = Severity.Note, Field = field.Name,
                Message = string.Create(CultureInfo.InvariantCulture, $"its dictionary has more than {DictionaryPages.MaxCategories:N0} values, very long ones, or one with NUL: the values are taken as text"),
            });
        }
        if (arrow.Type == ArrowTypeId.Timestamp && arrow.Zone is { Length: > 0 } zone && field.Type.Zone is { } taken && taken != zone)
        {
            _findings.Add(new Finding
            {
                Code = "arrow/zone", Severity = Severity.Warning, Field = field.Name, Value = Quoting.Shorten(zone),
                Message = "its zone is no name or offset that Zenset can keep; the same moments are shown in UTC",
            });
        }
    }
}
