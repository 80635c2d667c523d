using Zenset.Model;

namespace Zenset.History;

/// <summary>A dataset as a list shows it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Version">Latest version.</param>
/// <param name="Rows">Rows of all its resources.</param>
/// <param name="Bytes">Bytes of all its parts.</param>
/// <param name="Created">When it was committed.</param>
/// <param name="Title">Title, if it has one.</param>
/// <param name="Problem">Why its manifest cannot be read; null when it can. The numbers mean nothing then.</param>
public sealed record DatasetSummary(DatasetName Name, int Version, long Rows, long Bytes, DateTimeOffset Created, string? Title, string? Problem);
