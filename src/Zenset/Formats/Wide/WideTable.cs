using System.Collections.Immutable;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>A table whose vectors are written as columns.</summary>
/// <param name="Shape">The table with its vectors, as it is kept, and the names of their positions.</param>
/// <param name="Sql">A SELECT of its fields.</param>
/// <param name="Runs">The columns, in order.</param>
/// <param name="Columns">The columns as fields.</param>
internal sealed record WideTable(TableShape Shape, string Sql, ImmutableArray<WideRun> Runs, ImmutableArray<Field> Columns);
