using System.Text;

namespace Zenset.DuckDb.Tests;

public sealed class SmokeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zenset-duckdb-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Copies_Source_ToParquet_AndStreamsItBack()
    {
        var path = Path.Combine(_folder, "t.parquet");
        var colour = EngineType.Enum("red", "green", "blue");
        var source = new FakeSource(
            new("id", EngineType.Integer), new("name", EngineType.VarChar), new("colour", colour), new("tags", EngineType.List(EngineType.SmallInt)))
        {
            Scan = FakeSource.Once((_, chunk) =>
            {
                const int Rows = 1000;
                chunk[3].ReserveItems(Rows * 2);
                for (var row = 0; row < Rows; row++)
                {
                    chunk[0].Values<int>()[row] = row;
                    chunk[1].SetText(row, Encoding.UTF8.GetBytes($"name number {row}"));
                    chunk[2].Values<byte>()[row] = (byte)(row % 3);
                    chunk[3].Entries[row] = new ListEntry((ulong)row * 2, 2);
                    chunk[3].Items.Values<short>()[row * 2] = (short)row;
                    chunk[3].Items.Values<short>()[row * 2 + 1] = (short)-row;
                }

                chunk[3].SetItemCount(Rows * 2);
                return Rows;
            }),
        };
        using var engine = Engine.Open();
        using var connection = engine.Connect();
        using var registered = engine.Register(source);

        var copied = connection.Execute($"COPY (SELECT * FROM {registered.Sql}) TO {SqlText.Literal(path)} (FORMAT parquet)");
        using var query = connection.Query($"SELECT id, name, colour::VARCHAR, tags FROM {SqlText.Literal(path)}");
        var rows = new List<string>();
        while (query.Read())
        {
            var chunk = query.Current;
            for (var row = 0; row < chunk.RowCount; row++)
            {
                var entry = chunk[3].Entries[row];
                var tags = chunk[3].Items.Values<short>().Slice((int)entry.Offset, (int)entry.Length);
                rows.Add($"{chunk[0].Values<int>()[row]} {Encoding.UTF8.GetString(chunk[1].Text(row))} {Encoding.UTF8.GetString(chunk[2].Text(row))} {tags[0]} {tags[1]}");
            }
        }

        Assert.Equal(1000, copied);
        Assert.Equal(1000, rows.Count);
        Assert.Equal("999 name number 999 red 999 -999", rows[999]);
    }
}
