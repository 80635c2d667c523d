using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Model;

namespace Zenset.Formats.Arrays.Writing;

/// <summary>Finds how much room the texts of a table need, in one scan.</summary>
internal static class TextWidths
{
    /// <summary>The longest text, in characters, or bytes, of each text in the types, in the order of <see cref="DtypeChoice.WithWidths"/>.</summary>
    /// <param name="columns">Type, element type and SQL of each column.</param>
    /// <param name="from">What stands after FROM.</param>
    public static Queue<int> Measure(Connection connection, IEnumerable<(FieldType Field, Dtype Type, string Sql)> columns, string from, CancellationToken cancellationToken)
    {
        var expressions = columns.SelectMany(c => Lengths(c.Field, c.Type, c.Sql, 0)).ToList();
        var widths = new Queue<int>();
        if (expressions.Count == 0) return widths;
        using var query = connection.Query($"SELECT {string.Join(", ", expressions.Select(e => $"CAST(coalesce(max({e}), 0) AS BIGINT)"))} FROM {from}", cancellationToken);
        query.Read();
        for (var i = 0; i < expressions.Count; i++) widths.Enqueue((int)Math.Min(int.MaxValue / 8, query.Current[i].Values<long>()[0]));
        return widths;
    }

    /// <summary>The types have texts in them.</summary>
    public static bool AreNeeded(IEnumerable<Dtype> types) =>
        types.Any(t => t.Kind is DtypeKind.Unicode or DtypeKind.Bytes || t.Item is { } item && AreNeeded([item]) || AreNeeded(t.Members.Select(m => m.Type)));

    private static IEnumerable<string> Lengths(FieldType field, Dtype type, string value, int depth)
    {
        switch (type.Kind)
        {
            case DtypeKind.Unicode: return [$"length(CAST({value} AS VARCHAR))"];
            case DtypeKind.Bytes: return [field.Kind == FieldKind.String ? $"strlen({value})" : $"octet_length({value})"];
            case DtypeKind.Structure: return field.Members.Zip(type.Members, (f, m) => Lengths(f.Type, m.Type, $"{value}.{Sql.Name(f.Name)}", depth)).SelectMany(e => e);
            case DtypeKind.Subarray:
                var item = string.Create(CultureInfo.InvariantCulture, $"w{depth}");
                return Lengths(field.Item!, type.Item!, item, depth + 1).Select(e => $"list_max(list_transform(CAST({value} AS {FieldEngine.TypeOf(field.Item!)}[]), lambda {item}: {e}))");
            default: return [];
        }
    }
}
