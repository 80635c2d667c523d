namespace Zenset.Benchmarks;

/// <summary>One setting of a benchmark class, for <c>--check</c>: its ways give equal results, and each allocates what it is known to.</summary>
/// <param name="Name">Class and setting.</param>
/// <param name="Benchmark">The class, set up; disposed after the check.</param>
/// <param name="Ways">The benchmark methods. Those of one case return equal values.</param>
public sealed record CheckCase(string Name, IDisposable Benchmark, IReadOnlyList<(string Name, Func<object> Run)> Ways);
