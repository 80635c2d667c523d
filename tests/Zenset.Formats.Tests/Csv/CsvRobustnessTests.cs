using System.Text;

namespace Zenset.Formats.Tests.Csv;

public class CsvRobustnessTests
{
    private static ReadOnlySpan<byte> Alphabet => "0123456789.,;:-/\"'\\#\t \n\rabeENT\u00e4"u8;

    [Fact]
    public void Truncations_GiveRows_OrALocatedFailure()
    {
        var bytes = Encoding.UTF8.GetBytes("# head\nid;day;text;x\n1;2018-01-28;\"a \"\"b\"\"\";1,5\n2;2018-01-29;\"ü;\nz\";2,5\n3;;;\n");

        for (var length = 1; length < bytes.Length; length++) ReadsOrFails(bytes[..length]);
    }

    [Fact]
    public void RandomBytes_GiveRows_OrALocatedFailure()
    {
        var random = new Random(20240607);
        for (var i = 0; i < 300; i++)
        {
            var bytes = new byte[random.Next(1, 3000)];
            if (i % 3 == 0) random.NextBytes(bytes);
            else for (var j = 0; j < bytes.Length; j++) bytes[j] = Alphabet[random.Next(Alphabet.Length)];
            ReadsOrFails(bytes);
        }
    }

    [Fact]
    public void LongLines_OfQuotes_EndInTime()
    {
        ReadsOrFails([.. "a,b\n"u8, .. Enumerable.Repeat((byte)'"', 200_001)]);
        ReadsOrFails([.. "a,b\n1,2\n"u8, .. Enumerable.Repeat("\",\"x"u8.ToArray(), 50_000).SelectMany(b => b)]);
        ReadsOrFails([.. Enumerable.Repeat("\"a\n"u8.ToArray(), 20_000).SelectMany(b => b)]);
    }

    private static void ReadsOrFails(byte[] bytes)
    {
        foreach (var ragged in new[] { "stop", "repair" })
        {
            try
            {
                CsvCase.Read(bytes, [("ragged", ragged)], onError: ragged == "stop" ? OnError.Stop : OnError.Skip);
            }
            catch (ZensetException e)
            {
                Assert.NotNull(e.Location);
            }
        }
    }
}
