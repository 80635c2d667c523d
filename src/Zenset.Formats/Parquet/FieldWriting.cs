using Zenset.Model;
using Zenset.Parquet;

namespace Zenset.Formats.Parquet;

/// <summary>How a field is written: SQL for a value that the engine writes exactly, and what its schema elements must say afterwards.</summary>
/// <remarks>
/// The engine (1.5) writes HUGEINT as DOUBLE, TIME_NS as text, drops the zone of nanoseconds, and has no words for ENUM, BSON and null
/// columns. Those are handed to it as a type of the same bytes, and the footer is corrected (<see cref="FooterEditor"/>).
/// </remarks>
internal sealed record FieldWriting(FieldType Type)
{
    /// <summary>Lists, structs and maps: what is in them.</summary>
    public IReadOnlyList<FieldWriting> Parts { get; init; } = [];

    /// <summary>SQL for a leaf's value, or null when it is written as it is.</summary>
    public Func<string, string>? Convert { get; init; }

    /// <summary>Correction of the leaf's schema element.</summary>
    public SchemaEdit? Edit { get; init; }

    /// <summary>How a field is written. <paramref name="hasPlainIntervals"/>: all its intervals are ones that Parquet has.</summary>
    public static FieldWriting Of(Field field, bool hasPlainIntervals)
    {
        if (field.Type.Kind == FieldKind.Interval && hasPlainIntervals) return new FieldWriting(field.Type);
        var writing = Of(field.Type);
        return (field.SourceFormat, field.Type.Kind, field.IsNominal) switch
        {
            ("json", FieldKind.String, _) => writing with { Edit = new SchemaEdit { Converted = 19, Logical = Empty(12) } },
            ("enum", FieldKind.String, _) => writing with { Edit = new SchemaEdit { Converted = 4, Logical = Empty(4) } },
            // Without the older annotation: the engine, and who builds on it, would refuse the file.
            ("bson", FieldKind.Binary, _) => writing with { Edit = new SchemaEdit { Logical = Empty(13) } },
            _ => writing,
        };
    }

    /// <summary>SQL for what is handed to the engine, given SQL for the field's value.</summary>
    public string Encode(string value, int depth = 0)
    {
        if (!NeedsEncoding) return value;
        var item = $"x{depth}";
        return Type.Kind switch
        {
            _ when Convert is not null => Convert(value),
            FieldKind.List => $"list_transform({value}, lambda {item}: {Parts[0].Encode(item, depth + 1)})",
            FieldKind.FixedList => $"list_transform(CAST({value} AS {FieldEngine.TypeOf(Type.Item!)}[]), lambda {item}: {Parts[0].Encode(item, depth + 1)})",
            FieldKind.Map => $"map_from_entries(list_transform(map_entries({value}), lambda {item}: ({Parts[0].Encode(item + ".key", depth + 1)}, {Parts[1].Encode(item + ".value", depth + 1)})))",
            FieldKind.Struct => $"CASE WHEN {value} IS NULL THEN NULL ELSE {{{string.Join(", ", Type.Members.Zip(Parts, (m, p) => $"{Sql.Text(m.Name)}: {p.Encode($"{value}.{Sql.Name(m.Name)}", depth + 1)}"))}}} END",
            FieldKind.Sparse => $"CASE WHEN {value} IS NULL THEN NULL ELSE {{'indices': {value}.indices, 'values': list_transform({value}.\"values\", lambda {item}: {Parts[1].Encode(item, depth + 1)})}} END",
            _ => throw new InvalidOperationException($"{Type} has no parts."),
        };
    }

    /// <summary>Collects corrections; <paramref name="at"/> is the place of this field's element and ends behind its last.</summary>
    public void Collect(Dictionary<int, SchemaEdit> edits, ref int at)
    {
        if (Edit is not null) edits[at] = Edit;
        at++;
        switch (Type.Kind)
        {
            case FieldKind.List or FieldKind.FixedList:
                // The list, its repeated group, the item.
                at++;
                Parts[0].Collect(edits, ref at);
                break;
            case FieldKind.Map:
                at++;
                foreach (var part in Parts) part.Collect(edits, ref at);
                break;
            case FieldKind.Struct:
                foreach (var part in Parts) part.Collect(edits, ref at);
                break;
            case FieldKind.Sparse:
                foreach (var part in Parts)
                {
                    at += 2;
                    part.Collect(edits, ref at);
                }
                break;
            case FieldKind.Interval when Convert is not null:
                // A struct of three.
                at += 3;
                break;
            default:
                break;
        }
    }

