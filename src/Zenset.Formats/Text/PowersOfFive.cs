using System.Numerics;

namespace Zenset.Formats.Text;

/// <summary>
/// The powers 5^q for q = -342 … 308, each as the 128 leading bits: rounded down for q ≥ 0, up for q &lt; 0 (Lemire 2021, §6).
/// Made on first use, in about a millisecond.
/// </summary>
internal static class PowersOfFive
{
    /// <summary>Least exponent of the table: below it every number of 19 digits is 0.</summary>
    public const int Least = -342;

    /// <summary>Greatest exponent of the table: above it every number but 0 is infinite.</summary>
    public const int Greatest = 308;

    private static readonly (ulong High, ulong Low)[] Table = Make();

    /// <summary>The leading 128 bits of 5^<paramref name="exponent"/>.</summary>
    public static (ulong High, ulong Low) Get(int exponent) => Table[exponent - Least];

    private static (ulong, ulong)[] Make()
    {
        var table = new (ulong, ulong)[Greatest - Least + 1];
        var power = BigInteger.One;
        for (var q = 0; q <= Greatest; q++, power *= 5) table[q - Least] = Split(Leading(power));
        power = 5;
        for (var q = -1; q >= Least; q--, power *= 5)
        {
            var bits = (int)power.GetBitLength();
            var reciprocal = (BigInteger.One << (q >= -27 ? bits + 127 : 2 * bits + 128)) / power + 1;
            table[q - Least] = Split(Leading(reciprocal));
        }
        return table;
    }

    private static BigInteger Leading(BigInteger n)
    {
        var excess = (int)n.GetBitLength() - 128;
        return excess > 0 ? n >> excess : n << -excess;
    }

    private static (ulong, ulong) Split(BigInteger n) => ((ulong)(n >> 64), (ulong)(n & ulong.MaxValue));
}
