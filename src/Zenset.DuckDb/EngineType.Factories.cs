using System.Collections.Immutable;

namespace Zenset.DuckDb;

public sealed partial class EngineType
{
    /// <summary>BOOLEAN.</summary>
    public static EngineType Boolean { get; } = new(EngineTypeId.Boolean);

    /// <summary>TINYINT.</summary>
    public static EngineType TinyInt { get; } = new(EngineTypeId.TinyInt);

    /// <summary>SMALLINT.</summary>
    public static EngineType SmallInt { get; } = new(EngineTypeId.SmallInt);

    /// <summary>INTEGER.</summary>
    public static EngineType Integer { get; } = new(EngineTypeId.Integer);

    /// <summary>BIGINT.</summary>
    public static EngineType BigInt { get; } = new(EngineTypeId.BigInt);

    /// <summary>HUGEINT.</summary>
    public static EngineType HugeInt { get; } = new(EngineTypeId.HugeInt);

    /// <summary>UTINYINT.</summary>
    public static EngineType UTinyInt { get; } = new(EngineTypeId.UTinyInt);

    /// <summary>USMALLINT.</summary>
    public static EngineType USmallInt { get; } = new(EngineTypeId.USmallInt);

    /// <summary>UINTEGER.</summary>
    public static EngineType UInteger { get; } = new(EngineTypeId.UInteger);

    /// <summary>UBIGINT.</summary>
    public static EngineType UBigInt { get; } = new(EngineTypeId.UBigInt);

    /// <summary>UHUGEINT.</summary>
    public static EngineType UHugeInt { get; } = new(EngineTypeId.UHugeInt);

    /// <summary>FLOAT.</summary>
    public static EngineType Float { get; } = new(EngineTypeId.Float);

    /// <summary>DOUBLE.</summary>
    public static EngineType Double { get; } = new(EngineTypeId.Double);

    /// <summary>DATE.</summary>
    public static EngineType Date { get; } = new(EngineTypeId.Date);

    /// <summary>TIME.</summary>
    public static EngineType Time { get; } = new(EngineTypeId.Time);

    /// <summary>TIME_NS.</summary>
    public static EngineType TimeNs { get; } = new(EngineTypeId.TimeNs);

    /// <summary>TIME WITH TIME ZONE.</summary>
    public static EngineType TimeTz { get; } = new(EngineTypeId.TimeTz);

    /// <summary>TIMESTAMP.</summary>
    public static EngineType Timestamp { get; } = new(EngineTypeId.Timestamp);

    /// <summary>TIMESTAMP_S.</summary>
    public static EngineType TimestampS { get; } = new(EngineTypeId.TimestampS);

    /// <summary>TIMESTAMP_MS.</summary>
    public static EngineType TimestampMs { get; } = new(EngineTypeId.TimestampMs);

    /// <summary>TIMESTAMP_NS.</summary>
    public static EngineType TimestampNs { get; } = new(EngineTypeId.TimestampNs);

    /// <summary>TIMESTAMP WITH TIME ZONE.</summary>
    public static EngineType TimestampTz { get; } = new(EngineTypeId.TimestampTz);

    /// <summary>INTERVAL.</summary>
    public static EngineType Interval { get; } = new(EngineTypeId.Interval);

    /// <summary>VARCHAR.</summary>
    public static EngineType VarChar { get; } = new(EngineTypeId.VarChar);

    /// <summary>BLOB.</summary>
    public static EngineType Blob { get; } = new(EngineTypeId.Blob);

    /// <summary>BIT.</summary>
    public static EngineType Bit { get; } = new(EngineTypeId.Bit);

    /// <summary>BIGNUM.</summary>
    public static EngineType BigNum { get; } = new(EngineTypeId.BigNum);

    /// <summary>UUID.</summary>
    public static EngineType Uuid { get; } = new(EngineTypeId.Uuid);

    /// <summary>The type of a bare NULL.</summary>
    public static EngineType SqlNull { get; } = new(EngineTypeId.SqlNull);

    /// <summary>DECIMAL.</summary>
    /// <param name="width">Digits in all, 1 … 38.</param>
    /// <param name="scale">Digits after the point, 0 … <paramref name="width"/>.</param>
    public static EngineType Decimal(int width, int scale)
    {
        if (width is < 1 or > 38) throw new ArgumentOutOfRangeException(nameof(width), width, "A DECIMAL has 1 to 38 digits.");
        if (scale < 0 || scale > width)
            throw new ArgumentOutOfRangeException(nameof(scale), scale, $"The scale of DECIMAL({width}, …) is 0 to {width}.");
        return new(EngineTypeId.Decimal, width: width, scale: scale);
    }

