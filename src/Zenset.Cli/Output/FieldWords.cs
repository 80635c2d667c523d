using Zenset.Model;

namespace Zenset.Cli.Output;

/// <summary>Fields in the words of a report.</summary>
internal static class FieldWords
{
    /// <summary>As in <c>7 numeric, 14 nominal</c>: what the fields of a table are, the most frequent first.</summary>
    public static string Summary(IEnumerable<Field> fields) =>
        string.Join(", ", fields.GroupBy(KindOf).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Count():N0} {g.Key}"));

    /// <summary>The type of a field for people: <c>nominal</c> where it has categories, otherwise as the manifest says it.</summary>
    public static string TypeOf(Field field) => field.Categories switch
    {
        null => field.Type.ToString(),
        { Ordered: true } => "nominal, ordered",
        _ => "nominal",
    };

    /// <summary>The role as JSON and people have it; null when there is none.</summary>
    public static string? RoleOf(FieldRole role) => role switch
    {
        FieldRole.None => null,
        FieldRole.Feature => "feature",
        FieldRole.Target => "target",
        FieldRole.RowId => "row-id",
        FieldRole.Ignore => "ignore",
        FieldRole.Split => "split",
        FieldRole.Weight => "weight",
    };

    private static string KindOf(Field field) => field.IsNominal ? "nominal" : field.Type.Kind switch
    {
        FieldKind.Null => "empty",
        FieldKind.Boolean => "boolean",
        FieldKind.Int8 or FieldKind.Int16 or FieldKind.Int32 or FieldKind.Int64 or FieldKind.Int128 or FieldKind.UInt8 or FieldKind.UInt16
            or FieldKind.UInt32 or FieldKind.UInt64 or FieldKind.Float16 or FieldKind.Float32 or FieldKind.Float64 or FieldKind.Decimal => "numeric",
        FieldKind.String => "text",
        FieldKind.Binary => "binary",
        FieldKind.Uuid => "id",
        FieldKind.Date or FieldKind.Time or FieldKind.Timestamp or FieldKind.Interval => "date or time",
        FieldKind.List => "list",
        FieldKind.FixedList => "vector",
        FieldKind.Struct => "struct",
        FieldKind.Map => "map",
        FieldKind.Sparse => "sparse",
    };
}
