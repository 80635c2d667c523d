using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Zenset.Hdf5.Native;

/// <summary>From a type of the library to its description. Bounded, whatever the file says.</summary>
internal static unsafe class TypeReader
{
    private const int MaxDepth = 32;
    private const int MaxMembers = 65_536;
    private const int MaxValueBytes = 1 << 30;

    public static Hdf5Type Read(TypeHandle type, int depth = 0)
    {
        if (depth > MaxDepth) throw new Hdf5Exception($"a type is nested more than {MaxDepth} deep");
        var typeClass = NativeMethods.H5Tget_class(type);
        var size = (long)NativeMethods.H5Tget_size(type);
        if (typeClass is < 0 or > (int)Hdf5Class.Array || size is <= 0 or > MaxValueBytes) throw new Hdf5Exception("a type is damaged");
        var read = new Hdf5Type
        {
            Class = (Hdf5Class)typeClass, Size = (int)size,
            IsBigEndian = typeClass is (int)Hdf5Class.Integer or (int)Hdf5Class.Float or (int)Hdf5Class.BitField && NativeMethods.H5Tget_order(type) != 0,
        };
        return read.Class switch
        {
            Hdf5Class.Integer => read with { IsSigned = NativeMethods.H5Tget_sign(type) == 1, Precision = (int)NativeMethods.H5Tget_precision(type) },
            Hdf5Class.Float => read with
            {
                Precision = (int)NativeMethods.H5Tget_precision(type),
                MantissaBits = NativeMethods.H5Tget_fields(type, out _, out _, out _, out _, out var mantissa) < 0 ? throw ErrorStack.Failure("read a type") : (int)mantissa,
            },
            Hdf5Class.BitField => read with { Precision = (int)NativeMethods.H5Tget_precision(type) },
            Hdf5Class.String => read with
            {
                IsVariable = NativeMethods.H5Tis_variable_str(type) > 0,
                IsUtf8 = NativeMethods.H5Tget_cset(type) == 1,
                Padding = NativeMethods.H5Tget_strpad(type),
            },
            Hdf5Class.Opaque => read with { Tag = TakeText(NativeMethods.H5Tget_tag(type)) },
            Hdf5Class.Compound => read with { Members = Members(type, depth) },
            Hdf5Class.Enumeration => WithValues(read with { Item = Super(type, depth) }, type),
            Hdf5Class.VariableLength => read with { Item = Super(type, depth) },
            Hdf5Class.Array => WithDimensions(read with { Item = Super(type, depth) }, type),
            Hdf5Class.Time or Hdf5Class.Reference => read,
            _ => throw new Hdf5Exception("a type is damaged"),
        };
    }

    private static Hdf5Type Super(TypeHandle type, int depth)
    {
        using var super = IdHandle.Checked(new TypeHandle(NativeMethods.H5Tget_super(type)), "read a type");
        return Read(super, depth + 1);
    }

    private static ImmutableArray<Hdf5Member> Members(TypeHandle type, int depth)
    {
        var members = ImmutableArray.CreateBuilder<Hdf5Member>();
        for (uint i = 0; i < Count(type); i++)
        {
            using var member = IdHandle.Checked(new TypeHandle(NativeMethods.H5Tget_member_type(type, i)), "read a type");
            var offset = (long)NativeMethods.H5Tget_member_offset(type, i);
            if (offset is < 0 or > MaxValueBytes) throw new Hdf5Exception("a type is damaged");
            members.Add(new Hdf5Member(TakeText(NativeMethods.H5Tget_member_name(type, i)), (int)offset, Read(member, depth + 1)));
        }
        return members.ToImmutable();
    }

    private static Hdf5Type WithValues(Hdf5Type read, TypeHandle type)
    {
        if (read.Item!.Class != Hdf5Class.Integer || read.Size > 8) throw new Hdf5Exception("an enumeration has no whole numbers");
        var isBigEndian = NativeMethods.H5Tget_order(type) == 1;
        var values = ImmutableArray.CreateBuilder<(string, long)>();
        Span<byte> value = stackalloc byte[8];
        for (uint i = 0; i < Count(type); i++)
        {
            value.Clear();
            fixed (byte* v = value) ErrorStack.Check(NativeMethods.H5Tget_member_value(type, i, v), "read a type");
            var bytes = value[..read.Size];
            if (isBigEndian) bytes.Reverse();
            var number = BinaryPrimitives.ReadInt64LittleEndian(value);
            if (read.Item.IsSigned) number = number << (64 - read.Size * 8) >> (64 - read.Size * 8);
            values.Add((TakeText(NativeMethods.H5Tget_member_name(type, i)), number));
        }
        return read with { Values = values.ToImmutable() };
    }

    private static Hdf5Type WithDimensions(Hdf5Type read, TypeHandle type)
    {
        var rank = NativeMethods.H5Tget_array_ndims(type);
        if (rank is < 1 or > 32) throw new Hdf5Exception("a type is damaged");
        Span<ulong> dimensions = stackalloc ulong[rank];
        fixed (ulong* d = dimensions) ErrorStack.Check(NativeMethods.H5Tget_array_dims2(type, d), "read a type");
        ulong product = 1;
        foreach (var n in dimensions)
        {
            if (n is 0 or > MaxValueBytes || (product *= n) > MaxValueBytes) throw new Hdf5Exception("an array type is larger than what is read");
        }
        return read with { Dimensions = [.. dimensions.ToArray().Select(n => (int)n)] };
    }

    private static int Count(TypeHandle type) => NativeMethods.H5Tget_nmembers(type) is var n and >= 0 and <= MaxMembers ? n : throw new Hdf5Exception("a type has too many members");

    // The library allocates the text for the caller.
    private static string TakeText(nint text)
    {
        if (text == 0) throw ErrorStack.Failure("read a type");
        var taken = Marshal.PtrToStringUTF8(text)!;
        _ = NativeMethods.H5free_memory(text);
        return taken;
    }
}
