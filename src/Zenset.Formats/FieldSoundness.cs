using Zenset.Model;

namespace Zenset.Formats;

/// <summary>Whether a field that a source describes can be one: a description is data like any other, and may come from anybody.</summary>
internal static class FieldSoundness
{
    private const int MaxVectorLength = 1 << 24;
    private const long MaxRoom = 1 << 16;

    /// <summary>The engine can hold it, and it takes no more room than data would.</summary>
    public static bool IsSound(Field field) =>
        field.Name.Length > 0 && IsSound(field.Type)
        && (field.Categories is not { } categories || field.Type.Kind != FieldKind.String
            || (categories.Values.Distinct(StringComparer.Ordinal).Count() == categories.Values.Length && !categories.Values.Any(v => v.Contains('\0', StringComparison.Ordinal))));

    // A vector takes room for its length whatever it holds; the engine tells members apart without case.
    private static bool IsSound(FieldType type) => type.Kind switch
    {
        FieldKind.FixedList => type.Length is >= 0 and <= MaxVectorLength && IsSound(type.Item!) && (type.Length > FieldEngine.MaxArrayLength || Room(type) <= MaxRoom),
        FieldKind.List or FieldKind.Sparse => IsSound(type.Item!),
        FieldKind.Map => IsSound(type.Key!) && IsSound(type.Item!),
        FieldKind.Struct => type.Members.Length > 0 && type.Members.All(m => m.Name.Length > 0 && !m.Name.Contains('\0', StringComparison.Ordinal) && IsSound(m.Type))
            && type.Members.Select(m => m.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() == type.Members.Length,
        _ => true,
    };

    // Values that the engine sets aside for each row.
    private static long Room(FieldType type) => type.Kind switch
    {
        FieldKind.FixedList when type.Length <= FieldEngine.MaxArrayLength => Math.Min(1L << 40, type.Length * Room(type.Item!)),
        FieldKind.Struct => type.Members.Sum(m => Room(m.Type)),
        _ => 1,
    };
}
