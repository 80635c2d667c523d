using System.Collections.Immutable;
using Zenset.Formats;
using Zenset.Formats.Wide;
using Zenset.Model;

namespace Zenset.Export;

/// <summary>
/// What a format loses of a wide table that is written as columns: asked once for each vector and not for each of its thousands of columns,
/// which all have its type, and told of the vector.
/// </summary>
internal static class WideLosses
{
    /// <summary>Rules whose SQL is about the table with its vectors.</summary>
    public static IEnumerable<LossRule> Of(IFormat format, OptionValues options, WideTable wide)
    {
        var vectors = wide.Runs.Where(r => r.From >= 0).Select(r => r.Field).ToHashSet();
        var plain = wide.Shape.Fields.Where((_, i) => !vectors.Contains(i));
        foreach (var rule in format.FindLosses(wide.Shape with { Fields = [.. plain], Features = [] }, options)) yield return rule;
        var nominal = wide.Shape.Features.Where(f => !f.Categories.IsEmpty).Select(f => f.Field).ToHashSet(StringComparer.Ordinal);
        foreach (var field in vectors.Order().Select(i => wide.Shape.Fields[i]))
        {
            foreach (var rule in OfVector(format, options, wide, field, nominal.Contains(field.Name))) yield return rule;
        }
    }

    private static IEnumerable<LossRule> OfVector(IFormat format, OptionValues options, WideTable wide, Field field, bool hasCategories)
    {
        var item = new Field { Name = field.Name, Type = field.Type.Item! };
        var rules = RulesOf(item).Select(rule => OfRows(rule, field)).ToList();
        if (hasCategories)
        {
            // Categories differ by position; that there are some is what a format may lose.
            var known = rules.Select(r => r.Message).ToHashSet(StringComparer.Ordinal);
            rules.AddRange(RulesOf(item with { Categories = new Categories(["a"]) }).Where(r => r is { Predicate: null, Condition: null } && known.Add(r.Message)));
        }
        return rules;

        IEnumerable<LossRule> RulesOf(Field column) =>
            format.FindLosses(new TableShape(wide.Shape.Name, [column], wide.Shape.Rows, ImmutableSortedDictionary<string, string>.Empty), options).Where(r => r.Field == column.Name);
    }

    private static LossRule OfRows(LossRule rule, Field field)
    {
        var name = Sql.Name(field.Name);
        var list = $"CAST({name} AS {FieldEngine.TypeOf(FieldType.List(field.Type.Item!))})";
        // The parameter hides the field of its name: what the rule says of a value is asked of each item.
        if (rule.Predicate is { } predicate) return rule with { Predicate = $"list_contains(list_transform({list}, lambda {name}: coalesce(({predicate}), false)), true)" };
        // A condition is about all values of a column. Columns are not looked at one by one: where none has a missing value, none is without values.
        if (rule.Condition is not null) return rule with { Predicate = $"len(list_filter({list}, lambda {name}: {name} IS NULL)) > 0", Condition = null, Message = $"of a column without any value: {rule.Message}" };
        return rule;
    }
}
