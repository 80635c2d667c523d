namespace Zenset.History;

/// <summary>What a removal did.</summary>
/// <param name="Versions">Versions removed.</param>
/// <param name="Objects">Parts, tags and log files removed.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record RemovalResult(int Versions, long Objects, long Bytes);

/// <summary>What <c>gc</c> collected, or would.</summary>
/// <param name="Objects">Orphans in the store.</param>
/// <param name="StagingEntries">Leftovers of dead processes in the staging folder.</param>
/// <param name="Bytes">Bytes of both.</param>
public sealed record GcResult(long Objects, int StagingEntries, long Bytes);
