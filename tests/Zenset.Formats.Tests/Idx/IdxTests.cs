using System.Collections.Immutable;
using Zenset.Formats.Idx;
using Zenset.Formats.Tests.Arrays;
using Zenset.Formats.Tests.Contract;
using Zenset.Model;

namespace Zenset.Formats.Tests.Idx;

/// <summary>IDX files: those of Fashion-MNIST, those that NumPy's bytes make, and ours as NumPy reads them.</summary>
public sealed class IdxTests
{
    [Fact]
    public void ReadsPictures_OfFashionMnist()
    {
        if (SharedData.Find("tensors/fashion-mnist/t10k-images-idx3-ubyte.gz") is not { } path) return;

        var read = TableReading.Read(new IdxFormat(), path);

        Assert.Equal(10_000, read.Rows.Count);
        Assert.Equal(FieldType.FixedList(FieldType.UInt8, 784), read.Fields.Single().Type);
        Assert.Equal("values", read.Fields.Single().Name);
    }

    [Fact]
    public async Task ComesBack_ByteForByte()
    {
        if (SharedData.Find("tensors/fashion-mnist/t10k-images-idx3-ubyte.gz") is not { } path) return;
        using var bench = new Workbench();
        await bench.ImportAsync(path, "pictures");

        var losses = await bench.ExportAsync("pictures", new IdxFormat(), bench["back-idx3-ubyte"], isLossy: false);

        Assert.Empty(losses);
        await using var packed = new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress);
        using var plain = new MemoryStream();
        await packed.CopyToAsync(plain);
        Assert.Equal(plain.ToArray(), await File.ReadAllBytesAsync(bench["back-idx3-ubyte"]));
    }

    [Theory]
    [InlineData("'u1'", "8", "0, 255, 7")]
    [InlineData("'i1'", "9", "-128, 127, 7")]
    [InlineData("'>i2'", "11", "-32768, 32767, 7")]
    [InlineData("'>i4'", "12", "-2147483648, 2147483647, 7")]
    [InlineData("'>f4'", "13", "-0.0, np.inf, 1e-45")]
    [InlineData("'>f8'", "14", "-0.0, np.nan, 5e-324")]
    public async Task RoundTrips_EveryElementType(string dtype, string code, string values)
    {
        if (!Python.IsThere) return;
        using var bench = new Workbench();
        foreach (var shape in (string[])["(6,)", "(2, 3)", "(3, 1, 2)", "(0, 2)", "(1, 1, 1, 1, 6)"])
        {
            Python.Do(
                $"""
                x = np.resize(np.array([{values}], dtype={dtype}), {shape})
                open(a[0], 'wb').write(bytes([0, 0, {code}, x.ndim]) + np.array(x.shape, '>u4').tobytes() + x.tobytes())
                """, bench["x.idx"]);

            await bench.ImportAsync(bench["x.idx"], "x", "idx");
            Assert.Empty(await bench.ExportAsync("x", new IdxFormat(), bench["back.idx"], isLossy: false));

            Assert.Equal(await File.ReadAllBytesAsync(bench["x.idx"]), await File.ReadAllBytesAsync(bench["back.idx"]));
        }
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 7, 1, 0, 0, 0, 1, 5 }, "idx/header")]
    [InlineData(new byte[] { 0, 0, 8, 0, 0, 0, 0, 1, 5 }, "idx/header")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0 }, "idx/header")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 2, 5 }, "array/cut-off")]
    [InlineData(new byte[] { 0, 0, 14, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 5 }, "array/too-large")]
    [InlineData(new byte[] { 0, 0, 8, 2, 255, 255, 255, 255, 0, 0, 0, 0 }, "array/too-large")]
    public void RefusesHeaders_ThatPromiseTooMuch(byte[] bytes, string code)
    {
        using var bench = new Workbench();
        File.WriteAllBytes(bench["x.idx"], bytes);

        var failure = Assert.ThrowsAny<ZensetException>(() => TableReading.Read(new IdxFormat(), bench["x.idx"]));

        Assert.Equal(code, failure.Code.Id);
    }

    [Fact]
    public void KnowsIt_ByItsBytes()
    {
        static DetectionConfidence Detect(string name, params byte[] bytes) => new IdxFormat().Detect(new SourceHead(name, bytes, IsWhole: true));

        Assert.Equal(DetectionConfidence.Certain, Detect("train-labels-idx1-ubyte", 0, 0, 8, 1, 0, 0, 0, 2, 5, 6));
        Assert.Equal(DetectionConfidence.Likely, Detect("unknown", 0, 0, 8, 1, 0, 0, 0, 2, 5, 6));
        Assert.Equal(DetectionConfidence.None, Detect("unknown", 0, 0, 8, 1, 0, 0, 0, 3, 5, 6));
        Assert.Equal(DetectionConfidence.None, Detect("unknown", 0, 0, 1, 0, 0, 0, 0, 3, 5, 6));
    }
}
