using System.Collections.Immutable;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Columns;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Model;

namespace Zenset.Formats.Npz;

/// <summary>Which arrays of an archive are one table: the fields of a table have one length.</summary>
/// <param name="Name">Name of the table.</param>
/// <param name="Arrays">Indices of its arrays, in order.</param>
/// <remarks>
/// Arrays with one first axis belong together, as X and y do; single elements are one row. A structured array is a table of its own.
/// </remarks>
internal sealed record NpzGroup(string Name, ImmutableArray<int> Arrays)
{
    /// <summary>The groups, in the order of their first arrays.</summary>
    /// <param name="arrays">Name and shape of each array.</param>
    /// <param name="only">Name of the table, when there is one.</param>
    public static ImmutableArray<NpzGroup> Of(IReadOnlyList<(string Name, ArrayShape Shape)> arrays, string only)
    {
        var groups = new List<(object Key, List<int> Members)>();
        for (var i = 0; i < arrays.Count; i++)
        {
            var shape = arrays[i].Shape;
            object key = shape.Type.Kind == DtypeKind.Structure ? arrays[i].Name : shape.Lengths.IsEmpty ? -1L : shape.Rows;
            var group = groups.Find(g => g.Key.Equals(key));
            if (group.Members is null) groups.Add((key, [i]));
            else group.Members.Add(i);
        }
        if (groups.Count == 1) return [new NpzGroup(only, [.. groups[0].Members])];
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. groups.Select(g => new NpzGroup(FreeName(NameOf([.. g.Members.Select(i => arrays[i].Name)], g.Key is -1L), taken), [.. g.Members]))];
    }

    // What the names have in common: x_train and y_train are train.
    private static string NameOf(ImmutableArray<string> names, bool isScalars)
    {
        if (names.Length == 1) return names[0].Length > 0 ? names[0] : "array";
        if (isScalars) return "scalars";
        var suffix = Common([.. names.Select(n => new string([.. n.Reverse()]))]);
        var common = new string([.. suffix.Reverse()]);
        // A part of a word says nothing: the common end must begin at a separator, a common beginning end at one.
        var cut = common.IndexOfAny(['_', '-', '.', '/', ' ']);
        if (cut >= 0 && common[cut..].Trim('_', '-', '.', '/', ' ') is { Length: > 0 } end) return end;
        var prefix = Common(names);
        cut = prefix.LastIndexOfAny(['_', '-', '.', '/', ' ']);
        return cut > 0 && prefix[..cut].Trim('_', '-', '.', '/', ' ') is { Length: > 0 } begin ? begin : names[0].Length > 0 ? names[0] : "array";
    }

    private static string Common(ImmutableArray<string> texts)
    {
        var length = 0;
        while (texts.All(t => t.Length > length && t[length] == texts[0][length])) length++;
        return texts[0][..length];
    }

    private static string FreeName(string wish, HashSet<string> taken)
    {
        var name = wish;
        for (var n = 2; !taken.Add(name); n++) name = System.FormattableString.Invariant($"{wish}_{n}");
        return name;
    }
}

/// <summary>The tables of an archive that says nothing about them.</summary>
internal static class NpzTables
{
    public static IEnumerable<ArrayTable> Of(IReadOnlyList<NpzArray> arrays, string only, IReadOnlyDictionary<string, FieldType> types, long? segmentRows)
    {
        foreach (var group in NpzGroup.Of([.. arrays.Select(a => (a.Name, a.Shape))], only))
        {
            ImmutableArray<NpzArray> members = [.. group.Arrays.Select(i => arrays[i])];
            List<(Field Field, IColumnPlan Plan)> columns = ArrayFields.WithTypes(members.SelectMany(a => ArrayFields.Of(a.Array, a.Name)), types);
            yield return new ArrayTable(
                group.Name, members[0].Shape.Rows, [.. columns.Select(c => c.Field)], [.. columns.Select(c => c.Plan)], ArrayMetadata.Of(members.Select(a => (a.Name, a.Shape))))
            { SegmentRows = segmentRows };
        }
    }
}
