using Zenset.Formats.TfRecord;
using Zenset.Model;

namespace Zenset.Formats.Tests.TfRecord;

/// <summary>Files of other projects, value by value.</summary>
public sealed class TfRecordPublicFileTests
{
    [Fact]
    public void Example_HasAllValues()
    {
        if (SharedData.Find("tfrecord/example.tfrecord") is not { } path) return;

        var table = TableReading.Read(new TfRecordFormat(), path);

        Assert.Equal(["vector<int64>[10]", "vector<float32>[10]", "string"], Types(table, "x_int", "x_float", "x_byte"));
        Assert.Equal(4, table.Rows.Count);
        for (var row = 0; row < 4; row++)
        {
            var numbers = Enumerable.Range(row * 10, 10).ToArray();
            Assert.Equal($"[{string.Join(", ", numbers.Select(n => $"{n * 10}"))}]", table.Column("x_int").ElementAt(row));
            Assert.Equal($"[{string.Join(", ", numbers.Select(n => $"{n}.0"))}]", table.Column("x_float").ElementAt(row));
            Assert.Equal("test str", table.Column("x_byte").ElementAt(row));
        }
    }

    [Fact]
    public void SequenceExample_HasAllValues()
    {
        if (SharedData.Find("tfrecord/sequence_example.tfrecord") is not { } path) return;

        var table = TableReading.Read(new TfRecordFormat(), path);

        Assert.Equal(
            ["vector<int64>[10]", "vector<float32>[10]", "string", "list<list<int64>>", "list<list<float32>>", "list<string>"],
            Types(table, "x_int", "x_float", "x_byte", "x_int_seq", "x_float_seq", "x_byte_seq"));
        Assert.Equal(4, table.Rows.Count);
        int[] steps = [3, 5, 7, 9];
        for (var row = 0; row < 4; row++)
        {
            var numbers = Enumerable.Range(row * 10, 10).ToArray();
            var integers = $"[{string.Join(", ", numbers.Select(n => $"{n * 10}"))}]";
            var floats = $"[{string.Join(", ", numbers.Select(n => $"{n}.0"))}]";
            Assert.Equal(integers, table.Column("x_int").ElementAt(row));
            Assert.Equal(floats, table.Column("x_float").ElementAt(row));
            Assert.Equal("test str", table.Column("x_byte").ElementAt(row));
            Assert.Equal(List(integers, steps[row]), table.Column("x_int_seq").ElementAt(row));
            Assert.Equal(List(floats, steps[row]), table.Column("x_float_seq").ElementAt(row));
            Assert.Equal(List("test str", steps[row]), table.Column("x_byte_seq").ElementAt(row));
        }
    }

    private static string List(string item, int count) => $"[{string.Join(", ", Enumerable.Repeat(item, count))}]";

    private static IEnumerable<string> Types(TableReading table, params string[] names) => names.Select(n => table.TypeOf(n).ToString());
}
