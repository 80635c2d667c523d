using System.Text;
using Xunit;

namespace Zenset.Formats.Tests.Arff;

/// <summary>Whatever is done to a file, reading it ends, with rows or with an error that names the place.</summary>
public sealed class ArffHostileTests
{
    private static readonly string[] Samples =
    [
        "% c\n@relation 'r'\n@attribute n numeric\n@attribute i integer\n@attribute s string\n@attribute c {a,'b c'}\n@attribute d date 'yyyy-MM-dd HH:mm'\n@data\n" +
        "1.5,2,'x\\'y',a,'2020-01-02 03:04'\n?,?,?,?,?\n{0 3, 3 'b c'}\n-0,1e2,\"q\",'b c',?, {2.5}\n",
        "@RELATION r\n@attribute b relational\n@attribute x numeric\n@attribute s string\n@end b\n@attribute c {u,v}\n@data\n'1,\\'p q\\'\\n2,?',u\n'',v\n?,u % end\n",
        "@relation r\n" + string.Concat(Enumerable.Range(0, 120).Select(i => $"@attribute a{i} real\n")) + "@attribute c {u,v}\n@data\n{1 5, 7 ?, 119 -2, 120 v}\n{}\n{0 1e3}\n",
    ];

    [Fact]
    public void Ends_ForEveryTruncation()
    {
        foreach (var sample in Samples)
        {
            var bytes = Encoding.UTF8.GetBytes(sample);
            for (var length = 1; length < bytes.Length; length += sample.Length > 1000 ? 7 : 1) AssertEnds(bytes[..length]);
        }
    }

    [Fact]
    public void Ends_ForRandomChanges()
    {
        var random = new Random(20260103);
        var interesting = Encoding.UTF8.GetBytes("{}'\"\\,?%@ \t\r\n0-9e\0");
        for (var i = 0; i < 2500; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(Samples[i % Samples.Length]).ToList();
            for (var n = random.Next(1, 5); n > 0; n--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(5))
                {
                    case 0: bytes[at] = (byte)random.Next(256); break;
                    case 1: bytes.RemoveAt(at); break;
                    case 2: bytes.Insert(at, interesting[random.Next(interesting.Length)]); break;
                    case 3: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(40), bytes.Count - at))); break;
                    default: bytes[at] = interesting[random.Next(interesting.Length)]; break;
                }
                if (bytes.Count == 0) bytes.Add((byte)'@');
            }
            AssertEnds([.. bytes], i % 3 == 0 ? "unknown-category=add duplicate-names=number" : null);
        }
    }

    [Fact]
    public void Gives_TheSameRows_WhateverTheSegments()
    {
        var random = new Random(20260104);
        for (var i = 0; i < 40; i++)
        {
            var sample = Samples[i % Samples.Length];
            var data = sample.IndexOf("@data\n", StringComparison.OrdinalIgnoreCase) + 6;
            var text = sample + string.Concat(Enumerable.Repeat(sample[data..], random.Next(1, 30)));
            var whole = ArffCase.Read(text);

            foreach (var segments in (int[])[2, 8, 50])
            {
                var cut = ArffCase.Read(text, segmentBytes: Math.Max(1, text.Length / segments));
                Assert.Equal(whole.Text, cut.Text);
                Assert.Equal(whole.Types, cut.Types);
            }
        }
    }

    private static void AssertEnds(byte[] bytes, string? options = null)
    {
        try
        {
            ArffCase.Read(bytes, options);
        }
        catch (ZensetException e) when (e is not EngineException)
        {
            Assert.NotEmpty(e.Message);
        }
        catch (Exception e) when (e is not ZensetException || e is EngineException)
        {
            Assert.Fail($"{e.GetType().Name}: {e.Message}\n{Encoding.Latin1.GetString(bytes)}\n{e.StackTrace}");
        }
    }
}
