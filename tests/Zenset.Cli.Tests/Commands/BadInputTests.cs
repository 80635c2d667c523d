using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Zenset.Cli.Tests.Commands;

/// <summary>
/// Everything that a source can have wrong with it, one test for each: the exit code and the code of the error, its place and its fix, and
/// that nothing was committed. (Full disks, kills and races are in <see cref="ImportProcessTests"/>, Ctrl-C in <see cref="ProcessTests"/>.)
/// </summary>
public sealed class BadInputTests
{
    [Fact]
    public Task Empty() => RefusesAsync("empty.csv", "", 3, "source/empty");

    [Fact]
    public async Task Folder()
    {
        using var cli = new Cli();
        Directory.CreateDirectory(cli["folder.csv"]);

        await RefusesAsync(cli, cli["folder.csv"], 3, "source/unreadable");
    }

    [Fact]
    public async Task Device()
    {
        if (OperatingSystem.IsWindows()) return;
        using var cli = new Cli();

        await RefusesAsync(cli, "/dev/zero", 3, "source/unreadable");
    }

    [Fact]
    public async Task NamedPipe()
    {
        if (OperatingSystem.IsWindows()) return;
        using var cli = new Cli();
        Process.Start("mkfifo", [cli["pipe.csv"]])!.WaitForExit();
        // Somebody writes, so that whoever opens the pipe does not wait for ever.
        using var writer = Process.Start("/bin/sh", ["-c", $"echo 'a,b' > '{cli["pipe.csv"]}'"])!;

        await RefusesAsync(cli, cli["pipe.csv"], 3, "source/unreadable");
        writer.Kill();
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public async Task TruncatedGzip(double share)
    {
        using var cli = new Cli();
        var packed = Gzip(Rows(20_000));
        File.WriteAllBytes(cli["cut.csv.gz"], packed[..(int)(packed.Length * share)]);

        var error = await RefusesAsync(cli, cli["cut.csv.gz"], 3, "source/compression");

        Assert.Contains("again", error.GetProperty("fix").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BinaryInATextColumn()
    {
        using var cli = new Cli();
        var text = Encoding.ASCII.GetBytes(Rows(1_000_000));
        // Far behind the first megabytes, which decide on the encoding: bytes that no UTF-8 text has.
        var at = text.AsSpan().IndexOf("name 999000"u8);
        new byte[] { 0xFF, 0xFE, 0x80 }.CopyTo(text, at);
        File.WriteAllBytes(cli["binary.csv"], text);

        var error = await RefusesAsync(cli, cli["binary.csv"], 3, "text/not-utf8");

        Assert.Equal(at, error.GetProperty("location").GetProperty("offset").GetInt64());
        Assert.Contains("--encoding", error.GetProperty("fix").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALineOfTenMegabytes_IsRead()
    {
        using var cli = new Cli();
        var path = cli.Write("long.csv", $"id,text\n1,{new string('x', 10 << 20)}\n2,short\n");

        var (exit, output, error) = await cli.RunAsync("import", path, "--json");

        Assert.Equal("", error);
        Assert.Equal(0, exit);
        Assert.Equal(2, JsonDocument.Parse(output).RootElement.GetProperty("resources")[0].GetProperty("rows").GetInt32());
    }

    [Fact]
    public async Task ALineOfTenMegabytes_ThatIsNoRow_IsLocated()
    {
        using var cli = new Cli();
        var path = cli.Write("long.arff", $"@relation r\n@attribute a numeric\n@attribute b numeric\n@data\n1,2\n{new string('9', 10 << 20)}x,2\n");

        var error = await RefusesAsync(cli, path, 3, "arff/not-a-number");

        Assert.Equal(5, error.GetProperty("location").GetProperty("line").GetInt64());
        Assert.True(error.GetProperty("message").GetString()!.Length < 400);
    }

    [Theory]
    [InlineData("csv", "csv/cell-count")]
    [InlineData("arff", "arff/cell-count")]
    public async Task WrongColumnCount_AtRow900000(string format, string code)
    {
        using var cli = new Cli();
        var path = cli[$"long.{format}"];
        var head = format == "csv" ? "a,b,c\n" : "@relation r\n@attribute a numeric\n@attribute b numeric\n@attribute c numeric\n@data\n";
        using (var file = new StreamWriter(path) { NewLine = "\n" })
        {
            file.Write(head);
            for (var i = 0; i < 1_000_000; i++) file.Write(i == 900_000 ? "1,2,3,4\n" : "1,2,3\n");
        }

        var error = await RefusesAsync(cli, path, 3, code);

        var location = error.GetProperty("location");
        Assert.Equal(900_000, location.GetProperty("row").GetInt64());
        Assert.Equal(900_000 + head.Count(c => c == '\n'), location.GetProperty("line").GetInt64());
        Assert.StartsWith($"long.{format}:{900_001 + head.Count(c => c == '\n')}:", location.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UndeclaredCategory()
    {
        var error = await RefusesAsync("n.arff", "@relation r\n@attribute purpose {new_car,used_car}\n@data\nnew_car\n'new car'\n", 3, "arff/undeclared-category");

        Assert.Contains("nearest: 'new_car'", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("purpose", error.GetProperty("location").GetProperty("field").GetString());
        Assert.Equal(1, error.GetProperty("location").GetProperty("row").GetInt64());
    }

    [Fact]
    public Task DuplicateAttributes() =>
        RefusesAsync("d.arff", "@relation r\n@attribute a numeric\n@attribute a numeric\n@data\n1,2\n", 3, "arff/duplicate-attribute");

    [Theory]
    [InlineData("with/slash")]
    [InlineData("say \"hi\"")]
    [InlineData("it's")]
    [InlineData("🦆 emoji")]
    [InlineData("../up")]
    [InlineData("..")]
    [InlineData("line\nbreak")]
    [InlineData("LONG")]
    public async Task OddFieldNames_AreKept(string name)
    {
        if (name == "LONG") name = new string('n', 300);
        using var cli = new Cli();
        var path = cli.Write("odd.jsonl", JsonSerializer.Serialize(new Dictionary<string, int> { [name] = 1, ["other"] = 2 }) + "\n");

        var (exit, output, error) = await cli.RunAsync("import", path, "--json");
        var (_, exported, exportError) = await cli.RunAsync("export", "odd", "--to", "jsonl", "-o", cli["back.jsonl"], "--lossy", "--json");

        Assert.Equal("", error + exportError);
        Assert.Equal(0, exit);
        Assert.NotEmpty(exported);
        Assert.Equal(name, JsonDocument.Parse(output).RootElement.GetProperty("resources")[0].GetProperty("fields")[0].GetProperty("name").GetString());
        Assert.Equal([name, "other"], JsonDocument.Parse(File.ReadAllText(cli["back.jsonl"])).RootElement.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task NulInTheNameOfAMember()
    {
        using var cli = new Cli();
        // numpy.array([(1, (2,))], dtype=[('a', 'i8'), ('p', [('q\\0r', 'i8')])])
        var header = "{'descr': [('a', '<i8'), ('p', [('q\\x00r', '<i8')])], 'fortran_order': False, 'shape': (1,), }".PadRight(117) + "\n";
        byte[] file = [0x93, .. "NUMPY\u0001\0"u8, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. new byte[16]];
        File.WriteAllBytes(cli["nul.npy"], file);

        await RefusesAsync(cli, cli["nul.npy"], 3, "npy/header");
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("a/b/c")]
    [InlineData("say\"hi\"")]
    [InlineData("line\nbreak")]
    [InlineData("🦆")]
    [InlineData(".hidden")]
    [InlineData("LONG")]
    public async Task OddDatasetNames_AreRefused(string name)
    {
        using var cli = new Cli();
        if (name == "LONG") name = new string('n', 300);

        var (exit, _, error) = await cli.RunAsync("import", cli.WriteArff(), "--as", name, "--json");

        Assert.Equal(2, exit);
        Assert.Equal("name/invalid", JsonDocument.Parse(error).RootElement.GetProperty("error").GetProperty("code").GetString());
        await IsEmptyAsync(cli);
    }

    [Theory]
    [InlineData("it's \"odd\" 🦆 (1).arff")]
    [InlineData("...arff")]
    public async Task OddFileNames_GiveADatasetName(string name)
    {
        using var cli = new Cli();
        File.Move(cli.WriteArff(), cli[name]);

        var (exit, output, error) = await cli.RunAsync("import", cli[name], "--json");

        Assert.Equal("", error);
        Assert.Equal(0, exit);
        Assert.Matches("^[A-Za-z0-9][A-Za-z0-9._-]*$", JsonDocument.Parse(output).RootElement.GetProperty("dataset").GetString()!);
    }

    [Fact]
    public async Task ReadOnlyRepository()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var cli = new Cli();
        var source = cli.WriteArff();
        Directory.CreateDirectory(cli.Repository);

        var (exit, errors) = Testing.MountNamespace.Run($"""
            mount --bind '{cli.Repository}' '{cli.Repository}'
            mount -o remount,ro,bind '{cli.Repository}'
            {ZensetProgram.ShellWords} import '{source}' --json --repo '{cli.Repository}'
            """);

        Assert.Equal(8, exit);
        Assert.Equal("storage/denied", JsonDocument.Parse(errors).RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(cli.Repository));
    }

    private static async Task<JsonElement> RefusesAsync(string name, string text, int exit, string code)
    {
        using var cli = new Cli();
        return await RefusesAsync(cli, cli.Write(name, text), exit, code);
    }

    private static async Task<JsonElement> RefusesAsync(Cli cli, string path, int exit, string code)
    {
        var answer = await cli.RunAsync("import", path, "--as", "bad", "--json");

        Assert.Equal("", answer.Out);
        Assert.Equal(code, answer.ErrorJson.GetProperty("code").GetString());
        Assert.Equal(exit, answer.Exit);
        await IsEmptyAsync(cli);
        return answer.ErrorJson;
    }

    private static async Task IsEmptyAsync(Cli cli)
    {
        Assert.Equal("[]", (await cli.RunAsync("list", "--json")).Out.Trim());
        if (Directory.Exists(Path.Combine(cli.Repository, ".staging"))) Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(cli.Repository, ".staging")));
    }

    private static string Rows(int rows)
    {
        var text = new StringBuilder("id,name\n");
        for (var i = 0; i < rows; i++) text.Append(i).Append(",name ").Append(i).Append('\n');
        return text.ToString();
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
