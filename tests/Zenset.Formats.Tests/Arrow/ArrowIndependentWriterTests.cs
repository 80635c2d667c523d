using System.Globalization;
using Zenset.Model;

namespace Zenset.Formats.Tests.Arrow;

/// <summary>What Zenset finds in what Arrow's JavaScript library writes: the values that <c>write-arrow.mjs</c> computes, computed again.</summary>
public sealed class ArrowIndependentWriterTests
{
    [Theory]
    [InlineData("file", "arrow")]
    [InlineData("stream", "arrow-stream")]
    public void Reads_WhatJavaScriptWrote(string kind, string formatId)
    {
        var path = Path.Combine(Path.GetTempPath(), $"zenset-test-{Guid.NewGuid():N}.bin");
        try
        {
            ArrowPeers.Write(kind, path);

            Assert.Equal(formatId, AllFormats.Catalog.Detect(Source.Open(path)).Id);
            var table = TableReading.Read(AllFormats.Catalog.Get(formatId), path);

            Assert.Equal(
                "null:null bool:boolean i8:int8 i16:int16 i32:int32 i64:int64 u8:uint8 u16:uint16 u32:uint32 u64:uint64 f16:float16 f32:float32 f64:float64 text:string large:string bytes:binary fixed:binary "
                + "day:date dayMs:date s:time[s] ms:time[ms] us:time[us] ns:time[ns] atS:timestamp[s] atMs:timestamp[ms,Europe/Berlin] atUs:timestamp[us] atNs:timestamp[ns,UTC] took:int64 "
                + "list:list<int32> pair:vector<float32>[2] struct:struct<a:int32,b:string> map:map<string,int32> word:string number:float64",
                string.Join(' ', table.Fields.Select(f => $"{f.Name}:{f.Type}")));
            Assert.Equal("low mid high", string.Join(' ', table.Fields.Single(f => f.Name == "word").Categories!.Values.Order(StringComparer.Ordinal).OrderBy(v => Array.IndexOf(["low", "mid", "high"], v))));
            Assert.Equal("duration[us]", table.Fields.Single(f => f.Name == "took").SourceFormat);
            Assert.Equal(300, table.Rows.Count);
            for (var i = 0; i < 300; i++) Assert.Equal(Expected(i), table.Rows[i]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string?[] Expected(int i)
    {
        if (i % 5 == 3) return new string?[34];
        var day = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        string N(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
        string Real(double value) => value == Math.Floor(value) ? N(value) + ".0" : N(value);
        string Fraction(long value, int digits) => value == 0 ? "" : "." + value.ToString("D" + N(digits), CultureInfo.InvariantCulture).TrimEnd('0');
        return
        [
            null, i % 2 == 0 ? "true" : "false", N(i % 128 - 64), N(i - 150), N(-i * 100000), N(i * 1000000000000L), N(i % 256), N(i * 200), N(i * 14000000L), N(18446744073709551615UL - (ulong)i),
            Real(i / 4.0), Real(i / 8.0), Real(i / 10.0), $"row {i} ä🙂", new string('x', i % 20), $"{i % 256:X2}00FF", $"0102{i % 256:X2}",
            day.AddDays(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day.AddDays(-i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            $"00:{i / 60:D2}:{i % 60:D2}", $"00:00:0{i * 7 / 1000}{Fraction(i * 7 % 1000, 3)}", $"00:00:00{Fraction(i * 11, 6)}", $"00:00:00{Fraction(i * 13, 9)}",
            day.AddSeconds(i).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), $"1970-01-01 00:00:00{Fraction(i, 3)}+00", $"1970-01-01 00:00:00{Fraction(i * 1000, 6)}", $"1970-01-01 00:00:00{Fraction(i * 1000000L, 9)}",
            N(i), $"[{string.Join(", ", Enumerable.Range(0, i % 4))}]", $"[{Real(i)}, {(i == 0 ? "-0.0" : Real(-i))}]", $"{{'a': {i}, 'b': b{i}}}", $"{{k{i}={i}}}", ((string[])["low", "mid", "high"])[i % 3], Real(i % 7 * 1.5),
        ];
    }
}
