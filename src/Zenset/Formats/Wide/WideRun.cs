using System.Collections.Immutable;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>Columns of a target that one field holds: consecutive positions of its vector, or the field itself.</summary>
/// <param name="Field">Index of the field.</param>
/// <param name="From">First position in its vector; -1 when the field is one column.</param>
/// <param name="Names">Names of the columns.</param>
public sealed record WideRun(int Field, int From, ImmutableArray<string> Names)
{
    /// <summary>
    /// The columns of a table: vectors whose every position has a name are taken apart, in the order of the source; other fields are a column each.
    /// </summary>
    public static ImmutableArray<WideRun> For(TableShape table)
    {
        var expanded = Expanded(table);
        var byName = table.Fields.Select((f, i) => (f.Name, i)).ToDictionary(p => p.Name, p => p.i, StringComparer.Ordinal);
        var runs = ImmutableArray.CreateBuilder<WideRun>();
        var names = ImmutableArray.CreateBuilder<string>();
        var done = new HashSet<int>();
        (int Field, int From) run = (-1, 0);
        foreach (var feature in table.Features)
        {
            if (!byName.TryGetValue(feature.Field, out var field) || feature.Position.HasValue != expanded.Contains(field)) continue;
            if (!feature.Position.HasValue)
            {
                if (done.Add(field)) Add(field, -1, table.Fields[field].Name);
                continue;
            }
            done.Add(field);
            Add(field, feature.Position.Value, feature.Name);
        }
        for (var i = 0; i < table.Fields.Length; i++)
        {
            if (done.Add(i)) Add(i, -1, table.Fields[i].Name);
        }
        Close();
        return runs.ToImmutable();

        void Add(int field, int position, string name)
        {
            if (position < 0 || run.Field != field || run.From + names.Count != position)
            {
                Close();
                run = (field, position);
            }
            names.Add(name);
        }

        void Close()
        {
            if (names.Count > 0) runs.Add(new WideRun(run.Field, run.From, names.ToImmutable()));
            names.Clear();
        }
    }

    /// <summary>The fields that are taken apart: each position of theirs has a name, and only one.</summary>
    public static IReadOnlySet<int> Expanded(TableShape table)
    {
        var expanded = new HashSet<int>();
        if (table.Features.IsEmpty) return expanded;
        var positions = table.Features.Where(f => f.Position.HasValue).GroupBy(f => f.Field, f => f.Position!.Value, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToHashSet(), StringComparer.Ordinal);
        for (var i = 0; i < table.Fields.Length; i++)
        {
            var field = table.Fields[i];
            if (field.Type is { Kind: FieldKind.FixedList, Item.IsNested: false } && positions.TryGetValue(field.Name, out var known) && known.Count == field.Type.Length
                && known.All(p => p >= 0 && p < field.Type.Length)) expanded.Add(i);
        }
        return expanded;
    }
}
