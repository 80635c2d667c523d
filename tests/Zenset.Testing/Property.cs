namespace Zenset.Testing;

/// <summary>Seeded loops: a statement that holds for every case that a generator makes.</summary>
/// <remarks>
/// Case n of seed s is always the same. <c>ZENSET_SEED</c> sets another seed, <c>ZENSET_CASES</c> multiplies the number of cases. Sizes
/// grow with the case number, so that the first failure is about the smallest.
/// </remarks>
public static class Property
{
    private static readonly int Seed = Number("ZENSET_SEED", 20260101);
    private static readonly int Factor = Number("ZENSET_CASES", 1);

    /// <summary>Checks <paramref name="statement"/> for <paramref name="cases"/> cases; a failure names the seed and the case.</summary>
    /// <param name="cases">Number of cases.</param>
    /// <param name="generate">Makes a case; the number is its size, growing from 0.</param>
    /// <param name="statement">Throws when it does not hold.</param>
    public static void ForAll<T>(int cases, Func<Random, int, T> generate, Action<T> statement)
    {
        for (var i = 0; i < cases * Factor; i++)
        {
            var made = generate(new Random(HashCode(Seed, i)), i);
            try
            {
                statement(made);
            }
            catch (Exception e)
            {
                throw new PropertyFailedException($"Case {i} of seed {Seed} (ZENSET_SEED={Seed}): {Describe(made)}\n{e.Message}", e);
            }
        }
    }

    /// <summary>As <see cref="ForAll{T}(int,Func{Random,int,T},Action{T})"/>, for statements that wait.</summary>
    public static async Task ForAllAsync<T>(int cases, Func<Random, int, T> generate, Func<T, Task> statement)
    {
        for (var i = 0; i < cases * Factor; i++)
        {
            var made = generate(new Random(HashCode(Seed, i)), i);
            try
            {
                await statement(made);
            }
            catch (Exception e)
            {
                throw new PropertyFailedException($"Case {i} of seed {Seed} (ZENSET_SEED={Seed}): {Describe(made)}\n{e.Message}", e);
            }
        }
    }

    /// <summary>A number from the environment.</summary>
    public static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var value) ? value : otherwise;

    // Not System.HashCode, which differs from one process to the next.
    private static int HashCode(int seed, int i) => unchecked(seed * 486187739 + i * 16777619);

    private static string Describe(object? made)
    {
        var text = made?.ToString() ?? "null";
        return text.Length <= 2000 ? text : text[..2000] + "…";
    }
}

/// <summary>A statement did not hold for a case.</summary>
public sealed class PropertyFailedException(string message, Exception inner) : Exception(message, inner);
