using System.Collections.Immutable;

namespace Zenset.Hdf5;

/// <summary>A member of a compound type.</summary>
/// <param name="Name">Name.</param>
/// <param name="Offset">Offset in bytes in a value of the compound.</param>
/// <param name="Type">Type.</param>
public sealed record Hdf5Member(string Name, int Offset, Hdf5Type Type);

/// <summary>A type, described without the library; immutable. Of a file as it stands there, or of values in memory (<see cref="InMemory"/>).</summary>
public sealed record Hdf5Type
{
    /// <summary>Kind.</summary>
    public required Hdf5Class Class { get; init; }

    /// <summary>Bytes of a value; of text of varying length, of its pointer; of lists, of their length and pointer.</summary>
    public required int Size { get; init; }

    /// <summary>Integer: has negative values.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Integer, float, bits: the most significant byte comes first, in the file.</summary>
    public bool IsBigEndian { get; init; }

    /// <summary>Integer, float: bits that mean something.</summary>
    public int Precision { get; init; }

    /// <summary>Float: bits of the mantissa that are stored; 10 is IEEE half precision.</summary>
    public int MantissaBits { get; init; }

    /// <summary>String: of varying length.</summary>
    public bool IsVariable { get; init; }

    /// <summary>String: declared UTF-8 rather than ASCII.</summary>
    public bool IsUtf8 { get; init; }

    /// <summary>String of fixed length: 0 ends at a zero, 1 is padded with zeros, 2 with blanks (<c>H5T_str_t</c>).</summary>
    public int Padding { get; init; }

    /// <summary>Compound: members, in order.</summary>
    public ImmutableArray<Hdf5Member> Members { get; init; } = [];

    /// <summary>Variable length, array: type of the items. Enumeration: its integers.</summary>
    public Hdf5Type? Item { get; init; }

    /// <summary>Array: dimensions.</summary>
    public ImmutableArray<int> Dimensions { get; init; } = [];

    /// <summary>Enumeration: names and values, in order.</summary>
    public ImmutableArray<(string Name, long Value)> Values { get; init; } = [];

    /// <summary>Opaque: what the bytes are.</summary>
    public string Tag { get; init; } = "";

    /// <summary>Array: number of items.</summary>
    public int ItemCount => Dimensions.Aggregate(1, (product, n) => checked(product * n));

    /// <summary>Holds text or lists of varying length somewhere: values in memory have pointers that the library has allocated.</summary>
    public bool HasPointers => Class switch
    {
        Hdf5Class.VariableLength => true,
        Hdf5Class.String => IsVariable,
        Hdf5Class.Compound => Members.Any(m => m.Type.HasPointers),
        Hdf5Class.Array => Item!.HasPointers,
        _ => false,
    };

    /// <summary>A whole number of 1, 2, 4 or 8 bytes.</summary>
    public static Hdf5Type Integer(int size, bool isSigned) => new() { Class = Hdf5Class.Integer, Size = size, IsSigned = isSigned, Precision = size * 8 };

    /// <summary>A number of 2 (half), 4 or 8 bytes, IEEE 754.</summary>
    public static Hdf5Type Float(int size) => new() { Class = Hdf5Class.Float, Size = size, Precision = size * 8 };

    /// <summary>UTF-8 text of varying length.</summary>
    public static Hdf5Type Text { get; } = new() { Class = Hdf5Class.String, Size = nint.Size, IsVariable = true, IsUtf8 = true };

    /// <summary>Bytes of a fixed number.</summary>
    public static Hdf5Type Opaque(int size, string tag) => new() { Class = Hdf5Class.Opaque, Size = size, Tag = tag };

    /// <summary>A list.</summary>
    public static Hdf5Type ListOf(Hdf5Type item) => new() { Class = Hdf5Class.VariableLength, Size = 2 * nint.Size, Item = item };

    /// <summary>A fixed number of items.</summary>
    public static Hdf5Type ArrayOf(Hdf5Type item, params ReadOnlySpan<int> dimensions)
    {
        var type = new Hdf5Type { Class = Hdf5Class.Array, Size = 0, Item = item, Dimensions = [.. dimensions] };
        return type with { Size = checked(item.Size * type.ItemCount) };
    }

    /// <summary>Named integers.</summary>
    public static Hdf5Type Enumeration(Hdf5Type integer, params IEnumerable<(string, long)> values) =>
        new() { Class = Hdf5Class.Enumeration, Size = integer.Size, Item = integer, Values = [.. values] };

