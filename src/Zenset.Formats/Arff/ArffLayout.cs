using System.Collections.Immutable;
using System.Globalization;
using Zenset.Formats.Arff.Header;
using Zenset.Formats.Wide;
using Zenset.Model;

namespace Zenset.Formats.Arff;

/// <summary>How the attributes of a file become columns.</summary>
/// <remarks>
/// One attribute is one column, except that thousands of columns would cost the engine quadratic time: of <see cref="MostColumns"/> and more
/// attributes the numeric ones, wherever they stand, are one vector column if they are at least <see cref="LeastVectorLength"/>, and the nominal
/// ones (but the last, which is the target) are one of text; the numeric attributes of a sparse table are one sparse column. The names and
/// categories of their positions stand in a second table (<see cref="FeatureTable"/>).
/// </remarks>
internal sealed class ArffLayout
{
    /// <summary>From so many attributes on numeric ones share a column.</summary>
    public const int MostColumns = WideLayout.MostColumns;

    /// <summary>Fewest numeric attributes that become a vector.</summary>
    public const int LeastVectorLength = WideLayout.LeastVectorLength;

    private readonly IReadOnlyDictionary<int, ImmutableArray<string>> _labels;

    private ArffLayout(ImmutableArray<ArffColumn> columns, ImmutableArray<ArffSlot> slots, bool hasWeights, IReadOnlyDictionary<int, ImmutableArray<string>> labels)
    {
        _labels = labels;
        Columns = columns;
        Slots = slots;
        HasWeights = hasWeights;
    }

    /// <summary>Columns of the table.</summary>
    public ImmutableArray<ArffColumn> Columns { get; }

    /// <summary>For every attribute, where its values go.</summary>
    public ImmutableArray<ArffSlot> Slots { get; }

    /// <summary>The last column holds instance weights.</summary>
    public bool HasWeights { get; }

    /// <summary>Some attributes share a column, so that there is a table of their names.</summary>
    public bool HasFeatures => Columns.Any(c => c.Shape != ArffShape.Scalar);

    /// <summary>
    /// Position in the sparse vector by attribute, or -1; null when there is none. What is kept of 100,000 attributes elsewhere fills no cache,
    /// this does. The same for all scans.
    /// </summary>
    public int[]? SparsePositions => _positions ??= Columns.Any(c => c.Shape == ArffShape.Sparse)
        ? [.. Slots.Select(s => Columns[s.Column].Shape == ArffShape.Sparse ? s.Position : -1)]
        : null;

    private int[]? _positions;

    /// <summary>For every attribute, how many from it on stand one after the other in the same vector; 1 when it is none's. The same for all scans.</summary>
    public int[] RunLengths => _runs ??= MakeRunLengths();

    private int[]? _runs;

    private int[] MakeRunLengths()
    {
        var runs = new int[Slots.Length];
        for (var i = runs.Length - 1; i >= 0; i--)
        {
            var continues = i + 1 < runs.Length && Slots[i].Position >= 0 && Slots[i + 1].Column == Slots[i].Column && Slots[i + 1].Position == Slots[i].Position + 1;
            runs[i] = continues ? runs[i + 1] + 1 : 1;
        }
        return runs;
    }

    /// <summary>Categories of a nominal attribute: those declared, and those that rows added.</summary>
    public ImmutableArray<string> LabelsOf(int index, ArffAttribute attribute) => _labels.TryGetValue(index, out var added) ? added : attribute.Labels;

