using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Zenset.Integrity;

namespace Zenset.Benchmarks;

/// <summary>
/// What does it cost to hash a part? 16 MiB in memory, on one core: SHA-256 alone (what a part is named after), CRC-32C alone (what
/// finds a place of damage), and both in one pass, as parts are hashed. Reading from a disk is not part of it.
/// </summary>
/// <remarks>No figures are recorded here yet.</remarks>
[MemoryDiagnoser]
public class CrcHashing : IDisposable
{
    private readonly byte[] _bytes = new byte[16 << 20];

    [GlobalSetup]
    public void Setup() => new Random(20240607).NextBytes(_bytes);

    [Benchmark(Baseline = true)]
    public int Sha256() => SHA256.HashData(_bytes).Length;

    [Benchmark]
    public int Checksum() => Crc32C.Compute(_bytes) != 0 ? 32 : 0;

    [Benchmark]
    public int Both()
    {
        using var hasher = new PartHasher();
        hasher.Append(_bytes);
        return hasher.Finish(0).Sha256.Length / 2;
    }

    public void Dispose() => GC.SuppressFinalize(this);

    public static IEnumerable<Func<CheckCase>> Cases() => [() =>
    {
        var hashing = new CrcHashing();
        hashing.Setup();
        return new CheckCase(nameof(CrcHashing), hashing, [(nameof(Sha256), () => hashing.Sha256()), (nameof(Checksum), () => hashing.Checksum()), (nameof(Both), () => hashing.Both())]);
    }];
}
