using Zenset.Formats.JsonLines;
using Zenset.Model;

namespace Zenset.Formats.Tests.JsonLines;

/// <summary>What is known of public files from independent tools.</summary>
public class PublicFileTests
{
    [Fact]
    public void Reads_ObjectsWithDifferentKeys()
    {
        if (Read("jsonl/different_schemas.ndjson") is not { } table) return;

        Assert.Equal(["id", "name"], table.Fields.Select(f => f.Name));
        Assert.Equal(["1", "2", "3", "4", "5"], table.Column("id"));
        Assert.Equal(["O Brother, Where Art Thou?", null, "The Firm", null, "Raising Arizona"], table.Column("name"));
    }

    [Fact]
    public void Reads_KeysThatVary_AsMap()
    {
        if (Read("jsonl/map_of_structs.jsonl") is not { } table) return;

        Assert.Equal(100, table.Rows.Count);
        Assert.Equal("map<string,struct<b:int64>>", table.TypeOf("a").ToString());
        Assert.Equal(["{1={'b': NULL}}", "{2=NULL}", "{3={'b': 3}}"], table.Column("a").Take(3));
        Assert.Null(table.Column("a").ElementAt(17));
    }

    [Fact]
    public void Reads_CarriageReturns_AndNoLineEndAtTheEnd()
    {
        if (Read("jsonl/example_rn.ndjson") is not { } table) return;

        Assert.Equal(FieldType.Int64, table.TypeOf("id"));
        Assert.Equal(["O Brother, Where Art Thou?", "Home for the Holidays", "The Firm", "Broadcast News", "Raising Arizona"], table.Column("name"));
    }

    [Fact]
    public void Reads_ExpectedRecordsOfCroissant()
    {
        if (SharedData.Find("croissant/titanic/output/passengers.jsonl") is not { } path) return;

        Assert.Equal(1309, TableReading.Read(new JsonLinesFormat(), path).Rows.Count);
    }

    private static TableReading? Read(string name) => SharedData.Find(name) is { } path ? TableReading.Read(new JsonLinesFormat(), path) : null;
}
