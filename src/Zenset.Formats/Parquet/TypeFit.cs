using Zenset.Model;

namespace Zenset.Formats.Parquet;

/// <summary>From the type that a file shows to the true one that its metadata names.</summary>
internal static class TypeFit
{
    /// <summary>SQL for the value as <paramref name="to"/>, given it as <paramref name="from"/>; null when one is no form of the other.</summary>
    public static string? Convert(FieldType from, FieldType to, string value) => Fits(from, to) ? Sql(from, to, value, 0) : null;

    private static string Sql(FieldType from, FieldType to, string value, int depth)
    {
        if (from.Equals(to) || FieldEngine.TypeOf(from) == FieldEngine.TypeOf(to)) return value;
        if (!NeedsSteps(from, to)) return $"CAST({value} AS {FieldEngine.TypeOf(to)})";
        var item = $"y{depth}";
        return to.Kind switch
        {
            FieldKind.Timestamp when from.Kind == FieldKind.Int64 => to.Zone is null
                ? $"CAST(make_timestamp({value} * 1000000) AS TIMESTAMP_S)"
                : $"(make_timestamp({value} * 1000000) AT TIME ZONE 'UTC')",
            FieldKind.Timestamp => $"CAST(CAST({value} AS TIMESTAMP) AS TIMESTAMP_S)",
            FieldKind.Interval => $"(to_months({value}.months) + to_days({value}.days) + to_microseconds({value}.micros))",
            FieldKind.List => $"list_transform({value}, lambda {item}: {Sql(from.Item!, to.Item!, item, depth + 1)})",
            FieldKind.FixedList => $"CAST(list_transform({value}, lambda {item}: {Sql(from.Item!, to.Item!, item, depth + 1)}) AS {FieldEngine.TypeOf(to)})",
            FieldKind.Map => $"map_from_entries(list_transform(map_entries({value}), lambda {item}: ({Sql(from.Key!, to.Key!, item + ".key", depth + 1)}, {Sql(from.Item!, to.Item!, item + ".value", depth + 1)})))",
            _ => $"CASE WHEN {value} IS NULL THEN NULL ELSE {{{string.Join(", ", to.Members.Zip(from.Members, (t, f) => $"{Model.Sql.Text(t.Name)}: {Sql(f.Type, t.Type, $"{value}.{Model.Sql.Name(f.Name)}", depth + 1)}"))}}} END",
        };
    }

    // One cast does it, but for an interval from a struct, and (a gap of the engine, 1.5) whole seconds from milliseconds.
    private static bool NeedsSteps(FieldType from, FieldType to) => to.Kind switch
    {
        FieldKind.Interval => from.Kind == FieldKind.Struct,
        FieldKind.Timestamp => from.Kind == FieldKind.Int64 || to is { Unit: TimeUnit.Second, Zone: null } && from.Unit == TimeUnit.Millisecond,
        FieldKind.List or FieldKind.FixedList => NeedsSteps(from.Item!, to.Item!),
        FieldKind.Map => NeedsSteps(from.Key!, to.Key!) || NeedsSteps(from.Item!, to.Item!),
        FieldKind.Struct => from.Members.Zip(to.Members).Any(p => NeedsSteps(p.First.Type, p.Second.Type)),
        _ => false,
    };

    private static bool Fits(FieldType from, FieldType to) => (from.Kind, to.Kind) switch
    {
        // How ParquetWriter stores what Parquet has no type for.
        (FieldKind.String, FieldKind.Int128) or (FieldKind.Float32, FieldKind.Float16) => true,
        (FieldKind.Int32, FieldKind.Null) => true,
        (FieldKind.Int64, FieldKind.Timestamp) => to.Unit == TimeUnit.Second,
        (FieldKind.Struct, FieldKind.Interval) => from.Members is [{ Name: "months" }, { Name: "days" }, { Name: "micros" }] m
            && m[0].Type.Kind == FieldKind.Int32 && m[1].Type.Kind == FieldKind.Int32 && m[2].Type.Kind == FieldKind.Int64,
        (FieldKind.Timestamp, FieldKind.Timestamp) =>
            (from.Zone is null) == (to.Zone is null) && (from.Unit == to.Unit || (from.Unit, to.Unit) is (TimeUnit.Millisecond or TimeUnit.Microsecond, TimeUnit.Second or TimeUnit.Millisecond)),
        (FieldKind.Time, FieldKind.Time) => from.Unit == to.Unit || (from.Unit, to.Unit) is (TimeUnit.Millisecond or TimeUnit.Microsecond, TimeUnit.Second or TimeUnit.Millisecond),
        (FieldKind.List, FieldKind.List or FieldKind.FixedList) => Fits(from.Item!, to.Item!),
        (FieldKind.Map, FieldKind.Map) => Fits(from.Key!, to.Key!) && Fits(from.Item!, to.Item!),
        (FieldKind.Struct, FieldKind.Struct) => from.Members.Length == to.Members.Length && from.Members.Zip(to.Members).All(p => p.First.Name == p.Second.Name && Fits(p.First.Type, p.Second.Type)),
        (FieldKind.Struct, FieldKind.Sparse) => from.Members is [{ Name: "indices", Type.Kind: FieldKind.List }, { Name: "values", Type.Kind: FieldKind.List }] m
            && m[0].Type.Item!.Kind == FieldKind.Int32 && Fits(m[1].Type.Item!, to.Item!),
        _ => from.Equals(to),
    };
}
