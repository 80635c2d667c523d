using System.Collections.Immutable;
using System.Globalization;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>How the columns of a source become fields: one each, or, where there are thousands, as positions of vector fields.</summary>
/// <remarks>
/// Thousands of columns cost the engine quadratic time. Above <see cref="MostColumns"/>, columns of the same type, wherever they stand, share a
/// vector field (nominal ones that of text, and their categories go to the names) if they are at least <see cref="LeastVectorLength"/>; their names and order stand in a second table
/// (<see cref="FeatureTable"/>).
/// </remarks>
internal sealed class WideLayout : IFeatureNames
{
    /// <summary>Most columns that are a field each whatever they are.</summary>
    public const int MostColumns = 1000;

    /// <summary>Fewest columns that share a vector.</summary>
    public const int LeastVectorLength = 500;

    private readonly ImmutableArray<Field> _columns;

    private WideLayout(ImmutableArray<Field> columns, ImmutableArray<Field> fields, ImmutableArray<WideSlot> slots)
    {
        _columns = columns;
        Fields = fields;
        Slots = slots;
    }

    /// <summary>The fields.</summary>
    public ImmutableArray<Field> Fields { get; }

    /// <summary>For every column, where its values go.</summary>
    public ImmutableArray<WideSlot> Slots { get; }

    /// <summary>Some columns share a field.</summary>
    public bool IsWide => Fields.Length < _columns.Length;

    /// <inheritdoc/>
    public int Count => _columns.Length;

    /// <inheritdoc/>
    public string Field(int index) => Fields[Slots[index].Field].Name;

    /// <inheritdoc/>
    public int? Position(int index) => Slots[index].Position is >= 0 and var position ? position : null;

    /// <inheritdoc/>
    public string Name(int index) => _columns[index].Name;

    /// <inheritdoc/>
    public string? Type(int index) => _columns[index].Type.ToString();

    /// <inheritdoc/>
    public ImmutableArray<string> Categories(int index) => Slots[index].Position >= 0 && _columns[index].Categories is { } categories ? categories.Values : [];

    /// <summary>The layout of some columns, each of which would be a field of its own.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="keep">Names of columns that stay fields of their own, such as keys and the target; null for none.</param>
    public static WideLayout For(ImmutableArray<Field> columns, IReadOnlySet<string>? keep = null)
    {
        if (columns.Length <= MostColumns) return new WideLayout(columns, columns, [.. columns.Select((_, i) => new WideSlot(i, -1))]);
        var lengths = columns.Where(MayShare).CountBy(c => c.Type).Where(g => g.Value >= LeastVectorLength).ToDictionary();
        var fields = ImmutableArray.CreateBuilder<Field>();
        var slots = ImmutableArray.CreateBuilder<WideSlot>(columns.Length);
        var vectors = new Dictionary<FieldType, (int Field, int Used)>();
        var names = columns.Select(c => c.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var column in columns)
        {
            if (!MayShare(column) || !lengths.TryGetValue(column.Type, out var length))
            {
                slots.Add(new WideSlot(fields.Count, -1));
                fields.Add(column);
                continue;
            }
            if (!vectors.TryGetValue(column.Type, out var vector))
            {
                vector = (fields.Count, 0);
                fields.Add(new Field { Name = FreeName(names), Type = FieldType.FixedList(column.Type, length), Role = FieldRole.Feature });
            }
            slots.Add(new WideSlot(vector.Field, vector.Used));
            vectors[column.Type] = vector with { Used = vector.Used + 1 };
        }
        return new WideLayout(columns, fields.ToImmutable(), slots.MoveToImmutable());

        bool MayShare(Field column) => CanShare(column) && keep?.Contains(column.Name) != true;
    }

    /// <summary>What the reader of a wide table tells.</summary>
    public Finding Note(string? resource = null) => new()
    {
        Code = "layout/vector", Severity = Severity.Note, Resource = resource,
        Message = string.Create(CultureInfo.InvariantCulture, $"{Count:N0} columns are kept in {Fields.Length:N0} fields; resource '{FeatureTable.Name}' has their names"),
    };

    private static bool CanShare(Field column) =>
        column.Categories is not { Ordered: true } && column.Role == FieldRole.None && column.SourceFormat is null
        && column.Type.Kind is FieldKind.Boolean or FieldKind.String or (>= FieldKind.Int8 and <= FieldKind.Float64);

    private static string FreeName(HashSet<string> taken)
    {
        var name = "features";
        for (var n = 2; !taken.Add(name); n++) name = string.Create(CultureInfo.InvariantCulture, $"features_{n}");
        return name;
    }
}

/// <summary>Where the values of a column go.</summary>
/// <param name="Field">Index of the field.</param>
/// <param name="Position">Position in its vector; -1 when it has the field for itself.</param>
internal readonly record struct WideSlot(int Field, int Position);
