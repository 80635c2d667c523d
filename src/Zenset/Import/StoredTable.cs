using System.Collections.Immutable;
using Zenset.Integrity;
using Zenset.Model;

namespace Zenset.Import;

/// <summary>What storing a table gave.</summary>
/// <param name="Fields">Fields as they are now, after widening.</param>
/// <param name="Parts">Parts in row order.</param>
/// <param name="Digests">Content digest of every field.</param>
internal sealed record StoredTable(ImmutableArray<Field> Fields, ImmutableArray<Part> Parts, ImmutableArray<ContentDigest> Digests);
