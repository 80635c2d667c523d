using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Zenset.DuckDb;

namespace Zenset.Cli.Tests.Commands;

/// <summary>
/// What a command reads from its files, in bytes, as the system counts them for a process and its children (<c>/proc/PID/io</c>, <c>rchar</c>).
/// Linux.
/// </summary>
public sealed class BytesReadTests
{
    [Fact]
    public void SomeRows_AndSomeColumns_TouchOnlyWhatHoldsThem()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var folder = new TemporaryFolder();
        using var engine = Engine.Open();
        using var connection = engine.Connect();
        var columns = string.Join(", ", Enumerable.Range(0, 30).Select(i => $"(hash(range + {i * 2_000_000}) % 1000)::SMALLINT AS c{i}"));
        connection.Execute($"COPY (SELECT {columns} FROM range(1_100_000)) TO '{folder["t.parquet"]}' (FORMAT parquet, COMPRESSION zstd)");
        Run(folder.Path, "zenset import t.parquet --quiet");
        var bytes = new FileInfo(folder["t.parquet"]).Length;
        var start = BytesRead(folder.Path, "zenset head t -n 0 --json");

        var rows = BytesRead(folder.Path, "zenset head t --from 1000001 -n 100 --json") - start;
        var shown = JsonSerializer.Deserialize<Dictionary<string, int>[]>(File.ReadAllText(folder["out.txt"]))!;
        var columnsRead = BytesRead(folder.Path, "zenset export t --columns c3,c14,c15 --to parquet -o three.parquet --quiet --json") - start;
        var all = BytesRead(folder.Path, "zenset export t --to parquet -o all.parquet --quiet --json") - start;

        Assert.True(bytes > 30_000_000, $"{bytes:N0}");
        Assert.InRange(all, bytes / 2, long.MaxValue);
        // One row group of nine.
        Assert.InRange(rows, 1, bytes / 6);
        // A tenth of the columns; the footer is read more than once.
        Assert.InRange(columnsRead, bytes / 20, bytes / 6);

        // Few bytes prove nothing unless they are the right ones.
        Assert.Equal(
            Ask(connection, $"SELECT string_agg(c0 || ' ' || c29, ';') FROM (SELECT c0, c29 FROM '{folder["t.parquet"]}' LIMIT 100 OFFSET 1_000_000)"),
            string.Join(';', shown.Select(row => $"{row["c0"]} {row["c29"]}")));
        Assert.Equal(Digest(folder["t.parquet"]), Digest(folder["three.parquet"]));

        string Digest(string path) => Ask(connection, $"SELECT count(*) || ' ' || sum(hash(c3, c14, c15)) FROM '{path}'");
    }

    private static string Ask(Connection connection, string sql)
    {
        using var query = connection.Query(sql);
        query.Read();
        return Encoding.UTF8.GetString(query.Current[0].Text(0));
    }

    private static long BytesRead(string folder, string command)
    {
        // The shell takes over what its children have read when it waits for them.
        var io = Run(folder, $"{command} > out.txt; while read -r name value; do [ \"$name\" = rchar: ] && echo \"$value\"; done < /proc/$$/io");
        return long.Parse(io, CultureInfo.InvariantCulture);
    }

    private static string Run(string folder, string script)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"{ZensetProgram.ShellFunction}\nexport ZENSET_REPO=repo\n{script}"]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }
}
