using System.Collections.Immutable;

namespace Zenset.Model;

/// <summary>One member of a struct.</summary>
/// <param name="Name">As the source wrote it.</param>
/// <param name="Type">Type of the member.</param>
public sealed record FieldMember(string Name, FieldType Type);

/// <summary>The type of a field, as the manifest says it; immutable, compared by value.</summary>
/// <remarks>
/// The text form is part of the manifest (<c>zenset:type</c>): <c>int64</c>, <c>decimal(10,2)</c>, <c>timestamp[us,UTC]</c>,
/// <c>list&lt;int32&gt;</c>, <c>vector&lt;float32&gt;[768]</c>, <c>struct&lt;"a b":int64,c:string&gt;</c>, <c>map&lt;string,int64&gt;</c>,
/// <c>sparse&lt;float64&gt;[100000]</c>. See <see cref="FieldTypeText"/>.
/// </remarks>
public sealed class FieldType : IEquatable<FieldType>
{
    private FieldType(FieldKind kind) => Kind = kind;

    /// <summary>Kind of value.</summary>
    public FieldKind Kind { get; }

    /// <summary>Decimal: total digits, 1 … 38.</summary>
    public int Precision { get; private init; }

    /// <summary>Decimal: digits after the point.</summary>
    public int Scale { get; private init; }

    /// <summary>Time and timestamp: resolution.</summary>
    public TimeUnit Unit { get; private init; }

    /// <summary>Timestamp: the zone in which a zoned one is shown (its values are UTC); null for a local one.</summary>
    public string? Zone { get; private init; }

    /// <summary>List, vector, sparse: type of the items. Map: type of the values.</summary>
    public FieldType? Item { get; private init; }

    /// <summary>Map: type of the keys.</summary>
    public FieldType? Key { get; private init; }

    /// <summary>Vector and sparse: number of positions.</summary>
    public long Length { get; private init; }

    /// <summary>Struct: the members, in order.</summary>
    public ImmutableArray<FieldMember> Members { get; private init; } = [];

    /// <summary>Missing values only.</summary>
    public static FieldType Null { get; } = new(FieldKind.Null);
    /// <summary>True or false.</summary>
    public static FieldType Boolean { get; } = new(FieldKind.Boolean);
    /// <summary>Signed, 8 bits.</summary>
    public static FieldType Int8 { get; } = new(FieldKind.Int8);
    /// <summary>Signed, 16 bits.</summary>
    public static FieldType Int16 { get; } = new(FieldKind.Int16);
    /// <summary>Signed, 32 bits.</summary>
    public static FieldType Int32 { get; } = new(FieldKind.Int32);
    /// <summary>Signed, 64 bits.</summary>
    public static FieldType Int64 { get; } = new(FieldKind.Int64);
    /// <summary>Signed, 128 bits.</summary>
    public static FieldType Int128 { get; } = new(FieldKind.Int128);
    /// <summary>Unsigned, 8 bits.</summary>
    public static FieldType UInt8 { get; } = new(FieldKind.UInt8);
    /// <summary>Unsigned, 16 bits.</summary>
    public static FieldType UInt16 { get; } = new(FieldKind.UInt16);
    /// <summary>Unsigned, 32 bits.</summary>
    public static FieldType UInt32 { get; } = new(FieldKind.UInt32);
    /// <summary>Unsigned, 64 bits.</summary>
    public static FieldType UInt64 { get; } = new(FieldKind.UInt64);
    /// <summary>IEEE 754 binary16.</summary>
    public static FieldType Float16 { get; } = new(FieldKind.Float16);
    /// <summary>IEEE 754 binary32.</summary>
    public static FieldType Float32 { get; } = new(FieldKind.Float32);
    /// <summary>IEEE 754 binary64.</summary>
    public static FieldType Float64 { get; } = new(FieldKind.Float64);
    /// <summary>UTF-8 text.</summary>
    public static FieldType String { get; } = new(FieldKind.String);
    /// <summary>Bytes.</summary>
    public static FieldType Binary { get; } = new(FieldKind.Binary);
    /// <summary>128-bit identifier.</summary>
    public static FieldType Uuid { get; } = new(FieldKind.Uuid);
    /// <summary>A day.</summary>
    public static FieldType Date { get; } = new(FieldKind.Date);
    /// <summary>Months, days and microseconds.</summary>
    public static FieldType Interval { get; } = new(FieldKind.Interval);

    /// <summary>Time of day with the given resolution.</summary>
    public static FieldType Time(TimeUnit unit) => new(FieldKind.Time) { Unit = unit };

    /// <summary>Date and time; <paramref name="zone"/> (such as <c>UTC</c>) puts it on the time line, null keeps it local.</summary>
    public static FieldType Timestamp(TimeUnit unit, string? zone = null) => new(FieldKind.Timestamp) { Unit = unit, Zone = zone };

    /// <summary>A decimal of <paramref name="precision"/> digits, <paramref name="scale"/> of them after the point.</summary>
    public static FieldType Decimal(int precision, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, 38);
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, precision);
        return new(FieldKind.Decimal) { Precision = precision, Scale = scale };
    }

    /// <summary>Any number of <paramref name="item"/>.</summary>
    public static FieldType List(FieldType item) => new(FieldKind.List) { Item = item };

    /// <summary>Exactly <paramref name="length"/> of <paramref name="item"/>.</summary>
    public static FieldType FixedList(FieldType item, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return new(FieldKind.FixedList) { Item = item, Length = length };
    }

    /// <summary>A vector of <paramref name="length"/> positions of which few are stored.</summary>
    public static FieldType Sparse(FieldType item, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return new(FieldKind.Sparse) { Item = item, Length = length };
    }

    /// <summary>Keys and values.</summary>
    public static FieldType Map(FieldType key, FieldType value) => new(FieldKind.Map) { Key = key, Item = value };

    /// <summary>Named members, in order.</summary>
    public static FieldType Struct(params IEnumerable<FieldMember> members) => new(FieldKind.Struct) { Members = [.. members] };

    /// <summary>Has items or members.</summary>
    public bool IsNested => Kind is FieldKind.List or FieldKind.FixedList or FieldKind.Struct or FieldKind.Map or FieldKind.Sparse;

    /// <summary>Whole numbers of any width.</summary>
    public bool IsInteger => Kind is >= FieldKind.Int8 and <= FieldKind.UInt64;

    /// <summary>Whole, decimal and floating-point numbers.</summary>
    public bool IsNumeric => Kind is >= FieldKind.Int8 and <= FieldKind.Decimal;

    /// <inheritdoc/>
    public bool Equals(FieldType? other) =>
        other is not null && Kind == other.Kind && Precision == other.Precision && Scale == other.Scale && Unit == other.Unit
        && Zone == other.Zone && Length == other.Length && Equals(Item, other.Item) && Equals(Key, other.Key)
        && Members.AsSpan().SequenceEqual(other.Members.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FieldType);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Precision, Scale, Unit, Zone, Length, Item, Members.Length);

    /// <summary>The text form that the manifest keeps.</summary>
    public override string ToString() => FieldTypeText.Format(this);
}
