using Zenset.Model;

namespace Zenset.Formats.Hdf5.Writing;

/// <summary>What HDF5 cannot hold: a text of it ends at its first zero character.</summary>
internal static class TextEnds
{
    /// <summary>The loss of a field; null when it has no texts.</summary>
    public static LossRule? Find(Field field) =>
        field.Categories is null && Predicate(field.Type, Sql.Name(field.Name), 0) is { } predicate
            ? new LossRule(field.Name, "texts end before their first zero character (U+0000)", predicate) : null;

    // SQL that is true where some text in the value has a zero; null when there are no texts.
    private static string? Predicate(FieldType type, string value, int depth)
    {
        var item = $"n{depth}";
        return type.Kind switch
        {
            FieldKind.String => $"contains({value}, chr(0))",
            FieldKind.List or FieldKind.FixedList => Any(Predicate(type.Item!, item, depth + 1), value),
            FieldKind.Sparse => Any(Predicate(type.Item!, item, depth + 1), $"{value}.\"values\""),
            FieldKind.Map => Either([
                Any(Predicate(type.Key!, item, depth + 1), $"map_keys({value})"), Any(Predicate(type.Item!, item, depth + 1), $"map_values({value})")]),
            FieldKind.Struct => Either(type.Members.Select(m => Predicate(m.Type, $"{value}.{Sql.Name(m.Name)}", depth + 1))),
            _ => null,
        };

        string? Any(string? predicate, string list) => predicate is null ? null : $"len(list_filter({list}, lambda {item}: {predicate})) > 0";
    }

    private static string? Either(IEnumerable<string?> predicates) => predicates.OfType<string>().ToList() is { Count: > 0 } any ? $"({string.Join(" OR ", any)})" : null;
}
