using System.Collections.Immutable;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>Takes the vectors of a wide table apart into the columns that they were, for formats that hold columns.</summary>
public static class WideTables
{
    /// <summary>For the formats that say <see cref="FormatCapabilities.TakesColumns"/>.</summary>
    public static FormatOption<bool> Option { get; } = new(
        "wide", "columns|vectors", "How thousands of columns, which are kept as vectors, are written: as the columns they came as, or as they are kept.", "columns",
        text => text switch { "columns" => true, "vectors" => false, _ => throw new FormatException() });

    /// <summary>The table of names is not written as one: what it says goes into the tables it is about.</summary>
    /// <param name="format">The format to write.</param>
    /// <param name="options">Its options.</param>
    /// <param name="tables">Fields of each table to write.</param>
    public static bool TakeNames(IFormat format, OptionValues options, IReadOnlyCollection<ImmutableArray<Field>> tables) =>
        format.Capabilities.NamesFeatures ? tables.Any(FeatureTable.IsNeededBy)
        : format.Capabilities.TakesColumns && options.Get(Option, true) && tables.Any(t => t.Any(f => f.Type.Kind == FieldKind.FixedList)) && !tables.Any(t => t.Any(f => f.Type.Kind == FieldKind.Sparse));

    /// <summary>Every vector of the table has a name for each of its positions, and no two columns would have the same.</summary>
    public static bool CanExpand(TableShape table)
    {
        var vectors = table.Fields.Count(f => f.Type.Kind == FieldKind.FixedList);
        if (vectors == 0 || WideRun.Expanded(table).Count < vectors) return false;
        var names = new HashSet<string>(StringComparer.Ordinal);
        return WideRun.For(table).All(run => run.Names.All(names.Add));
    }

    /// <summary>The columns of a wide table, each as a field.</summary>
    /// <param name="table">A table that <see cref="CanExpand"/>.</param>
    /// <param name="runs">The columns, in order.</param>
    internal static ImmutableArray<Field> ColumnsOf(TableShape table, ImmutableArray<WideRun> runs)
    {
        var features = table.Features.Where(f => f.Position.HasValue).ToDictionary(f => (f.Field, f.Position!.Value));
        var columns = ImmutableArray.CreateBuilder<Field>();
        foreach (var run in runs)
        {
            var field = table.Fields[run.Field];
            if (run.From < 0)
            {
                columns.Add(field);
                continue;
            }
            for (var i = 0; i < run.Names.Length; i++)
            {
                var categories = features[(field.Name, run.From + i)].Categories;
                columns.Add(new Field { Name = run.Names[i], Type = field.Type.Item!, Categories = categories.IsEmpty ? null : new Categories(categories) });
            }
        }
        return columns.ToImmutable();
    }
}
