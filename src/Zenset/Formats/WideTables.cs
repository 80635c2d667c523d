using System.Collections.Immutable;
using System.Globalization;
using Zenset.Model;

namespace Zenset.Formats;

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

    /// <summary>The table with names, as the format takes them: beside the vectors, or in place of them.</summary>
    /// <param name="format">The format to write.</param>
    /// <param name="table">The table.</param>
    /// <param name="features">Names, in the source's order.</param>
    public static TableToWrite WithNames(IFormat format, TableToWrite table, ImmutableArray<Feature> features)
    {
        var named = table with { Shape = table.Shape with { Features = features } };
        return format.Capabilities.TakesColumns ? Expand(named) : named;
    }

    /// <summary>Every vector of the table has a name for each of its positions, and no two columns would have the same.</summary>
    public static bool CanExpand(TableShape table)
    {
        var vectors = table.Fields.Count(f => f.Type.Kind == FieldKind.FixedList);
        if (vectors == 0 || WideRun.Expanded(table).Count < vectors) return false;
        var names = new HashSet<string>(StringComparer.Ordinal);
        return WideRun.For(table).All(run => run.Names.All(names.Add));
    }

    private static TableToWrite Expand(TableToWrite table)
    {
        if (!CanExpand(table.Shape)) return table with { Shape = table.Shape with { Features = [] } };
        var features = table.Shape.Features.Where(f => f.Position.HasValue).ToDictionary(f => (f.Field, f.Position!.Value));
        var fields = ImmutableArray.CreateBuilder<Field>();
        var expressions = new List<string>();
        foreach (var run in WideRun.For(table.Shape))
        {
            var field = table.Shape.Fields[run.Field];
            if (run.From < 0)
            {
                fields.Add(field);
                expressions.Add($"{Column(run.Field)} AS {Sql.Name(field.Name)}");
                continue;
            }
            for (var i = 0; i < run.Names.Length; i++)
            {
                var categories = features[(field.Name, run.From + i)].Categories;
                var column = new Field { Name = run.Names[i], Type = field.Type.Item!, Categories = categories.IsEmpty ? null : new Categories(categories) };
                var item = string.Create(CultureInfo.InvariantCulture, $"{Column(run.Field)}[{run.From + i + 1}]");
                fields.Add(column);
                expressions.Add($"{(categories.IsEmpty ? item : $"CAST({item} AS {FieldEngine.TypeOf(column)})")} AS {Sql.Name(column.Name)}");
            }
        }
        var sql = $"SELECT {string.Join(", ", expressions)} FROM ({table.Sql}) AS w({string.Join(", ", table.Shape.Fields.Select((_, i) => Column(i)))})";
        return table with { Shape = table.Shape with { Fields = fields.ToImmutable(), Features = [] }, Sql = sql };
    }

    private static string Column(int index) => string.Create(CultureInfo.InvariantCulture, $"w{index}");
}
