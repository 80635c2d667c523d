using System.Runtime.CompilerServices;

namespace Zenset.Integrity;

/// <summary>
/// Digest of a column's values in row order: a polynomial over the values' hashes, modulo the prime 2^61 − 1. Digests of consecutive
/// pieces combine into the digest of the whole, so segments are digested on their own and row groups do not matter.
/// </summary>
/// <remarks>
/// digest(v₀ … vₙ₋₁) = v₀·r^(n−1) + … + vₙ₋₁ mod p, with r = <see cref="Base"/>. It tells contents apart by accident with a chance of
/// about 2^−61 for a column; it does not withstand an attacker, which the SHA-256 of the parts and manifests do. Values are
/// documented in <c>docs/on-disk.md</c>, "Content hash", and never change.
/// </remarks>
public struct ContentDigest : IEquatable<ContentDigest>
{
    private const ulong Prime = (1UL << 61) - 1;

    /// <summary>The base r: the first 61 bits of π's fraction, below the prime.</summary>
    private const ulong Base = 0x0487ED5110B4611A;

    private static readonly ulong Base2 = Multiply(Base, Base);
    private static readonly ulong Base3 = Multiply(Base2, Base);
    private static readonly ulong Base4 = Multiply(Base3, Base);

    private ulong _value;

    /// <summary>Number of rows digested.</summary>
    public long Rows { get; private set; }

    /// <summary>Number of missing values among them.</summary>
    public long Missing { get; private set; }

    /// <summary>The digest, 0 … 2^61 − 2.</summary>
    public readonly ulong Value => _value;

    /// <summary>Appends the hashes of further values; each is reduced to its upper 61 bits.</summary>
    /// <param name="hashes">One hash for each row.</param>
    /// <param name="missing">How many of the rows are missing values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Append(ReadOnlySpan<ulong> hashes, long missing)
    {
        var digest = _value;
        var i = 0;
        // Four rows at once: their products do not wait for each other, and their sum fits 128 bits (5 · 2^122).
        for (; i + 4 <= hashes.Length; i += 4)
        {
            var high = Math.BigMul(digest, Base4, out ulong low);
            Accumulate(ref high, ref low, hashes[i] >> 3, Base3);
            Accumulate(ref high, ref low, hashes[i + 1] >> 3, Base2);
            Accumulate(ref high, ref low, hashes[i + 2] >> 3, Base);
            low += hashes[i + 3] >> 3;
            if (low < hashes[i + 3] >> 3) high++;
            digest = Reduce(high, low);
        }
        for (; i < hashes.Length; i++) digest = Add(Multiply(digest, Base), hashes[i] >> 3);
        _value = digest;
        Rows += hashes.Length;
        Missing += missing;
    }

    /// <summary>Appends the digest of the rows that follow.</summary>
    public void Append(ContentDigest following)
    {
        _value = Add(Multiply(_value, Power(following.Rows)), following._value);
        Rows += following.Rows;
        Missing += following.Missing;
    }

    /// <inheritdoc/>
    public readonly bool Equals(ContentDigest other) => _value == other._value && Rows == other.Rows && Missing == other.Missing;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ContentDigest other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => _value.GetHashCode();

    /// <summary>Same value, rows and missing.</summary>
    public static bool operator ==(ContentDigest left, ContentDigest right) => left.Equals(right);

    /// <summary>Not the same.</summary>
    public static bool operator !=(ContentDigest left, ContentDigest right) => !left.Equals(right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(ref ulong high, ref ulong low, ulong a, ulong b)
    {
        var h = Math.BigMul(a, b, out ulong l);
        low += l;
        high += h + (low < l ? 1UL : 0);
    }

    private static ulong Power(long exponent)
    {
        ulong result = 1, square = Base;
        for (; exponent > 0; exponent >>= 1, square = Multiply(square, square))
        {
            if ((exponent & 1) != 0) result = Multiply(result, square);
        }
        return result;
    }

    private static ulong Multiply(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out ulong low);
        return Reduce(high, low);
    }

    private static ulong Add(ulong a, ulong b) => Reduce(0, a + b);

    // 2^61 ≡ 1: the bits above the 61st are added to those below.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Reduce(ulong high, ulong low)
    {
        var folded = (low & Prime) + (low >> 61 | high << 3 & Prime) + (high >> 58);
        folded = (folded & Prime) + (folded >> 61);
        return folded >= Prime ? folded - Prime : folded;
    }
}
