using Zenset.Model;

namespace Zenset.Formats.Arff.Writing;

/// <summary>How the values of a column arrive from the engine, and so how they are written.</summary>
internal enum ArffCellForm
{
    /// <summary>BIGINT, as digits.</summary>
    Integer,
    /// <summary>FLOAT.</summary>
    Float,
    /// <summary>DOUBLE.</summary>
    Double,
    /// <summary>VARCHAR that is a number already (decimals, integers of more than 64 bits).</summary>
    NumberText,
    /// <summary>VARCHAR.</summary>
    Text,
    /// <summary>BOOLEAN, as one of two categories.</summary>
    Boolean,
    /// <summary>ENUM.</summary>
    Nominal,
    /// <summary>DATE, by a pattern.</summary>
    Days,
    /// <summary>Microseconds since 1970 as BIGINT, by a pattern.</summary>
    Micros,
    /// <summary>LIST of STRUCT: a table in a cell.</summary>
    Relational,
    /// <summary>LIST or ARRAY, each position an attribute.</summary>
    Vector,
    /// <summary>STRUCT of indices and values, each position an attribute.</summary>
    Sparse,
}

/// <summary>From fields to forms.</summary>
internal static class ArffCellForms
{
    /// <summary>The pattern of dates without one.</summary>
    public const string DatePattern = "yyyy-MM-dd";

    /// <summary>The pattern of timestamps without one: with milliseconds, which are all that Weka has.</summary>
    public const string TimestampPattern = "yyyy-MM-dd'T'HH:mm:ss.SSS";

    /// <summary>The form of a field.</summary>
    public static ArffCellForm Of(Field field, ArffDialect dialect) => field.Type.Kind switch
    {
        FieldKind.String when field.Categories is { Values.Length: > 0 } => ArffCellForm.Nominal,
        FieldKind.Date or FieldKind.Timestamp when dialect == ArffDialect.OpenMl && SourcePattern(field) is null => ArffCellForm.Text,
        FieldKind.List when dialect == ArffDialect.Weka && IsRelational(field.Type) => ArffCellForm.Relational,
        FieldKind.FixedList when OfItem(field.Type.Item!) is not null && field.Type.Length > 0 => ArffCellForm.Vector,
        FieldKind.Sparse when OfItem(field.Type.Item!) is not null && field.Type.Length > 0 => ArffCellForm.Sparse,
        _ => OfScalar(field.Type) ?? ArffCellForm.Text,
    };

    /// <summary>The form of numbers in vectors; null when they are no numbers.</summary>
    public static ArffCellForm? OfItem(FieldType item) => item.Kind switch
    {
        FieldKind.Boolean => ArffCellForm.Integer,
        FieldKind.UInt64 or FieldKind.Int128 or FieldKind.Decimal => ArffCellForm.Double,
        _ => OfScalar(item) is { } form and (ArffCellForm.Integer or ArffCellForm.Float or ArffCellForm.Double) ? form : null,
    };

    /// <summary>The form of a value by itself; null when only text holds it.</summary>
    public static ArffCellForm? OfScalar(FieldType type) => type.Kind switch
    {
        FieldKind.Null or FieldKind.Int8 or FieldKind.Int16 or FieldKind.Int32 or FieldKind.Int64 or FieldKind.UInt8 or FieldKind.UInt16 or FieldKind.UInt32 => ArffCellForm.Integer,
        FieldKind.UInt64 or FieldKind.Int128 or FieldKind.Decimal => ArffCellForm.NumberText,
        FieldKind.Float16 or FieldKind.Float32 => ArffCellForm.Float,
        FieldKind.Float64 => ArffCellForm.Double,
        FieldKind.Boolean => ArffCellForm.Boolean,
        FieldKind.String => ArffCellForm.Text,
        FieldKind.Date => ArffCellForm.Days,
        FieldKind.Timestamp => ArffCellForm.Micros,
        FieldKind.Binary or FieldKind.Uuid or FieldKind.Time or FieldKind.Interval or FieldKind.List or FieldKind.FixedList or FieldKind.Struct or FieldKind.Map or FieldKind.Sparse => null,
    };

