using System.Collections.Immutable;
using Zenset.Formats.Arrays;

namespace Zenset.Formats.Npy;

/// <summary>The kinds of failure of npy files.</summary>
internal static class NpyErrors
{
    public static ImmutableArray<ErrorCode> All { get; } = [.. ArrayHeaderErrors.All, .. ArrayErrors.All];
}
