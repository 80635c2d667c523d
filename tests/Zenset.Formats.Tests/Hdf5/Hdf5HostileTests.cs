using System.Buffers.Binary;
using Zenset.Formats.Hdf5;
using Zenset.Formats.Tests.Contract;
using Zenset.Model;

namespace Zenset.Formats.Tests.Hdf5;

/// <summary>Damage that ended the process inside the library (1.10.8): found by changing files at random, made here on purpose.</summary>
public sealed class Hdf5HostileTests
{
    private const string Compound = "f.create_dataset('c', data=np.zeros(3, dtype=[('a', 'i4'), ('b', 'f8')]))";

    private const string Many = "for i in range(20): f[f'd{i}'] = np.arange(3)";

    [Fact]
    public Task AnAddressBelowTheLast_IsAnError() =>
        // The first child of the B-tree of the root: behind signature, kind, level, count, two neighbours and a key.
        RefusesAsync("f['a'] = np.arange(3)", "earliest", bytes => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(Find(bytes, "TREE") + 32), -8), "the index of a group or of chunks is damaged");

    // The library reads 512 bytes of a header, and then the rest of it alone.
    [Fact]
    public async Task ALongHeader_IsRead()
    {
        if (!Peers.AreThere) return;
        using var bench = new Workbench();
        Peers.Do("import numpy as np, h5py\nwith h5py.File(a[0], 'w') as f:\n    f.create_dataset('c', data=np.zeros(3, dtype=[(f'member{i}', 'i4') for i in range(60)]))", bench["x.h5"]);

        var tables = await TableReading.ReadAllAsync(new Hdf5Format(), bench["x.h5"]);

        Assert.Equal(3, Assert.Single(tables).Value.Rows.Count);
    }

    [Fact]
    public Task AMemberOutsideItsValue_IsAnError() =>
        // Of the second member: name, padded to 8 bytes, then its offset.
        RefusesAsync(Compound, "earliest", bytes => bytes[Find(bytes, "b\0\0\0\0\0\0\0") + 8] = 200, "a type is damaged");

    [Fact]
    public Task ANameOutsideItsHeap_IsAnError() =>
        RefusesAsync("f['a'] = np.arange(3)", "earliest", bytes => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(Find(bytes, "SNOD") + 8), 100_000), "a name of a group lies outside its heap");

    [Fact]
    public Task FreeBlocksInACircle_AreAnError() =>
        RefusesAsync(
            "f['a'] = np.arange(3)", "earliest",
            bytes =>
            {
                var heap = Find(bytes, "HEAP");
                var free = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(heap + 16));
                var data = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(heap + 24));
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan((int)(data + free)), free);
            },
            "a heap of names is damaged");

    [Fact]
    public Task ALinkOfAnUnknownVersion_IsAnError() =>
        // A link: message 6, its size, flags, then its version.
        RefusesAsync("f['a'] = np.arange(3); f['b'] = np.arange(3)", "latest", bytes => bytes[FindLink(bytes, 'b') - 3] = 9, "a link is damaged");

    [Fact]
    public Task AnArrayOfChunksThatIsTooShort_IsAnError() =>
        RefusesAsync(
            "f.create_dataset('x', data=np.arange(100), chunks=(7,))", "latest", bytes => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(Find(bytes, "FAHD") + 8), 2), "the index of its chunks does not fit it");

    [Fact]
    public Task AHeapWithBlocksOfNoBytes_IsAnError() =>
        // Width of its table of blocks: behind 14 bytes, ten lengths and two addresses.
        RefusesAsync(Many, "latest", bytes => bytes[Find(bytes, "FRHP") + 110] = 0, "a heap is damaged");

    [Fact]
    public Task AnIndexWithMoreRecordsThanRoom_IsAnError() =>
        // Records of the root: behind signature, version, kind, sizes, depth, two shares and an address.
        RefusesAsync(Many, "latest", bytes => bytes[Find(bytes, "BTHD") + 24] = 0xFF, "an index is damaged");

    [Fact]
    public Task AnIndexOfAnotherKind_IsAnError() =>
        // Names of links (5) become chunks (10).
        RefusesAsync(Many, "latest", bytes => bytes[Find(bytes, "BTHD") + 5] = 10, "an index is damaged");

    [Fact]
    public Task AttributesOfAHeapThatIsNotThere_AreAnError() =>
        // The first record of the index of attributes: its place in a heap, then flags, of which 2 is that it is shared.
        RefusesAsync(
            "f['a'] = np.arange(3)\n    for i in range(12): f['a'].attrs[f'n{i}'] = i", "latest", bytes => bytes[Find(bytes, "BTLF\0\u0008") + 14] |= 2, "attributes that objects share are not read where there are many");

    [Fact]
    public Task AnArrayOfMoreChunksThanAFileHolds_IsAnError() =>
        // The last entry that was set, behind 12 bytes and four lengths.
        RefusesAsync(
            "d = f.create_dataset('x', shape=(50,), maxshape=(None,), chunks=(7,), dtype='i4'); d[:] = 1", "latest",
            bytes => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(Find(bytes, "EAHD") + 44), long.MaxValue), "the index of its chunks does not fit it");

    [Fact]
    public Task AValueOfNothingWrittenThatIsTooShort_IsAnError() =>
        // Version 2: when it was written and that it is, then its bytes.
        RefusesAsync(
            "f.create_dataset('x', data=np.arange(4, dtype='i8'), fillvalue=0x1122334455667788)", "earliest", bytes => bytes[Find(bytes, "\u0088\u0077\u0066\u0055") - 4] = 4, "what stands where nothing was written has 4 bytes, and values have 8");

    [Fact]
    public Task MoreRowsWithoutValuesThanAFileHolds_AreAnError() =>
        // Dimensions, and what they may be: 2 rows of none become too many.
        RefusesAsync(
            "f.create_dataset('x', shape=(2, 0), maxshape=(None, None), chunks=(3, 2), dtype='i4')", "latest", bytes => bytes[Find(bytes, "\u0002\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\u00ff\u00ff") + 5] = 99,
            "it claims far more rows than its file can hold", "hdf5/too-large");

    private static async Task RefusesAsync(string lines, string version, Action<byte[]> damage, string problem, string code = "hdf5/damaged")
    {
        if (!Peers.AreThere) return;
        using var bench = new Workbench();
        var path = bench["x.h5"];
        Peers.Do($"import numpy as np, h5py\nwith h5py.File(a[0], 'w', libver='{version}') as f:\n    {lines}", path);
        var bytes = await File.ReadAllBytesAsync(path);
        var checksums = new Hdf5Checksums(bytes);
        damage(bytes);
        checksums.Mend(bytes);
        await File.WriteAllBytesAsync(path, bytes);

        var failure = await Assert.ThrowsAnyAsync<ZensetException>(() => TableReading.ReadAllAsync(new Hdf5Format(), path));

        Assert.Equal(code, failure.Code.Id);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    private static int Find(byte[] bytes, string text) => bytes.AsSpan().IndexOf(System.Text.Encoding.Latin1.GetBytes(text)) is var at and >= 0 ? at : throw new InvalidOperationException($"'{text}' is not there");

    // Version 1, flags, length 1, name.
    private static int FindLink(byte[] bytes, char name)
    {
        for (var at = 3; at < bytes.Length; at++)
        {
            if (bytes[at] == name && bytes[at - 1] == 1 && bytes[at - 3] == 1) return at;
        }
        throw new InvalidOperationException($"no link '{name}'");
    }
}