    /// <summary>Members one after the other, without gaps.</summary>
    public static Hdf5Type Compound(params IEnumerable<(string Name, Hdf5Type Type)> members)
    {
        var offset = 0;
        var placed = ImmutableArray.CreateBuilder<Hdf5Member>();
        foreach (var (name, type) in members)
        {
            placed.Add(new Hdf5Member(name, offset, type));
            offset = checked(offset + type.Size);
        }
        return new() { Class = Hdf5Class.Compound, Size = offset, Members = placed.ToImmutable() };
    }

    /// <summary>
    /// The type in which values are read: little-endian, integers of 1, 2, 4 or 8 bytes, floats of 4 or 8, enumerations as their integers,
    /// compounds without gaps, texts and lists of varying length as <see cref="HeapReference"/>s.
    /// </summary>
    /// <exception cref="Hdf5Exception">There is none; the message names the type.</exception>
    public Hdf5Type InMemory() => Class switch
    {
        Hdf5Class.Integer when Size <= 8 => Integer(Size switch { 1 => 1, 2 => 2, <= 4 => 4, _ => 8 }, IsSigned),
        Hdf5Class.Float when Size <= 8 => Float(Size <= 4 ? 4 : 8),
        Hdf5Class.BitField when Size is 1 or 2 or 4 or 8 => this,
        Hdf5Class.String => IsVariable ? HeapReference.Type : this,
        Hdf5Class.Opaque => this,
        Hdf5Class.Enumeration => Item!.InMemory(),
        Hdf5Class.Compound => Compound(Members.Select(m => (m.Name, m.Type.InMemory()))),
        Hdf5Class.VariableLength => HeapReference.Type,
        Hdf5Class.Array => ArrayOf(Item!.InMemory(), Dimensions.AsSpan()),
        _ => throw new Hdf5Exception($"values of type {Describe()} are not read") { IsUnsupported = true },
    };

    /// <summary>The layout of values as they lie in a heap of the file, as items of a list: for types of which nothing needs to be converted.</summary>
    /// <exception cref="Hdf5Exception">Something does; the message names the type.</exception>
    public Hdf5Type InHeap()
    {
        switch (Class)
        {
            case Hdf5Class.Integer or Hdf5Class.Float or Hdf5Class.BitField when !IsBigEndian && Precision == Size * 8 && Size is 1 or 2 or 4 or 8 && (Class != Hdf5Class.Float || Size > 2 || MantissaBits == 10):
            case Hdf5Class.Opaque:
            case Hdf5Class.String when !IsVariable:
                return this;
            case Hdf5Class.String or Hdf5Class.VariableLength:
                return HeapReference.Type;
            case Hdf5Class.Enumeration:
                return Item!.InHeap();
            case Hdf5Class.Array:
                return ArrayOf(Item!.InHeap(), Dimensions.AsSpan());
            case Hdf5Class.Compound:
                // Offsets are those in memory, where a text is an address of 8 bytes and no reference of 16.
                var members = Members.Select(m => m with { Type = m.Type.InHeap(), Offset = m.Offset + Members.Where(o => o.Offset < m.Offset).Sum(o => o.Type.Growth()) });
                return new Hdf5Type { Class = Hdf5Class.Compound, Size = checked(Size + Growth()), Members = [.. members] };
            case Hdf5Class.Time or Hdf5Class.Reference:
            default:
                throw new Hdf5Exception($"lists of {(IsBigEndian ? "big-endian " : "")}{Describe()} are not read") { IsUnsupported = true };
        }
    }

    /// <summary>Bytes of a value in the file.</summary>
    public int FileBytes => checked(Size + Growth());

    // Bytes by which a value is longer in the file than the library says, which speaks of memory.
    private int Growth() => Class switch
    {
        Hdf5Class.String when IsVariable => HeapReference.Bytes - Size,
        Hdf5Class.Array => checked(ItemCount * Item!.Growth()),
        Hdf5Class.Compound => Members.Sum(m => m.Type.Growth()),
        _ => 0,
    };

    /// <summary>In a few words, for messages.</summary>
    public string Describe() => Class switch
    {
        Hdf5Class.Integer => $"{(IsSigned ? "int" : "uint")}{Precision}",
        Hdf5Class.Float => $"float{Size * 8}",
        Hdf5Class.String => IsVariable ? "string" : $"string[{Size}]",
        Hdf5Class.Opaque => $"opaque[{Size}] '{Tag}'",
        Hdf5Class.Compound => "compound",
        Hdf5Class.VariableLength => $"variable length of {Item!.Describe()}",
        Hdf5Class.Array => $"array of {Item!.Describe()}",
        _ => Class.ToString().ToLowerInvariant(),
    };
}
