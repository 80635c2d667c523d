using Zenset.Formats.TfRecord;
using Zenset.Formats.Tests.Arrays;
using Zenset.Model;

namespace Zenset.Formats.Tests.TfRecord;

/// <summary>Files that an implementation of its own wrote, and ours as it reads them (<c>tests/independent/tfrecord.py</c>).</summary>
public sealed class TfRecordIndependentTests
{
    [Fact]
    public void Reads_WhatAnotherWrote()
    {
        var table = TableReading.Read(new TfRecordFormat(), SharedData.Own("tfrecord/people.tfrecord"));

        Assert.Equal("name string, size vector<float32>[2], tags list<string>, raw binary", string.Join(", ", table.Fields.Select(f => $"{f.Name} {f.Type}")));
        Assert.Equal<string?[]>(["Zoë", "[1.5, -0.0]", "[a, b]", "FF00"], table.Rows[0]);
        Assert.Equal<string?[]>([null, "[2.5, inf]", "[]", ""], table.Rows[1]);
    }

    [Fact]
    public void Writes_WhatAnotherReads()
    {
        if (!Python.IsThere) return;
        var path = TableWriting.Write(
            new TfRecordFormat(),
            [
                new Field { Name = "i", Type = FieldType.Int64 }, new Field { Name = "x", Type = FieldType.Float32 }, new Field { Name = "t", Type = FieldType.String },
                new Field { Name = "l", Type = FieldType.List(FieldType.Int64) },
            ],
            "SELECT * FROM (VALUES (-5::BIGINT, 0.5::FLOAT, 'é', [1, -1]::BIGINT[]), (NULL, 'inf'::FLOAT, '', [])) AS t(i, x, t, l)", ".tfrecord");
        try
        {
            Assert.Equal(
                """
                {"i": ["int64", [-5]], "l": ["int64", [1, -1]], "t": ["bytes", ["\u00c3\u00a9"]], "x": ["float", [0.5]]}
                {"i": null, "l": ["int64", []], "t": ["bytes", [""]], "x": ["float", [Infinity]]}

                """.ReplaceLineEndings("\n"),
                Python.Run("tfrecord.py", "read", path));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
