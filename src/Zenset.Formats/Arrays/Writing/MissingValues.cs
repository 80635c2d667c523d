using System.Globalization;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Model;

namespace Zenset.Formats.Arrays.Writing;

/// <summary>Where a table has missing values that an array of some element type has no word for.</summary>
internal static class MissingValues
{
    /// <summary>What becomes of them.</summary>
    public const string Message = "missing values become NaN where there is one, and 0, false or an empty text elsewhere";

    /// <summary>Infinite dates and times, which the engine has and NumPy has not.</summary>
    public static LossRule? Infinity(Field field) =>
        field.Type.Kind is FieldKind.Date or FieldKind.Timestamp ? new LossRule(field.Name, "infinite dates and times become missing (NaT)", $"isinf({Sql.Name(field.Name)})") : null;

    /// <summary>SQL that is true where something is missing that has no word for it in the array; null when nothing can be. Null types are lost as a whole.</summary>
    public static string? Predicate(FieldType field, Dtype type, string value, int depth = 0)
    {
        switch (field.Kind)
        {
            case FieldKind.Date or FieldKind.Timestamp or FieldKind.Null: return null;
            case FieldKind.Int64 when type.Kind == DtypeKind.TimeDelta: return null;
            case FieldKind.Struct:
                var members = field.Members.Select((m, i) => Predicate(m.Type, type.Kind == DtypeKind.Structure ? type.Members[i].Type : type, $"{value}.{Sql.Name(m.Name)}", depth));
                return $"({string.Join(" OR ", members.OfType<string>().Prepend($"{value} IS NULL"))})";
            case FieldKind.FixedList:
                var item = string.Create(CultureInfo.InvariantCulture, $"n{depth}");
                var itemType = type.Kind == DtypeKind.Subarray ? type.Item! : type;
                return Predicate(field.Item!, itemType, item, depth + 1) is { } inItem
                    ? $"({value} IS NULL OR len(list_filter(CAST({value} AS {FieldEngine.TypeOf(field.Item!)}[]), lambda {item}: {inItem})) > 0)" : $"{value} IS NULL";
            default: return $"{value} IS NULL";
        }
    }
}
