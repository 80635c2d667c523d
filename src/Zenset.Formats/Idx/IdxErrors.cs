using System.Collections.Immutable;
using Zenset.Formats.Arrays;

namespace Zenset.Formats.Idx;

/// <summary>The kinds of failure of IDX files.</summary>
internal static class IdxErrors
{
    public static readonly ErrorCode Header = new("idx/header", "The file does not begin as an IDX file does: two zero bytes, a known element type, a number of axes and their lengths.");

    public static ImmutableArray<ErrorCode> All { get; } = [Header, .. ArrayErrors.All];
}