    /// <summary>SQL for the value in its form, given SQL for the field's.</summary>
    public static string Select(Field field, ArffCellForm form, string value) => form switch
    {
        ArffCellForm.Vector when field.Type.Item!.Kind == FieldKind.String => value,
        ArffCellForm.Integer => field.Type.Kind == FieldKind.Int64 ? value : $"CAST({value} AS BIGINT)",
        ArffCellForm.NumberText => $"CAST({value} AS VARCHAR)",
        // Infinite dates have no digits, and those that no timestamp reaches have no microseconds.
        ArffCellForm.Days => $"CASE WHEN {IsInReach(value)} THEN {value} END",
        ArffCellForm.Micros => $"CASE WHEN isfinite({Micros(field.Type, value)}) THEN epoch_us({Micros(field.Type, value)}) END",
        ArffCellForm.Text => Text(field, value),
        ArffCellForm.Relational => RelationalItems(field.Type, value, 0),
        ArffCellForm.Vector => IsMovedAsIs(field.Type.Item!) ? value : $"CAST({value} AS {Items(field.Type.Item!)})",
        ArffCellForm.Sparse => IsMovedAsIs(field.Type.Item!)
            ? value
            : $"CASE WHEN {value} IS NULL THEN NULL ELSE {{'indices': {value}.indices, 'values': CAST({value}.\"values\" AS {Items(field.Type.Item!)})}} END",
        ArffCellForm.Float or ArffCellForm.Double or ArffCellForm.Boolean or ArffCellForm.Nominal => value,
    };

    /// <summary>The date pattern of the source, when it is one that reads back as the same kind of field.</summary>
    public static JavaDatePattern? SourcePattern(Field field)
    {
        if (field.SourceFormat is not { } text || text.Contains('%', StringComparison.Ordinal)) return null;
        try
        {
            var pattern = JavaDatePattern.Compile(text);
            return pattern.HasTime == (field.Type.Kind == FieldKind.Timestamp) && pattern.HasZone == (field.Type.Zone is not null) ? pattern : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The pattern by which a date or timestamp is written.</summary>
    public static JavaDatePattern PatternOf(Field field) => SourcePattern(field) ?? PatternOf(field.Type);

    /// <summary>The pattern for a type without more.</summary>
    public static JavaDatePattern PatternOf(FieldType type) =>
        JavaDatePattern.Compile(type.Kind == FieldKind.Date ? DatePattern : type.Zone is null ? TimestampPattern : TimestampPattern + "X");

    /// <summary>A list of structs whose members are values or such lists again.</summary>
    public static bool IsRelational(FieldType type) =>
        type.Kind == FieldKind.List && type.Item!.Kind == FieldKind.Struct && type.Item.Members.Length > 0
        && type.Item.Members.All(m => IsRelational(m.Type) || OfScalar(m.Type) is { } form && form != ArffCellForm.NumberText);

    /// <summary>The form of a member of a relational value.</summary>
    public static ArffCellForm OfMember(FieldType type) => IsRelational(type) ? ArffCellForm.Relational : OfScalar(type)!.Value;

    // Members in their forms: the same casts as for whole columns, item by item.
    private static string RelationalItems(FieldType type, string value, int depth)
    {
        var item = $"x{depth}";
        var members = type.Item!.Members.Select(m =>
        {
            var member = $"{item}.{Sql.Name(m.Name)}";
            return IsRelational(m.Type) ? RelationalItems(m.Type, member, depth + 1) : Select(new Field { Name = m.Name, Type = m.Type }, OfMember(m.Type), member);
        });
        return $"list_transform({value}, lambda {item}: {{{string.Join(", ", members.Select((m, i) => $"'m{i}': {m}"))}}})";
    }

    /// <summary>SQL that is true for dates that can be written.</summary>
    public static string IsInReach(string value) => $"isfinite({value}) AND year({value}) BETWEEN -{JavaDatePattern.MaxYear} AND {JavaDatePattern.MaxYear}";

    private static string Micros(FieldType type, string value) => type.Unit == TimeUnit.Microsecond || type.Zone is not null ? value : $"CAST({value} AS TIMESTAMP)";

    private static string Text(Field field, string value) => field.Type.Kind switch
    {
        FieldKind.String => value,
        FieldKind.Binary => $"base64({value})",
        FieldKind.List or FieldKind.FixedList or FieldKind.Struct or FieldKind.Map or FieldKind.Sparse => $"CAST(to_json({value}) AS VARCHAR)",
        _ => $"CAST({value} AS VARCHAR)",
    };

    private static bool IsMovedAsIs(FieldType item) => item.Kind is FieldKind.Int64 or FieldKind.Float16 or FieldKind.Float32 or FieldKind.Float64;

    private static string Items(FieldType item) => OfItem(item) == ArffCellForm.Integer ? "BIGINT[]" : "DOUBLE[]";
}
