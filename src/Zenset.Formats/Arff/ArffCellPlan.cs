using System.Collections.Immutable;
using Zenset.Formats.Arff.Header;
using Zenset.Model;

namespace Zenset.Formats.Arff;

/// <summary>How the cells of one attribute are read: made once for a scan.</summary>
internal sealed class ArffCellPlan
{
    private ArffCellPlan(ArffAttribute attribute, int index)
    {
        Attribute = attribute;
        Kind = attribute.Kind;
        Index = index;
    }

    public ArffAttribute Attribute { get; }

    /// <summary>Kind of the attribute.</summary>
    public ArffKind Kind { get; }

    /// <summary>Index of the attribute.</summary>
    public int Index { get; }

    /// <summary>Column of the chunk, or -1 when nobody asked for it.</summary>
    public int Output { get; private init; } = -1;

    /// <summary>Position in a vector column, or -1.</summary>
    public int Position { get; private init; } = -1;

    /// <summary>Shape of the column.</summary>
    public ArffShape Shape { get; private init; }

    /// <summary>Values are stored as 64-bit integers.</summary>
    public bool IsInteger { get; private init; }

    /// <summary>Nominal: codes of the labels, and bytes of a code.</summary>
    public NominalCodes? Codes { get; private init; }

    /// <summary>Bytes of a stored code: 1, 2 or 4.</summary>
    public int CodeBytes { get; private init; }

    /// <summary>Date: its pattern.</summary>
    public JavaDatePattern? Pattern { get; private init; }

    /// <summary>Date: stored as days.</summary>
    public bool IsDays { get; private init; }

    /// <summary>Relational: how the cells of the nested rows are read.</summary>
    public ImmutableArray<ArffCellPlan> Children { get; private init; } = [];

    /// <summary>Relational: items written so far in this chunk.</summary>
    public long ItemsUsed { get; set; }

    /// <summary>A new chunk: nothing is written yet, at any depth.</summary>
    public void ForgetItems()
    {
        ItemsUsed = 0;
        foreach (var child in Children) child.ForgetItems();
    }

    public static ArffCellPlan For(ArffAttribute attribute, int index, ArffSlot slot, ArffColumn column, ImmutableArray<string> labels, int output)
    {
        return new ArffCellPlan(attribute, index)
        {
            Output = output,
            Position = slot.Position,
            Shape = column.Shape,
            IsInteger = column.Field.Type.Kind == FieldKind.Int64,
            Codes = attribute.Kind == ArffKind.Nominal ? new NominalCodes(labels) : null,
            // ENUM codes: one byte up to 255 labels, two up to 65,535 (duckdb.h, duckdb_enum_internal_type).
            CodeBytes = labels.Length switch { < 256 => 1, < 65_536 => 2, _ => 4 },
            Pattern = attribute.DatePattern is { } pattern ? JavaDatePattern.Compile(pattern) : null,
            IsDays = column.Field.Type.Kind == FieldKind.Date,
            Children = attribute.Children.IsEmpty ? [] : [.. attribute.Children.Select(Nested)],
        };
    }

    private static ArffCellPlan Nested(ArffAttribute attribute, int index) => new(attribute, index)
    {
        Output = 0,
        Codes = attribute.Kind == ArffKind.Nominal ? new NominalCodes(attribute.Labels) : null,
        Pattern = attribute.DatePattern is { } pattern ? JavaDatePattern.Compile(pattern) : null,
        IsDays = attribute.DatePattern is { } days && !JavaDatePattern.Compile(days).HasTime,
        Children = [.. attribute.Children.Select(Nested)],
    };
}