    private bool NeedsEncoding => Convert is not null || Parts.Any(p => p.NeedsEncoding);

    private static FieldWriting Of(FieldType type) => type.Kind switch
    {
        FieldKind.Null => new(type) { Convert = _ => "CAST(NULL AS INTEGER)", Edit = new SchemaEdit { Converted = -1, Logical = Empty(ParquetDeclaration.LogicalNull) } },
        FieldKind.Int128 => new(type) { Convert = v => $"CAST({v} AS VARCHAR)" },
        FieldKind.Time when type.Unit == TimeUnit.Nanosecond => new(type)
        {
            Convert = v => $"epoch_ns({v})", Edit = new SchemaEdit { Converted = -1, Logical = InTime(ParquetDeclaration.LogicalTime, isUtc: false) },
        },
        FieldKind.Timestamp when type.Unit == TimeUnit.Nanosecond && type.Zone is not null => new(type)
        {
            Edit = new SchemaEdit { Logical = InTime(ParquetDeclaration.LogicalTimestamp, isUtc: true) },
        },
        FieldKind.Interval => new(type)
        {
            Convert = v => $"CASE WHEN {v} IS NULL THEN NULL ELSE {{'months': CAST({IntervalParts.Months(v)} AS INTEGER), 'days': CAST({IntervalParts.Days(v)} AS INTEGER), 'micros': CAST({IntervalParts.Micros(v)} AS BIGINT)}} END",
        },
        FieldKind.List or FieldKind.FixedList => new(type) { Parts = [Of(type.Item!)] },
        FieldKind.Map => new(type) { Parts = [Of(type.Key!), Of(type.Item!)] },
        FieldKind.Struct => new(type) { Parts = [.. type.Members.Select(m => Of(m.Type))] },
        FieldKind.Sparse => new(type) { Parts = [Of(FieldType.Int32), Of(type.Item!)] },
        FieldKind.Boolean or FieldKind.Int8 or FieldKind.Int16 or FieldKind.Int32 or FieldKind.Int64 or FieldKind.UInt8 or FieldKind.UInt16
            or FieldKind.UInt32 or FieldKind.UInt64 or FieldKind.Float16 or FieldKind.Float32 or FieldKind.Float64 or FieldKind.Decimal
            or FieldKind.String or FieldKind.Binary or FieldKind.Uuid or FieldKind.Date or FieldKind.Time or FieldKind.Timestamp => new(type),
    };

    private static Action<ThriftWriter> Empty(int logical) => writer => InStruct(writer, () =>
    {
        writer.Field(logical, ThriftType.Struct);
        InStruct(writer, () => { });
    });

    // Nanoseconds: field 3 of TimeUnit.
    private static Action<ThriftWriter> InTime(int logical, bool isUtc) => writer => InStruct(writer, () =>
    {
        writer.Field(logical, ThriftType.Struct);
        InStruct(writer, () =>
        {
            writer.Boolean(1, isUtc);
            writer.Field(2, ThriftType.Struct);
            InStruct(writer, () =>
            {
                writer.Field(3, ThriftType.Struct);
                InStruct(writer, () => { });
            });
        });
    });

    private static void InStruct(ThriftWriter writer, Action content)
    {
        writer.BeginStruct();
        content();
        writer.EndStruct();
    }
}

/// <summary>SQL for the three numbers of an interval.</summary>
internal static class IntervalParts
{
    public static string Months(string v) => $"(datepart('year', {v}) * 12 + datepart('month', {v}))";

    public static string Days(string v) => $"datepart('day', {v})";

    // datepart('microsecond') counts within the minute.
    public static string Micros(string v) => $"(datepart('hour', {v}) * 3600000000 + datepart('minute', {v}) * 60000000 + datepart('microsecond', {v}))";

    /// <summary>True where Parquet's INTERVAL, three unsigned numbers of 32 bits with milliseconds, does not hold the value.</summary>
    public static string IsBeyondParquet(string v) =>
        $"({Months(v)} < 0 OR {Days(v)} < 0 OR {Micros(v)} < 0 OR {Micros(v)} % 1000 <> 0 OR {Micros(v)} > 4294967295000)";
}
