using System.Globalization;
using System.Text;
using Zenset.Formats.Csv;
using Zenset.Formats.Text;

namespace Zenset.Formats.Tests.Csv;

public class CsvSegmentTests
{
    [Theory]
    [InlineData("\n", false)]
    [InlineData("\r\n", false)]
    [InlineData("\r", false)]
    [InlineData("\n", true)]
    public void Gives_TheSameRows_ForAnySegmentSize(string end, bool isCompressed)
    {
        var bytes = Encoding.UTF8.GetBytes(RandomText(new Random(7), 300, end));
        var whole = CsvCase.Read(bytes).Table.ToString();

        foreach (var segmentBytes in new long[] { 1, 7, 64, 1000, 5000 })
        {
            var read = isCompressed ? CsvCase.Read(Gzip(bytes), segmentBytes: segmentBytes, name: "test.csv.gz") : CsvCase.Read(bytes, segmentBytes: segmentBytes);
            Assert.Equal(whole, read.Table.ToString());
        }
    }

    [Fact]
    public void Cuts_NeverInsideQuotes()
    {
        var text = "a,b\n1,\"" + string.Concat(Enumerable.Repeat("line\n,\"\"quoted\"\"\n", 1000)) + "\"\n2,x\n";

        for (var segmentBytes = 1L; segmentBytes < 20_000; segmentBytes += 997)
        {
            var read = CsvCase.Read(Encoding.UTF8.GetBytes(text), segmentBytes: segmentBytes);
            Assert.Equal(2, read.Table.Rows.Count);
            Assert.Equal("x", read.Table.Rows[1][1]);
        }
    }

    [Fact]
    public void Finds_TheSameBadRows_ForAnySegmentSize()
    {
        var bytes = Encoding.UTF8.GetBytes("id,t,n\n1,a,1\n2,b,2\n" + string.Concat(Enumerable.Range(3, 200).Select(i => (i % 7) switch
        {
            0 => $"{i},\"x\ny\",{i}\n",
            1 => $"{i},\"x\"z\",{i}\n",
            2 => $"{i},short\n",
            3 => $"{i},\"open,{i}\n",
            _ => $"{i},plain,{i}\n",
        })));
        var options = new[] { ("escape", "doubled"), ("delimiter", ",") };
        var whole = CsvCase.Read(bytes, options, onError: OnError.Skip);

        Assert.NotEmpty(whole.Rejected);
        foreach (var segmentBytes in new long[] { 1, 50, 333, 2000 })
        {
            var read = CsvCase.Read(bytes, options, segmentBytes: segmentBytes, onError: OnError.Skip);
            Assert.Equal(whole.Table.ToString(), read.Table.ToString());
            Assert.Equal(whole.Rejected, read.Rejected);
            // How far a stray quote reaches depends on where the segment ends; which row is bad does not.
            Assert.Equal(
                Assert.Throws<SourceDataException>(() => CsvCase.Read(bytes, options)).Location,
                Assert.Throws<SourceDataException>(() => CsvCase.Read(bytes, options, segmentBytes: segmentBytes)).Location);
        }
    }

    [Fact]
    public unsafe void Cutter_AgreesWithSplitter_OnRandomBytes()
    {
        var random = new Random(20240607);
        for (var seed = 0; seed < 400; seed++)
        {
            var dialect = new CsvDialect
            {
                Escape = (QuoteEscape)random.Next(3), Trim = random.Next(3) == 0, Comment = random.Next(4) == 0 ? (byte)'#' : (byte)0,
            };
            var text = new byte[random.Next(1, 200) + 64];
            for (var i = 0; i < text.Length - 64; i++) text[i] = ",,\"\"\n\r\\ a#"u8[random.Next(10)];
            var length = text.Length - 64;
            var starts = new SortedSet<long> { length };
            fixed (byte* p = text)
            {
                var splitter = new RecordSplitter(dialect, p, p + length, isFinal: true);
                while (splitter.HasMore)
                {
                    starts.Add(splitter.Position - p);
                    splitter.Next(null);
                }
            }
            var bytes = new Bytes(text.AsMemory(0, length));
            for (var target = 1L; target <= length; target++)
            {
                var start = starts.Where(s => s < target).Append(0).Max();
                Assert.Equal((seed, target, starts.First(s => s >= target)), (seed, target, new CsvCutter(dialect, "test").FindCut(bytes, start, target)));
            }
        }
    }

    private static string RandomText(Random random, int rows, string end)
    {
        var text = new StringBuilder("id,text,x").Append(end);
        for (var i = 0; i < rows; i++)
        {
            text.Append(i).Append(',');
            switch (random.Next(5))
            {
                case 0: text.Append("plain text"); break;
                case 1: text.Append("\"quoted, with comma\""); break;
                case 2: text.Append("\"two").Append(end).Append("lines\""); break;
                case 3: text.Append("\"\"\"in quotes\"\"\""); break;
                default: break;
            }
            text.Append(',').Append(CultureInfo.InvariantCulture, $"{random.Next(100) / 10.0}").Append(end);
        }
        return text.ToString();
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var stream = new System.IO.Compression.GZipStream(target, System.IO.Compression.CompressionLevel.Fastest)) stream.Write(bytes);
        return target.ToArray();
    }

    private sealed class Bytes(ReadOnlyMemory<byte> text) : ITextBytes
    {
        public long End => text.Length;

        public int ReadAt(long offset, Span<byte> buffer)
        {
            var n = (int)Math.Min(buffer.Length, text.Length - offset);
            if (n > 0) text.Span.Slice((int)offset, n).CopyTo(buffer);
            return Math.Max(0, n);
        }
    }
}
