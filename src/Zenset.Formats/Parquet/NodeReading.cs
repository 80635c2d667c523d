using Zenset.DuckDb;
using Zenset.Model;
using Zenset.Parquet;

namespace Zenset.Formats.Parquet;

/// <summary>
/// How one node of a file's schema is read: its field type, what the engine gives for it, and the SQL from one to the other.
/// </summary>
/// <remarks>
/// The engine (1.5) follows only the older annotations, cuts INT96, TIME and UTC TIMESTAMP to microseconds, and refuses BSON. Where that
/// would change a value, <see cref="Declaration"/> says the same bytes in terms that it reads exactly, and the column is read from an
/// extract of the file with that schema (<see cref="ColumnExtract"/>).
/// </remarks>
internal sealed class NodeReading
{
    /// <summary>The node as it stands in the file.</summary>
    public required ParquetNode Node { get; init; }

    /// <summary>Its field type.</summary>
    public required FieldType Type { get; init; }

    /// <summary>What the engine gives for <see cref="Declaration"/>.</summary>
    public required EngineType Engine { get; init; }

    /// <summary>How an extract declares it.</summary>
    public required ParquetDeclaration Declaration { get; init; }

    /// <summary>The engine would not read the file's own declaration to the same values.</summary>
    public bool NeedsExtract { get; init; }

    /// <summary>The engine refuses the whole file while it has this declaration.</summary>
    public bool BlocksFile { get; init; }

    /// <summary>List: the item. Struct: members. Map: key, value.</summary>
    public IReadOnlyList<NodeReading> Parts { get; init; } = [];

    /// <summary>SQL from the engine's value to the field's, of a leaf; null when they are the same.</summary>
    public Func<string, string>? Convert { get; init; }

    /// <summary>The engine leaves out the struct around a single member (in lists of the older forms).</summary>
    public bool IsUnwrapped { get; init; }

    /// <summary>SQL for the field's value, given SQL for the engine's.</summary>
    public string Decode(string value, int depth = 0)
    {
        if (!NeedsDecoding) return value;
        var item = $"x{depth}";
        return Type.Kind switch
        {
            FieldKind.List => $"list_transform({value}, lambda {item}: {Parts[0].Decode(item, depth + 1)})",
            FieldKind.Map => $"map_from_entries(list_transform(map_entries({value}), lambda {item}: ({Parts[0].Decode(item + ".key", depth + 1)}, {Parts[1].Decode(item + ".value", depth + 1)})))",
            FieldKind.Struct when IsUnwrapped => $"{{{Sql.Text(Type.Members[0].Name)}: {Parts[0].Decode(value, depth + 1)}}}",
            FieldKind.Struct => $"CASE WHEN {value} IS NULL THEN NULL ELSE {{{string.Join(", ", Type.Members.Zip(Parts, (m, p) => $"{Sql.Text(m.Name)}: {p.Decode($"{value}.{Sql.Name(m.Name)}", depth + 1)}"))}}} END",
            _ => Convert!(value),
        };
    }

    private bool NeedsDecoding => Convert is not null || IsUnwrapped || Parts.Any(p => p.NeedsDecoding);

    /// <summary>This node or one below it is INT96.</summary>
    public bool HasInt96 => Node.Type == ParquetType.Int96 || Parts.Any(p => p.HasInt96);
}
