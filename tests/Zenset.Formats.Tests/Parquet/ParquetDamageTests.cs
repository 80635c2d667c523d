using System.Diagnostics;
using Zenset.DuckDb;
using Zenset.Formats.Parquet;
using Zenset.Model;
using Zenset.Parquet;

namespace Zenset.Formats.Tests.Parquet;

/// <summary>Files that were cut, changed or made to hurt: each is read, or refused with one of our errors, and soon.</summary>
public class ParquetDamageTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public void Refuses_EveryTruncation()
    {
        var whole = Sample();
        for (var length = 1; length < whole.Length; length += length < 64 || whole.Length - length < 256 ? 1 : 37)
        {
            Assert.True(TryRead(whole[..length], out var failure) is false, $"{length} bytes were read");
            Assert.NotNull(failure);
        }
    }

    [Fact]
    public void Survives_ChangedBytes()
    {
        var whole = Sample();
        var random = new Random(7);
        for (var round = 0; round < 400; round++)
        {
            var changed = (byte[])whole.Clone();
            for (var n = random.Next(1, 6); n > 0; n--) changed[random.Next(4, changed.Length - 4)] = (byte)random.Next(256);
            Assert.True(ReadSoon(changed), $"round {round}");
        }
    }

    [Fact]
    public void Survives_ChangedFooters()
    {
        var whole = Sample();
        var footer = BitConverter.ToInt32(whole, whole.Length - 8);
        var random = new Random(8);
        for (var round = 0; round < 400; round++)
        {
            var changed = (byte[])whole.Clone();
            for (var n = random.Next(1, 4); n > 0; n--) changed[whole.Length - 8 - random.Next(1, footer + 1)] = (byte)random.Next(256);
            Assert.True(ReadSoon(changed), $"round {round}");
        }
    }

    [Fact]
    public void Survives_RewritingChangedFooters()
    {
        var whole = Sample();
        var footer = BitConverter.ToInt32(whole, whole.Length - 8);
        var random = new Random(9);
        var path = Path.GetTempFileName();
        try
        {
            for (var round = 0; round < 3000; round++)
            {
                var changed = (byte[])whole.Clone();
                for (var n = random.Next(1, 4); n > 0; n--) changed[whole.Length - 8 - random.Next(1, footer + 1)] = (byte)random.Next(256);
                File.WriteAllBytes(path, changed);
                try
                {
                    ParquetFooter.WithMetadata(path, new Dictionary<string, string?> { ["a"] = "b" });
                    Assert.Equal(changed[..^(footer + 8)], File.ReadAllBytes(path)[..(whole.Length - footer - 8)]);
                }
                catch (ZensetException)
                {
                    Assert.Equal(changed, File.ReadAllBytes(path));
                }
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Says_WhatIsMissing_FromACutFile()
    {
        var failure = Assert.Throws<SourceDataException>(() => Read(Sample()[..^1000]));

        Assert.Equal(ParquetErrors.NotParquet, failure.Code);
        Assert.EndsWith("does not end with PAR1: it was cut off, or something was appended. Fetch or write the file again; its footer is at the end, so nothing of a cut file can be read.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_EncryptedFiles()
    {
        var file = Sample();
        "PARE"u8.CopyTo(file.AsSpan(file.Length - 4));

        var failure = Assert.Throws<NotSupportedSourceException>(() => Read(file));

        Assert.Equal(ParquetErrors.Encrypted, failure.Code);
    }

    [Fact]
    public void Names_FieldAndRowGroup_OfADamagedPage()
    {
        var fields = new[] { new Field { Name = "good", Type = FieldType.Int64 }, new Field { Name = "bad", Type = FieldType.String } };
        var path = TableWriting.Write(new ParquetFormat(), [.. fields], "SELECT i AS c0, 'text ' || hash(i) AS c1 FROM range(6000) t(i)", ".parquet",
            options: new OptionValues(new Dictionary<string, string> { ["row-group-rows"] = "2048" }));
        try
        {
            var chunk = ParquetFooter.Read(path, "x").RowGroups[1].Columns[1];
            using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite)) RandomAccess.Write(file, new byte[2000], chunk.DataOffset + 40);

            var failure = Assert.Throws<SourceDataException>(() => TableReading.Read(new ParquetFormat(), path));

            Assert.Equal((ParquetErrors.BadData, "bad"), (failure.Code, failure.Location!.Field));
            Assert.Contains("in row group 2 of 3 (from row 2,049)", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] Sample()
    {
        var table = RandomTable.Make(12, random => RandomTable.AnyType(random));
        var path = TableWriting.Write(new ParquetFormat(), [.. table.Fields, new Field { Name = "text", Type = FieldType.String, Categories = new Categories(["a", "b", "c"]) }],
            $"SELECT *, CAST('b' AS ENUM('a', 'b', 'c')) AS x FROM ({table.Sql})", ".parquet");
        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }

    private static bool ReadSoon(byte[] bytes)
    {
        var clock = Stopwatch.StartNew();
        TryRead(bytes, out _);
        return clock.Elapsed < Soon;
    }

    private static bool TryRead(byte[] bytes, out ZensetException? failure)
    {
        failure = null;
        try
        {
            Read(bytes);
            return true;
        }
        catch (ZensetException e) when (e is SourceDataException or NotSupportedSourceException)
        {
            failure = e;
            return false;
        }
    }

    private static readonly Engine SharedEngine = Engine.Open(new EngineOptions { Threads = 1, MemoryLimitBytes = 1L << 30 });

    private static void Read(byte[] bytes)
    {
        var path = Path.Combine(Path.GetTempPath(), $"zenset-test-{Guid.NewGuid():N}.parquet");
        File.WriteAllBytes(path, bytes);
        try
        {
            TableReading.Read(new ParquetFormat(), path, engine: SharedEngine);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
