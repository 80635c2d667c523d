using Zenset.Model;

namespace Zenset.Formats.Csv.Types;

/// <summary>How the cells of a column are read.</summary>
internal sealed record ColumnPlan
{
    /// <summary>Type of the values.</summary>
    public required FieldType Type { get; init; }

    /// <summary>How numbers are written.</summary>
    public NumberFormat Numbers { get; init; } = NumberFormat.Plain;

    /// <summary>How dates and times are written; null for others.</summary>
    public TimeLayout? Layout { get; init; }

    /// <summary>The user insists on the type: it is never widened.</summary>
    public bool IsForced { get; init; }

    /// <summary>What a cell that does not fit "is not", for messages.</summary>
    public string Noun => Type.Kind switch
    {
        FieldKind.Boolean => "true or false",
        FieldKind.Int8 or FieldKind.Int16 or FieldKind.Int32 or FieldKind.Int64 or FieldKind.Int128 or FieldKind.UInt8 or FieldKind.UInt16
            or FieldKind.UInt32 or FieldKind.UInt64 => IsForced ? $"a whole number of type {Type}" : "a number",
        FieldKind.Decimal => IsForced ? $"a number of type {Type}" : "a number",
        FieldKind.Float16 or FieldKind.Float32 or FieldKind.Float64 => "a number",
        FieldKind.Date => $"a date ({Layout?.Pattern ?? "yyyy-MM-dd"})",
        FieldKind.Time => "a time of day",
        FieldKind.Timestamp => $"a date and time ({Layout?.Pattern ?? "yyyy-MM-dd HH:mm:ss"})",
        FieldKind.Uuid => "a UUID",
        _ => $"a value of type {Type}",
    };
}
