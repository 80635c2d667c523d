using System.Globalization;
using System.Text;
using Xunit;
using Zenset.Formats.Text;

namespace Zenset.Formats.Tests.Text;

public sealed class NumberParserTests
{
    [Fact]
    public void ParseDouble_EqualsTheLibrary_ForRandomBitsInShortestForm()
    {
        var random = new Random(20260101);

        for (var i = 0; i < 300_000; i++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (!double.IsFinite(value)) continue;
            AssertSame(value.ToString("R", CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void ParseDouble_EqualsTheLibrary_ForRandomDigits()
    {
        var random = new Random(20260102);
        var text = new StringBuilder();

        for (var i = 0; i < 300_000; i++)
        {
            text.Clear();
            if (random.Next(2) == 0) text.Append('-');
            for (var n = random.Next(0, 14); n >= 0; n--) text.Append((char)('0' + random.Next(10)));
            if (random.Next(4) > 0)
            {
                text.Append('.');
                for (var n = random.Next(0, 22); n > 0; n--) text.Append((char)('0' + random.Next(10)));
            }
            if (random.Next(3) == 0) text.Append(random.Next(2) == 0 ? 'e' : 'E').Append(random.Next(-340, 320));
            AssertSame(text.ToString());
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("-0.0")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("+5.25")]
    [InlineData("00012")]
    [InlineData("1e5")]
    [InlineData("1E+05")]
    [InlineData("9007199254740993")]
    [InlineData("9007199254740992.5")]
    [InlineData("18446744073709551615")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("0.00000000000000000000000000001234567")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("1e-400")]
    [InlineData("4.9e-324")]
    [InlineData("2.2250738585072011e-308")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("1.7976931348623159e308")]
    [InlineData("8.5e-17")]
    [InlineData("1.00000000000000011102230246251565")]
    [InlineData("7.2057594037927933e16")]
    public void ParseDouble_EqualsTheLibrary_AtTheEdges(string text) => AssertSame(text);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData("e5")]
    [InlineData("nan")]
    [InlineData("1e")]
    [InlineData("1.2.3")]
    [InlineData("12a")]
    [InlineData("--1")]
    [InlineData(" 1")]
    public void TryParseDouble_RefusesWhatIsNoNumber(string text) =>
        Assert.False(NumberParser.TryParseDouble(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("-0", 0L)]
    [InlineData("+17", 17L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("000000000000000000000000000012", 12L)]
    [InlineData("123456789012345678", 123456789012345678L)]
    public unsafe void ParseInt64_ReadsTheWholeRange(string text, long expected)
    {
        var padded = new byte[text.Length + NumberParser.Padding];
        Encoding.UTF8.GetBytes(text, padded);

        fixed (byte* p = padded)
        {
            Assert.True(NumberParser.ParseInt64(p, p + text.Length, out var value) == p + text.Length);
            Assert.Equal(expected, value);
        }
    }

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("99999999999999999999")]
    [InlineData("")]
    [InlineData("-")]
    public unsafe void ParseInt64_RefusesWhatDoesNotFit(string text)
    {
        var padded = new byte[text.Length + NumberParser.Padding];
        Encoding.UTF8.GetBytes(text, padded);

        fixed (byte* p = padded)
        {
            Assert.True(NumberParser.ParseInt64(p, p + text.Length, out _) == null);
        }
    }

    private static void AssertSame(string text)
    {
        var expected = double.Parse(text, CultureInfo.InvariantCulture);

        Assert.True(NumberParser.TryParseDouble(Encoding.UTF8.GetBytes(text), out var value), text);
        Assert.True(BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(value), $"{text}: {value:R}, not {expected:R}");
    }
}
