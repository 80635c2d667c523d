using System.Collections.Immutable;
using Zenset.Formats.Arrays;

namespace Zenset.Formats.MatrixMarket;

/// <summary>The kinds of failure of Matrix Market files.</summary>
internal static class MtxErrors
{
    public static readonly ErrorCode Header = new("mtx/header", "The file does not begin with a line %%MatrixMarket matrix coordinate|array real|integer|pattern general|symmetric|skew-symmetric, or its sizes are not numbers.");
    public static readonly ErrorCode Kind = new("mtx/kind", "The matrix is of a kind that is not read, such as complex.");
    public static readonly ErrorCode Entry = new("mtx/entry", "A line is no entry: row, column and value for a coordinate matrix, a value for an array.");
    public static readonly ErrorCode Count = new("mtx/count", "The file has more or fewer entries than its sizes say. It may have been cut off.");

    public static ImmutableArray<ErrorCode> All { get; } = [Header, Kind, Entry, Count, .. ArrayErrors.All, .. Text.TextErrors.All];
}
