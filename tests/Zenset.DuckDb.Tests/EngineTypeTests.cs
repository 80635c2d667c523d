namespace Zenset.DuckDb.Tests;

public sealed class EngineTypeTests
{

    [Fact]
    public void SqlText_OfEveryType_IsUnderstoodByTheEngine_AndGivesTheSameType()
    {
        using var engine = Engine.Open();
        using var connection = engine.Connect();

        foreach (var type in All())
        {
            using var query = connection.Query($"SELECT CAST(NULL AS {type}) AS v");
            Assert.Equal(type, query.Columns[0].Type);
            Assert.Equal(type.GetHashCode(), query.Columns[0].Type.GetHashCode());
        }
    }

    [Fact]
    public void Equality_IsStructural()
    {
        var one = EngineType.Struct(new("a", EngineType.Decimal(10, 2)), new("b", EngineType.Enum("x", "y")));
        var same = EngineType.Struct(new("a", EngineType.Decimal(10, 2)), new("b", EngineType.Enum("x", "y")));
        var otherLabel = EngineType.Struct(new("a", EngineType.Decimal(10, 2)), new("b", EngineType.Enum("x", "z")));
        var otherName = EngineType.Struct(new("A", EngineType.Decimal(10, 2)), new("b", EngineType.Enum("x", "y")));

        Assert.Equal(one, same);
        Assert.True(one == same);
        Assert.NotEqual(one, otherLabel);
        Assert.NotEqual(one, otherName);
        Assert.NotEqual(EngineType.List(EngineType.Integer), EngineType.Array(EngineType.Integer, 3));
    }

    [Fact]
    public void Refuses_WhatTheEngineWouldRefuse()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => EngineType.Decimal(39, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => EngineType.Decimal(4, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => EngineType.Array(EngineType.Integer, 0));
        Assert.Throws<ArgumentException>(() => EngineType.Enum());
        var twice = Assert.Throws<ArgumentException>(() => EngineType.Enum("a", "b", "a"));
        Assert.StartsWith("The label 'a' stands twice; the labels of an ENUM are distinct.", twice.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<EngineType> All()
    {
        EngineType[] simple =
        [
            EngineType.Boolean, EngineType.TinyInt, EngineType.SmallInt, EngineType.Integer, EngineType.BigInt, EngineType.HugeInt, EngineType.UTinyInt,
            EngineType.USmallInt, EngineType.UInteger, EngineType.UBigInt, EngineType.UHugeInt, EngineType.Float, EngineType.Double, EngineType.Date,
            EngineType.Time, EngineType.TimeNs, EngineType.TimeTz, EngineType.Timestamp, EngineType.TimestampS, EngineType.TimestampMs, EngineType.TimestampNs,
            EngineType.TimestampTz, EngineType.Interval, EngineType.VarChar, EngineType.Blob, EngineType.Bit, EngineType.BigNum, EngineType.Uuid,
        ];
        EngineType[] composed =
        [
            EngineType.Decimal(4, 0), EngineType.Decimal(38, 38), EngineType.Enum("it's", "\"quoted\"", "", "Zürich"),
            EngineType.Struct(new("a b", EngineType.Integer), new("say \"hi\"", EngineType.List(EngineType.VarChar))),
            EngineType.Map(EngineType.VarChar, EngineType.Array(EngineType.Double, 3)),
            EngineType.Union(new("number", EngineType.Integer), new("text", EngineType.VarChar)),
            EngineType.List(EngineType.Enum("a", "b")), EngineType.Array(EngineType.Struct(new EngineColumn("x", EngineType.Float)), 2),
        ];
        foreach (var type in simple)
        {
            yield return type;
            yield return EngineType.List(type);
            yield return EngineType.Array(type, 2);
        }

        foreach (var type in composed) yield return type;
    }
}
