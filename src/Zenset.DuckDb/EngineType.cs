using System.Collections.Immutable;

namespace Zenset.DuckDb;

/// <summary>A type of the engine, described without the engine: immutable, compared by structure, safe from several threads.</summary>
public sealed partial class EngineType : IEquatable<EngineType>
{
    private readonly int _hash;

    private EngineType(
        EngineTypeId id, int width = 0, int scale = 0, EngineType? item = null, int length = 0, EngineType? key = null, EngineType? value = null,
        ImmutableArray<EngineColumn> members = default, ImmutableArray<string> labels = default)
    {
        (Id, Width, Scale, Item, Length, Key, Value) = (id, width, scale, item, length, key, value);
        Members = members.IsDefault ? [] : members;
        Labels = labels.IsDefault ? [] : labels;
        ValueBytes = SizeOfValue();
        _hash = HashOfStructure();
    }

    /// <summary>Which type it is.</summary>
    public EngineTypeId Id { get; }

    /// <summary>DECIMAL: digits in all, 1 … 38.</summary>
    public int Width { get; }

    /// <summary>DECIMAL: digits after the point.</summary>
    public int Scale { get; }

    /// <summary>LIST and ARRAY: the type of an item.</summary>
    public EngineType? Item { get; }

    /// <summary>ARRAY: items per row.</summary>
    public int Length { get; }

    /// <summary>MAP: the type of a key.</summary>
    public EngineType? Key { get; }

    /// <summary>MAP: the type of a value.</summary>
    public EngineType? Value { get; }

    /// <summary>STRUCT and UNION: the members, in order; otherwise empty.</summary>
    public ImmutableArray<EngineColumn> Members { get; }

    /// <summary>ENUM: the label of each code; otherwise empty.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <summary>Bytes of one value in a vector's <c>Values</c>; 0 for text, lists, maps, arrays and structs. For UNION the tag's.</summary>
    public int ValueBytes { get; }

    /// <summary>VARCHAR, BLOB, BIT and BIGNUM: values of varying length, read with <see cref="Vector.Text"/>.</summary>
    public bool IsText => Id is EngineTypeId.VarChar or EngineTypeId.Blob or EngineTypeId.Bit or EngineTypeId.BigNum;

    /// <summary>Whether both describe the same type.</summary>
    public bool Equals(EngineType? other)
    {
        if (ReferenceEquals(this, other)) return true;
        return other is not null && _hash == other._hash && Id == other.Id && Width == other.Width && Scale == other.Scale && Length == other.Length
            && Equals(Item, other.Item) && Equals(Key, other.Key) && Equals(Value, other.Value)
            && (Members == other.Members || Members.SequenceEqual(other.Members))
            && (Labels == other.Labels || Labels.AsSpan().SequenceEqual(other.Labels.AsSpan()));
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EngineType);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>Same type.</summary>
    public static bool operator ==(EngineType? left, EngineType? right) => Equals(left, right);

    /// <summary>Different types.</summary>
    public static bool operator !=(EngineType? left, EngineType? right) => !Equals(left, right);

    private int HashOfStructure()
    {
        var hash = new HashCode();
        hash.Add(Id);
        hash.Add(Width);
        hash.Add(Scale);
        hash.Add(Length);
        hash.Add(Item);
        hash.Add(Key);
        hash.Add(Value);
        foreach (var member in Members) hash.Add(member);
        foreach (var label in Labels) hash.Add(label, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    private int SizeOfValue() => Id switch
    {
        EngineTypeId.Boolean or EngineTypeId.TinyInt or EngineTypeId.UTinyInt or EngineTypeId.Union => 1,
        EngineTypeId.SmallInt or EngineTypeId.USmallInt => 2,
        EngineTypeId.Integer or EngineTypeId.UInteger or EngineTypeId.Float or EngineTypeId.Date or EngineTypeId.SqlNull => 4,
        EngineTypeId.BigInt or EngineTypeId.UBigInt or EngineTypeId.Double => 8,
        EngineTypeId.Timestamp or EngineTypeId.TimestampS or EngineTypeId.TimestampMs or EngineTypeId.TimestampNs or EngineTypeId.TimestampTz => 8,
        EngineTypeId.Time or EngineTypeId.TimeNs or EngineTypeId.TimeTz => 8,
        EngineTypeId.HugeInt or EngineTypeId.UHugeInt or EngineTypeId.Uuid or EngineTypeId.Interval => 16,
        // Decimal::MAX_WIDTH_INT16, _INT32 and _INT64 of the engine.
        EngineTypeId.Decimal => Width switch { <= 4 => 2, <= 9 => 4, <= 18 => 8, _ => 16 },
        // EnumTypeInfo::DictType of the engine.
        EngineTypeId.Enum => Labels.Length switch { <= byte.MaxValue => 1, <= ushort.MaxValue => 2, _ => 4 },
        EngineTypeId.VarChar or EngineTypeId.Blob or EngineTypeId.Bit or EngineTypeId.BigNum => 0,
        EngineTypeId.List or EngineTypeId.Map or EngineTypeId.Array or EngineTypeId.Struct => 0,
        _ => 0,
    };
}
