using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Zenset.Model;

namespace Zenset.Formats.TfRecord.Writing;

/// <summary>A feature to be written.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Field">Index of the field that it comes from.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Depth">0 a value, 1 a list of values, 2 a list of features: a feature for each step.</param>
/// <param name="IsDouble">Numbers arrive as DOUBLE and are rounded while they are written.</param>
/// <param name="Sql">The value in the form in which it is written, given that the field's is called <c>c</c> and its index.</param>
internal sealed record TfRecordWriteColumn(string Name, int Field, FeatureKind Kind, int Depth, bool IsDouble, string Sql)
{
    /// <summary>The key as it is stored.</summary>
    public byte[] Key { get; } = Encoding.UTF8.GetBytes(Name);
}

/// <summary>Which features a table becomes. Members of a struct become features of their own, called <c>field/member</c> as TensorFlow Datasets does.</summary>
internal sealed class TfRecordWritePlan
{
    private TfRecordWritePlan(ImmutableArray<TfRecordWriteColumn> columns) => Columns = columns;

    /// <summary>The features, in the order of the fields.</summary>
    public ImmutableArray<TfRecordWriteColumn> Columns { get; }

    /// <summary>Rows are SequenceExamples: they have lists of features.</summary>
    public bool HasLists => Columns.Any(c => c.Depth == 2);

    /// <summary>The one field is all of a record, as it was read.</summary>
    public static bool IsRaw(ImmutableArray<Field> fields) => fields is [{ Type.Kind: FieldKind.Binary, SourceFormat: TfRecordFields.RawRecord }];

    /// <summary>The plan for a table.</summary>
    public static TfRecordWritePlan For(ImmutableArray<Field> fields)
    {
        var columns = new List<TfRecordWriteColumn>();
        for (var i = 0; i < fields.Length; i++)
            Add(columns, fields[i].Name, i, fields[i].Type, string.Create(CultureInfo.InvariantCulture, $"c{i}"), fields[i].SourceFormat == TfRecordFields.FeatureList);
        var names = new HashSet<string>(fields.Select(f => f.Name), StringComparer.Ordinal);
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Name == fields[columns[i].Field].Name) continue;
            var name = columns[i].Name;
            for (var n = 2; !names.Add(name); n++) name = string.Create(CultureInfo.InvariantCulture, $"{columns[i].Name}_{n}");
            columns[i] = columns[i] with { Name = name };
        }
        // Keys are made with the record, so a renamed one is made anew.
        return new TfRecordWritePlan([.. columns.Select(c => new TfRecordWriteColumn(c.Name, c.Field, c.Kind, c.Depth, c.IsDouble, c.Sql))]);
    }

    /// <summary>What holds a value of a type by itself.</summary>
    public static FeatureKind? KindOf(FieldType type) => type.Kind switch
    {
        FieldKind.Null => FeatureKind.None,
        FieldKind.Boolean or FieldKind.Int8 or FieldKind.Int16 or FieldKind.Int32 or FieldKind.Int64 or FieldKind.Int128
            or FieldKind.UInt8 or FieldKind.UInt16 or FieldKind.UInt32 or FieldKind.UInt64 => FeatureKind.Int64,
        FieldKind.Float16 or FieldKind.Float32 or FieldKind.Float64 or FieldKind.Decimal => FeatureKind.Float,
        FieldKind.String or FieldKind.Binary or FieldKind.Uuid or FieldKind.Date or FieldKind.Time or FieldKind.Timestamp or FieldKind.Interval => FeatureKind.Bytes,
        FieldKind.List or FieldKind.FixedList or FieldKind.Struct or FieldKind.Map or FieldKind.Sparse => null,
    };

    /// <summary>A list or a vector.</summary>
    public static bool IsSequence(FieldType type) => type.Kind is FieldKind.List or FieldKind.FixedList;

    private static void Add(List<TfRecordWriteColumn> columns, string name, int field, FieldType type, string value, bool isSteps)
    {
        if (KindOf(type) is { } kind)
        {
            columns.Add(new TfRecordWriteColumn(name, field, kind, 0, IsDouble(type), Scalar(type, value)));
        }
        else if (IsSequence(type) && KindOf(type.Item!) is { } itemKind)
        {
            // A list of one-valued steps, as it was read.
            var items = isSteps
                ? $"list_transform({AsList(type, value)}, lambda v: CASE WHEN v IS NULL THEN NULL ELSE [{Scalar(type.Item!, "v")}] END)"
                : Items(type, value, 0);
            columns.Add(new TfRecordWriteColumn(name, field, itemKind, isSteps ? 2 : 1, IsDouble(type.Item!), items));
        }
        else if (IsSequence(type) && IsSequence(type.Item!) && KindOf(type.Item!.Item!) is { } innerKind)
        {
            columns.Add(new TfRecordWriteColumn(name, field, innerKind, 2, IsDouble(type.Item.Item!), $"list_transform({AsList(type, value)}, lambda s: {Items(type.Item, "s", 1)})"));
        }
        else if (type.Kind == FieldKind.Struct)
        {
            foreach (var member in type.Members) Add(columns, $"{name}/{member.Name}", field, member.Type, $"{value}.{Sql.Name(member.Name)}", isSteps: false);
        }
        else if (type.Kind == FieldKind.Sparse)
        {
            Add(columns, $"{name}/indices", field, FieldType.List(FieldType.Int32), $"{value}.indices", isSteps: false);
            Add(columns, $"{name}/values", field, FieldType.List(type.Item!), $"{value}.\"values\"", isSteps: false);
        }
        else
        {
            columns.Add(new TfRecordWriteColumn(name, field, FeatureKind.Bytes, 0, false, $"CAST(to_json({value}) AS VARCHAR)"));
        }
    }

    private static bool IsDouble(FieldType type) => type.Kind is FieldKind.Float64 or FieldKind.Decimal;

    private static string AsList(FieldType type, string value) => type.Kind == FieldKind.List ? value : $"CAST({value} AS {FieldEngine.TypeOf(type.Item!)}[])";

    private static string Items(FieldType type, string value, int depth)
    {
        var item = $"x{depth}";
        var scalar = Scalar(type.Item!, item);
        return scalar == item ? AsList(type, value) : $"list_transform({AsList(type, value)}, lambda {item}: {scalar})";
    }

    private static string Scalar(FieldType type, string value) => type.Kind switch
    {
        FieldKind.Int64 or FieldKind.Float16 or FieldKind.Float32 or FieldKind.Float64 or FieldKind.Binary => value,
        FieldKind.UInt64 or FieldKind.Int128 => $"TRY_CAST({value} AS BIGINT)",
        FieldKind.Decimal => $"CAST({value} AS DOUBLE)",
        FieldKind.Timestamp when type.Unit == TimeUnit.Nanosecond => $"replace(CAST({value} AS VARCHAR), ' ', 'T'){(type.Zone is null ? "" : " || 'Z'")}",
        // Text of a zoned time depends on the session; that of the same instant without a zone does not.
        FieldKind.Timestamp when type.Zone is not null =>
            $"CASE WHEN isfinite({value}) THEN replace(CAST(make_timestamp(epoch_us({value})) AS VARCHAR), ' ', 'T') || 'Z' ELSE CAST({value} AS VARCHAR) END",
        FieldKind.Timestamp => $"replace(CAST({value} AS VARCHAR), ' ', 'T')",
        _ => KindOf(type) == FeatureKind.Bytes ? $"CAST({value} AS VARCHAR)" : $"CAST({value} AS BIGINT)",
    };
}
