using Zenset.Formats.Hdf5;

namespace Zenset.Formats.Tests.Hdf5;

/// <summary>The sample beside the tests, whole: what its table says, and what is kept of its source.</summary>
public sealed class Hdf5OwnSampleTests
{
    [Fact]
    public async Task IsReadWhole()
    {
        if (!Peers.HaveLibrary) return;

        var tables = await TableReading.ReadAllAsync(new Hdf5Format(), SharedData.Own("hdf5/irises.h5"));

        Assert.Equal(["runs", "train"], tables.Keys);
        var train = tables["train"];
        Assert.Equal("X:vector<float32>[4], note:string, y:string", string.Join(", ", train.Fields.Select(f => $"{f.Name}:{f.Type}")));
        Assert.Equal("[5.8, 2.7, 5.1, 1.9]||virginica", string.Join('|', train.Rows[5]));
        Assert.Equal("naïve", train.Rows[1][1]);
        Assert.Equal(["setosa", "versicolor", "virginica"], train.Fields[2].Categories!.Values.AsEnumerable());
        Assert.Equal("first|[0.5, 0.75]|true;second|[]|false", string.Join(';', tables["runs"].Rows.Select(r => string.Join('|', r))));
        Assert.Equal(
            """{"path":"/train","datasets":[{"path":"/train/X","type":"float32","shape":[6,4],"attributes":{"unit":"cm"}},{"path":"/train/note","type":"string","shape":[6]},{"path":"/train/y","type":"enumeration","shape":[6]}]}""",
            train.Metadata["hdf5"]);
    }

    [Fact]
    public async Task CutAnywhere_ItIsRefused()
    {
        if (!Peers.HaveLibrary) return;
        var bytes = await File.ReadAllBytesAsync(SharedData.Own("hdf5/irises.h5"));
        var path = Path.GetTempFileName();
        try
        {
            for (var i = 1; i < 40; i++)
            {
                await File.WriteAllBytesAsync(path, bytes[..(bytes.Length * i / 40)]);

                var failure = await Assert.ThrowsAsync<SourceDataException>(() => TableReading.ReadAllAsync(new Hdf5Format(), path));

                Assert.Equal("hdf5/damaged", failure.Code.Id);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("x.h5", 0)]
    [InlineData("x.bin", 0)]
    [InlineData("x.bin", 512)]
    [InlineData("x.bin", 2048)]
    public void IsKnownByItsSignature_EvenBehindAUserBlock(string name, int at)
    {
        var bytes = new byte[4096];
        Hdf5Format.Signature.CopyTo(bytes.AsSpan(at));

        Assert.Equal(DetectionConfidence.Certain, new Hdf5Format().Detect(new SourceHead(name, bytes, true)));
        Assert.Equal(DetectionConfidence.None, new Hdf5Format().Detect(new SourceHead("x.bin", new byte[4096], true)));
    }
}