    /// <summary>LIST: any number of items per row.</summary>
    public static EngineType List(EngineType item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new(EngineTypeId.List, item: item);
    }

    /// <summary>ARRAY: the same number of items in each row.</summary>
    /// <param name="item">Type of an item.</param>
    /// <param name="length">Items per row, 1 … 100,000 (the engine's limit).</param>
    public static EngineType Array(EngineType item, int length)
    {
        ArgumentNullException.ThrowIfNull(item);
        // ArrayType::MAX_ARRAY_SIZE of the engine.
        if (length is < 1 or > 100_000)
            throw new ArgumentOutOfRangeException(nameof(length), length, "An ARRAY has 1 to 100,000 items; use List for more.");
        return new(EngineTypeId.Array, item: item, length: length);
    }

    /// <summary>MAP.</summary>
    public static EngineType Map(EngineType key, EngineType value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        return new(EngineTypeId.Map, key: key, value: value);
    }

    /// <summary>STRUCT with at least one member.</summary>
    public static EngineType Struct(params IEnumerable<EngineColumn> members) => new(EngineTypeId.Struct, members: NotEmpty(members, nameof(members)));

    /// <summary>UNION with at least one member.</summary>
    public static EngineType Union(params IEnumerable<EngineColumn> members) => new(EngineTypeId.Union, members: NotEmpty(members, nameof(members)));

    /// <summary>ENUM.</summary>
    /// <param name="labels">The label of each code; distinct, without NUL.</param>
    public static EngineType Enum(params IEnumerable<string> labels)
    {
        var all = NotEmpty(labels, nameof(labels));
        var seen = new HashSet<string>(all.Length, StringComparer.Ordinal);
        foreach (var label in all)
        {
            SqlText.RequireNoNul(label, nameof(labels));
            if (!seen.Add(label)) throw new ArgumentException($"The label '{label}' stands twice; the labels of an ENUM are distinct.", nameof(labels));
        }

        return new(EngineTypeId.Enum, labels: all);
    }

    /// <summary>The type without parameters that <paramref name="id"/> names.</summary>
    internal static EngineType Simple(EngineTypeId id) => id switch
    {
        EngineTypeId.Boolean => Boolean,
        EngineTypeId.TinyInt => TinyInt,
        EngineTypeId.SmallInt => SmallInt,
        EngineTypeId.Integer => Integer,
        EngineTypeId.BigInt => BigInt,
        EngineTypeId.HugeInt => HugeInt,
        EngineTypeId.UTinyInt => UTinyInt,
        EngineTypeId.USmallInt => USmallInt,
        EngineTypeId.UInteger => UInteger,
        EngineTypeId.UBigInt => UBigInt,
        EngineTypeId.UHugeInt => UHugeInt,
        EngineTypeId.Float => Float,
        EngineTypeId.Double => Double,
        EngineTypeId.Date => Date,
        EngineTypeId.Time => Time,
        EngineTypeId.TimeNs => TimeNs,
        EngineTypeId.TimeTz => TimeTz,
        EngineTypeId.Timestamp => Timestamp,
        EngineTypeId.TimestampS => TimestampS,
        EngineTypeId.TimestampMs => TimestampMs,
        EngineTypeId.TimestampNs => TimestampNs,
        EngineTypeId.TimestampTz => TimestampTz,
        EngineTypeId.Interval => Interval,
        EngineTypeId.VarChar => VarChar,
        EngineTypeId.Blob => Blob,
        EngineTypeId.Bit => Bit,
        EngineTypeId.BigNum => BigNum,
        EngineTypeId.Uuid => Uuid,
        EngineTypeId.SqlNull => SqlNull,
        _ => new EngineType(id),
    };

    /// <summary>A type as the engine describes it; trusted, so that large enums are not checked again.</summary>
    internal static EngineType FromEngine(EngineTypeId id, ImmutableArray<EngineColumn> members = default, ImmutableArray<string> labels = default) =>
        new(id, members: members, labels: labels);

    private static ImmutableArray<T> NotEmpty<T>(IEnumerable<T> items, string parameter)
    {
        var all = items.ToImmutableArray();
        if (all.IsEmpty) throw new ArgumentException("At least one is needed.", parameter);
        return all;
    }
}
