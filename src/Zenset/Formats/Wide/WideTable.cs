using System.Collections.Immutable;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>A table whose vectors are written as columns.</summary>
/// <param name="Shape">The table with its vectors, as it is kept, and the names of their positions.</param>
/// <param name="Sql">A SELECT of its fields.</param>
/// <param name="Runs">The columns, in order.</param>
/// <param name="Columns">The columns as fields.</param>
internal sealed record WideTable(TableShape Shape, string Sql, ImmutableArray<WideRun> Runs, ImmutableArray<Field> Columns)
{
    /// <summary>What the columns are read from: the table itself, unless its vectors are kept in blocks.</summary>
    public WideRows? Rows { get; init; }
}

/// <summary>Vectors and other fields that columns are read from.</summary>
/// <param name="Fields">The fields.</param>
/// <param name="Sql">A SELECT of them.</param>
/// <param name="Runs">The columns, in order: as many, and in the same order, as those of the table.</param>
internal sealed record WideRows(ImmutableArray<Field> Fields, string Sql, ImmutableArray<WideRun> Runs);