    /// <summary>The layout of a file.</summary>
    /// <param name="attributes">Its attributes.</param>
    /// <param name="sparse">Numeric attributes become one sparse column.</param>
    /// <param name="hasWeights">Rows have weights.</param>
    /// <param name="widened">Integer attributes that hold other numbers too.</param>
    /// <param name="labels">Categories by attribute, where rows added some.</param>
    /// <param name="asked">Name of the attribute that is to be the target, which stays a column of its own in a wide table; null: none was named.</param>
    public static ArffLayout For(
        ImmutableArray<ArffAttribute> attributes, bool sparse, bool hasWeights, IReadOnlySet<int> widened, IReadOnlyDictionary<int, ImmutableArray<string>> labels,
        string? asked = null)
    {
        var columns = ImmutableArray.CreateBuilder<ArffColumn>();
        var slots = ImmutableArray.CreateBuilder<ArffSlot>(attributes.Length);
        bool IsAlone(ArffAttribute attribute) => !sparse && attribute.Name == asked;
        var numeric = attributes.Count(a => IsNumeric(a) && !IsAlone(a));
        var sparseColumn = -1;
        var vectorColumn = -1;
        var vectors = 0;
        var isWide = !sparse && attributes.Length >= MostColumns;
        var hasVector = isWide && numeric >= LeastVectorLength;
        var target = LastNominal(attributes);
        var nominal = attributes.Where((a, i) => a.Kind == ArffKind.Nominal && i != target && !IsAlone(a)).Count();
        var hasTextVector = isWide && nominal >= LeastVectorLength;
        var textColumn = -1;
        var texts = 0;
        var taken = isWide || sparse ? attributes.Select(a => a.Name).ToHashSet(StringComparer.OrdinalIgnoreCase) : [];
        for (var i = 0; i < attributes.Length; i++)
        {
            if (sparse && IsNumeric(attributes[i]))
            {
                if (sparseColumn < 0)
                {
                    sparseColumn = columns.Count;
                    var field = new Field { Name = FreeName(taken, "features"), Type = FieldType.Sparse(FieldType.Float64, numeric), Role = FieldRole.Feature };
                    columns.Add(new ArffColumn(field, ArffShape.Sparse, i));
                    vectors = 0;
                }
                slots.Add(new ArffSlot(sparseColumn, vectors++));
                continue;
            }
            if (hasVector && IsNumeric(attributes[i]) && !IsAlone(attributes[i]))
            {
                if (vectorColumn < 0)
                {
                    vectorColumn = columns.Count;
                    var field = new Field { Name = FreeName(taken, "features"), Type = FieldType.FixedList(FieldType.Float64, numeric), Role = FieldRole.Feature };
                    columns.Add(new ArffColumn(field, ArffShape.Vector, i));
                }
                slots.Add(new ArffSlot(vectorColumn, vectors++));
                continue;
            }
            if (hasTextVector && attributes[i].Kind == ArffKind.Nominal && i != target && !IsAlone(attributes[i]))
            {
                if (textColumn < 0)
                {
                    textColumn = columns.Count;
                    var field = new Field { Name = FreeName(taken, "features"), Type = FieldType.FixedList(FieldType.String, nominal), Role = FieldRole.Feature };
                    columns.Add(new ArffColumn(field, ArffShape.TextVector, i));
                }
                slots.Add(new ArffSlot(textColumn, texts++));
                continue;
            }
            slots.Add(new ArffSlot(columns.Count, -1));
            columns.Add(new ArffColumn(FieldOf(attributes[i], widened.Contains(i), labels.TryGetValue(i, out var added) ? added : attributes[i].Labels), ArffShape.Scalar, i));
        }
        SetTarget(columns);
        if (hasWeights)
        {
            if (taken.Count == 0) taken.UnionWith(attributes.Select(a => a.Name));
            var weight = new Field { Name = FreeName(taken, "weight"), Type = FieldType.Float64, Role = FieldRole.Weight, Description = "Instance weight" };
            columns.Add(new ArffColumn(weight, ArffShape.Scalar, -1));
        }
        return new ArffLayout(columns.ToImmutable(), slots.MoveToImmutable(), hasWeights, labels);
    }

    private static bool IsNumeric(ArffAttribute attribute) => attribute.Kind is ArffKind.Numeric or ArffKind.Integer;

    private static string FreeName(HashSet<string> taken, string wish)
    {
        var name = wish;
        for (var n = 2; !taken.Add(name); n++) name = string.Create(CultureInfo.InvariantCulture, $"{wish}_{n}");
        return name;
    }

    private static int LastNominal(ImmutableArray<ArffAttribute> attributes)
    {
        for (var i = attributes.Length - 1; i >= 0; i--)
        {
            if (attributes[i].Kind == ArffKind.Nominal) return i;
        }
        return -1;
    }

    private static Field FieldOf(ArffAttribute attribute, bool isWidened, ImmutableArray<string> labels) => new()
    {
        Name = attribute.Name,
        Type = TypeOf(attribute, isWidened),
        Categories = attribute.Kind == ArffKind.Nominal ? new Categories(labels) : null,
        SourceFormat = attribute.DatePattern,
    };

    private static FieldType TypeOf(ArffAttribute attribute, bool isWidened) => attribute.Kind switch
    {
        ArffKind.Numeric => FieldType.Float64,
        ArffKind.Integer => isWidened ? FieldType.Float64 : FieldType.Int64,
        ArffKind.String or ArffKind.Nominal => FieldType.String,
        ArffKind.Date => DateType(JavaDatePattern.Compile(attribute.DatePattern!)),
        ArffKind.Relational => FieldType.List(FieldType.Struct(attribute.Children.Select(c => new FieldMember(c.Name, TypeOf(c, isWidened: true))))),
    };

    private static FieldType DateType(JavaDatePattern pattern) => (pattern.HasTime, pattern.HasZone) switch
    {
        (false, false) => FieldType.Date,
        (_, false) => FieldType.Timestamp(TimeUnit.Microsecond),
        (_, true) => FieldType.Timestamp(TimeUnit.Microsecond, "UTC"),
    };

    // What a model predicts: the last nominal attribute, as in most ARFF files (Weka takes the last attribute of any kind).
    private static void SetTarget(ImmutableArray<ArffColumn>.Builder columns)
    {
        for (var i = columns.Count - 1; i >= 0; i--)
        {
            if (!columns[i].Field.IsNominal) continue;
            columns[i] = columns[i] with { Field = columns[i].Field with { Role = FieldRole.Target } };
            return;
        }
    }
}

/// <summary>How many attributes a column holds.</summary>
internal enum ArffShape
{
    /// <summary>One.</summary>
    Scalar,
    /// <summary>The numeric ones, all stored.</summary>
    Vector,
    /// <summary>The nominal ones, as their texts.</summary>
    TextVector,
    /// <summary>All numeric ones, of which rows name some.</summary>
    Sparse,
}

/// <summary>A column.</summary>
/// <param name="Field">The field it is.</param>
/// <param name="Shape">How many attributes it holds.</param>
/// <param name="FirstAttribute">Index of its (first) attribute; -1 for instance weights.</param>
internal sealed record ArffColumn(Field Field, ArffShape Shape, int FirstAttribute);

/// <summary>Where the values of an attribute go.</summary>
/// <param name="Column">Index of the column.</param>
/// <param name="Position">Position in its vector; -1 when it has the column for itself.</param>
internal readonly record struct ArffSlot(int Column, int Position);
