using System.Globalization;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Formats.Arrays.Writing;
using Zenset.Model;

namespace Zenset.Formats.Npy.Writing;

/// <summary>What one array cannot hold of a table.</summary>
internal static class NpyLosses
{
    public static Obstacle? ObstacleOf(TableShape table, OptionValues options)
    {
        if (table.Fields.IsEmpty) return new Obstacle("it has no fields");
        foreach (var field in table.Fields)
        {
            if (table.Fields.Length > 1 && field.Name.Length == 0) return new Obstacle("a field has no name, which a structured array takes for a gap", "Leave it out with --columns, or write npz.");
            if (DtypeChoice.For(field.Type, field.SourceFormat) is null)
                return new Obstacle($"field '{Quoting.Shorten(field.Name)}' is {Quoting.Shorten(field.Type.ToString())}, and the elements of an array all have one size", "Write npz, which has an array for each piece, or leave the field out with --columns.");
        }
        if (!options.Get(NpyFormat.MatrixOption, false)) return null;
        var first = table.Fields[0];
        return table.Fields.FirstOrDefault(f => !f.Type.Equals(first.Type) || f.SourceFormat != first.SourceFormat || !f.Type.IsNumeric && f.Type.Kind != FieldKind.Boolean) is { } other
            ? new Obstacle($"field '{Quoting.Shorten(other.Name)}' is {other.Type} beside {first.Type}, and the elements of a matrix have one numeric type", "Leave out --matrix: a structured array has a type for each field.") : null;
    }

    public static IEnumerable<LossRule> Of(TableShape table, OptionValues options)
    {
        var plan = ObstacleOf(table, options) is null ? NpyPlan.For(table, options) : null;
        if (plan is null) yield break;
        var isKnown = ArrayMetadata.Read(table.SourceMetadata) is [_];
        if (!plan.IsStructure && table.Fields is [var only] && only.Name != NpyFormat.FieldName)
            yield return new LossRule(only.Name, $"its name is not kept: a single field is a plain array, which has none, and comes back as '{NpyFormat.FieldName}'");
        if (!plan.IsStructure && table.Fields.Length > 1 && !isKnown) yield return new LossRule(null, "names of fields are not kept: they become the columns of a matrix");
        for (var i = 0; i < table.Fields.Length; i++)
        {
            foreach (var rule in OfField(table.Fields[i], plan.Members[i], plan.IsStructure)) yield return rule;
        }
    }

    private static IEnumerable<LossRule> OfField(Field field, Dtype type, bool isMember)
    {
        var name = Sql.Name(field.Name);
        if (field.Categories is { } categories) yield return new LossRule(field.Name, string.Create(CultureInfo.InvariantCulture, $"its list of {categories.Values.Length:N0} categories is not kept; values are written as text"));
        if (Changed(field.Type) is { } changed) yield return new LossRule(field.Name, changed);
        if (!isMember && field.Type is { Kind: FieldKind.FixedList, Item.Kind: FieldKind.FixedList }) yield return new LossRule(field.Name, "vectors of vectors come back as one vector");
        if (field.Type.Kind == FieldKind.FixedList && TextsIn(type)) yield return new LossRule(field.Name, "texts in vectors lose zero characters at their end", ZeroAtEnd(field.Type.Item!, name));
        if (MissingValues.Predicate(field.Type, type, name) is { } missing)
            yield return new LossRule(field.Name, MissingValues.Message, missing);
        if (type.Kind is DtypeKind.Unicode or DtypeKind.Bytes && !field.IsNominal)
            yield return new LossRule(field.Name, "zeros at the end of a text are not kept", field.Type.Kind == FieldKind.String ? $"ends_with({name}, chr(0))" : $"octet_length({name}) > 0 AND hex({name}[octet_length({name}):]) = '00'");
        if (MissingValues.Infinity(field) is { } infinity) yield return infinity;
        if (field.Type.Kind == FieldKind.Int64 && type.Kind == DtypeKind.TimeDelta) yield return new LossRule(field.Name, "the smallest number comes back as missing: it is NaT", $"{name} = -9223372036854775808");
    }

    private static string? ZeroAtEnd(FieldType item, string value) =>
        item.Kind == FieldKind.String ? $"list_bool_or(list_transform(CAST({value} AS VARCHAR[]), lambda x: ends_with(x, chr(0))))" : null;

    private static string? Changed(FieldType type) => type.Kind switch
    {
        FieldKind.Decimal => "decimals become the nearest 64-bit floating-point numbers",
        FieldKind.Int128 => "128-bit numbers become the nearest 64-bit floating-point numbers",
        FieldKind.Null => "it becomes NaN, a floating-point number",
        FieldKind.Uuid => "UUIDs come back as their 16 bytes",
        FieldKind.Time => "times of day become durations since midnight, and come back as whole numbers",
        FieldKind.Timestamp when type.Zone is not null => $"its zone '{Quoting.Shorten(type.Zone)}' is not kept; times are written in UTC",
        _ => (type.Item is { } item ? Changed(item) : null) ?? type.Members.Select(m => Changed(m.Type)).FirstOrDefault(c => c is not null),
    };

    private static bool TextsIn(Dtype type) => TextWidths.AreNeeded([type]);
}
