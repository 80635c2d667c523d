using Zenset.Cli.Output;

namespace Zenset.Cli.Tests.Output;

public sealed class OutputTests
{
    [Theory]
    [InlineData("abc", 3)]
    [InlineData("日本", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("👩‍👩‍👧", 2)]
    [InlineData("ﬁ", 1)]
    public void Width_IsInTerminalColumns(string text, int columns) => Assert.Equal(columns, TextWidth.Of(text));

    [Theory]
    [InlineData("日本語", 5, "日本…")]
    [InlineData("日本語", 4, "日…")]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    public void Cut_KeepsWholeCharacters(string text, int columns, string expected) => Assert.Equal(expected, TextWidth.Cut(text, columns));

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1, "1 byte")]
    [InlineData(999, "999 bytes")]
    [InlineData(1000, "1.0 KB")]
    [InlineData(9_960, "10 KB")]
    [InlineData(28_123, "28 KB")]
    [InlineData(999_600, "1.0 MB")]
    [InlineData(1_400_000_000, "1.4 GB")]
    public void Bytes_HaveTwoOrThreeDigits(long bytes, string expected) => Assert.Equal(expected, Units.Bytes(bytes));

    [Theory]
    [InlineData(0.01, "0.1 s")]
    [InlineData(9.96, "10 s")]
    [InlineData(75, "1 min 15 s")]
    [InlineData(7500, "2 h 5 min")]
    public void Durations_HaveTheirUnit(double seconds, string expected) => Assert.Equal(expected, Units.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void ATable_FitsTheTerminal_AndSaysWhatItLeftOut()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal { Out = output, Error = TextWriter.Null, Width = 24 };
        var table = new TextTable(terminal, new("name"), new("n", RightAligned: true), new("a long heading"), new("more"));
        table.Add("日本", "1", "x", "");
        table.Add("b", "1,000", "yy", "z");

        var hidden = table.Write(output);

        Assert.Equal("name      n  a long hea…", output.ToString().Split('\n')[0]);
        Assert.Equal("日本      1  x", output.ToString().Split('\n')[1]);
        Assert.Equal(1, hidden);
        Assert.All(output.ToString().Split('\n'), line => Assert.True(TextWidth.Of(line) <= 24));
    }

    [Fact]
    public void Progress_IsABarOnATerminal_ALineElsewhere_AndNothingWhenQuiet()
    {
        var state = new ProgressDisplay.State(null, 0.25, 1000, 50_000_000);

        Assert.Equal("x.csv  ██████░░░░░░░░░░░░░░░░░░  25 %  30 s left  1,000 rows  5.0 MB/s", ProgressDisplay.Describe("x.csv", state, TimeSpan.FromSeconds(10), withBar: true));
        Assert.Equal("x.csv  25 %  30 s left  1,000 rows  5.0 MB/s", ProgressDisplay.Describe("x.csv", state, TimeSpan.FromSeconds(10), withBar: false));
    }

    [Fact]
    public void Repository_IsWhereItIsSaid_InThisOrder()
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()) return;
        var environment = new Dictionary<string, string> { ["HOME"] = "/home/ada" };
        string Find(string? given) => RepositoryPlace.Find(given, name => environment.GetValueOrDefault(name));

        Assert.Equal("/home/ada/.local/share/zenset", Find(null));
        environment["XDG_DATA_HOME"] = "/data";
        Assert.Equal("/data/zenset", Find(null));
        environment["ZENSET_REPO"] = "/repo";
        Assert.Equal("/repo", Find(null));
        Assert.Equal("/other", Find("/other"));
        Assert.Equal("~/x", RepositoryPlace.Shown("/home/ada/x", name => environment.GetValueOrDefault(name)));
        Assert.Throws<UsageException>(() => Find("s3://bucket/prefix"));
    }
}
