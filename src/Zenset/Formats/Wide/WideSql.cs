using System.Collections.Immutable;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>The columns of a relation gathered into the vectors of a layout.</summary>
internal static class WideSql
{
    /// <summary>A select list of the layout's fields.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="columns">The columns as fields.</param>
    /// <param name="expressions">SQL for each column.</param>
    public static string Select(WideLayout layout, ImmutableArray<Field> columns, IReadOnlyList<string> expressions)
    {
        var items = layout.Fields.Select(_ => new List<string>()).ToArray();
        for (var i = 0; i < columns.Length; i++)
        {
            var isText = layout.Slots[i].Position >= 0 && columns[i].IsNominal;
            items[layout.Slots[i].Field].Add(isText ? $"CAST({expressions[i]} AS VARCHAR)" : expressions[i]);
        }
        var isVector = layout.Slots.Where(s => s.Position >= 0).Select(s => s.Field).ToHashSet();
        return string.Join(", ", layout.Fields.Select((field, i) =>
            $"{(isVector.Contains(i) ? $"CAST([{string.Join(", ", items[i])}] AS {FieldEngine.TypeOf(field)})" : items[i][0])} AS {Sql.Name(field.Name)}"));
    }
}
