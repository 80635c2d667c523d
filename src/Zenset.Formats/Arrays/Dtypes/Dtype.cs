using System.Collections.Immutable;

namespace Zenset.Formats.Arrays.Dtypes;

/// <summary>Kinds of elements of an array. A closed set.</summary>
internal enum DtypeKind
{
    Boolean,
    Signed,
    Unsigned,
    Float,
    Complex,
    Bytes,
    Unicode,
    Void,
    DateTime,
    TimeDelta,
    Structure,
    Subarray,
}

/// <summary>Step of a datetime64 or timedelta64: <c>[ns]</c>, <c>[25s]</c>.</summary>
/// <param name="Unit">Y, M, W, D, h, m, s, ms, us, ns.</param>
/// <param name="Count">Units of a step.</param>
internal readonly record struct TimeStep(string Unit, long Count)
{
    public override string ToString() => Count == 1 ? Unit : System.FormattableString.Invariant($"{Count}{Unit}");
}

/// <summary>A member of a structure.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">A second name; null for none.</param>
/// <param name="Type">Its type.</param>
/// <param name="Offset">Bytes from the start of the structure.</param>
internal sealed record DtypeMember(string Name, string? Title, Dtype Type, int Offset);

/// <summary>The type of an array's elements, as NumPy describes it; immutable.</summary>
internal sealed record Dtype(DtypeKind Kind, int Bytes)
{
    /// <summary>Longest element or row, in bytes: one block of memory with 32-bit lengths.</summary>
    public const int MaxBytes = 1 << 30;

    /// <summary>Its numbers are stored most significant byte first.</summary>
    public bool IsBigEndian { get; init; }

    /// <summary>Date and duration: its step.</summary>
    public TimeStep Step { get; init; }

    /// <summary>Structure: the members that have a name; bytes of none are padding.</summary>
    public ImmutableArray<DtypeMember> Members { get; init; } = [];

    /// <summary>Subarray: type of an item.</summary>
    public Dtype? Item { get; init; }

    /// <summary>Subarray: its shape.</summary>
    public ImmutableArray<int> Shape { get; init; } = [];

    /// <summary>Subarray: number of items.</summary>
    public int Length { get; init; }

    /// <summary>A simple type.</summary>
    public static Dtype Simple(DtypeKind kind, int bytes, bool isBigEndian = false) => new(kind, bytes) { IsBigEndian = isBigEndian && bytes > 1 };

    /// <summary>A date or duration.</summary>
    public static Dtype Time(DtypeKind kind, string unit) => new(kind, 8) { Step = new TimeStep(unit, 1) };

    /// <summary>Text of up to <paramref name="characters"/>.</summary>
    public static Dtype Unicode(int characters) => new(DtypeKind.Unicode, checked(characters * 4));

    /// <summary>Bytes without trailing zeros.</summary>
    public static Dtype ByteText(int bytes) => new(DtypeKind.Bytes, bytes);

    /// <summary>A fixed number of items.</summary>
    public static Dtype Subarray(Dtype item, params ImmutableArray<int> shape)
    {
        var length = shape.Aggregate(1, (product, n) => checked(product * n));
        return new(DtypeKind.Subarray, checked(item.Bytes * length)) { Item = item, Shape = shape, Length = length };
    }

    /// <summary>Members one after the other, without padding.</summary>
    public static Dtype Structure(IEnumerable<(string Name, Dtype Type)> members)
    {
        var placed = ImmutableArray.CreateBuilder<DtypeMember>();
        var offset = 0;
        foreach (var (name, type) in members)
        {
            placed.Add(new DtypeMember(name, null, type, offset));
            offset = checked(offset + type.Bytes);
        }
        return new(DtypeKind.Structure, offset) { Members = placed.ToImmutable() };
    }
}
