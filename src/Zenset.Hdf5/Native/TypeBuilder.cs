namespace Zenset.Hdf5.Native;

/// <summary>From a description to a type of the library, little-endian.</summary>
internal static unsafe class TypeBuilder
{
    public static TypeHandle Build(Hdf5Type type) => type.Class switch
    {
        Hdf5Class.Integer => Copy($"H5T_STD_{(type.IsSigned ? 'I' : 'U')}{type.Size * 8}LE_g"),
        Hdf5Class.Float => type.Size == 2 ? Half() : Copy($"H5T_IEEE_F{type.Size * 8}LE_g"),
        Hdf5Class.BitField => Copy($"H5T_STD_B{type.Size * 8}LE_g"),
        Hdf5Class.String => Text(type),
        Hdf5Class.Opaque => Opaque(type),
        Hdf5Class.Compound => Compound(type),
        Hdf5Class.Enumeration => Enumeration(type),
        Hdf5Class.VariableLength => VariableLength(type),
        Hdf5Class.Array => Array(type),
        _ => throw new Hdf5Exception($"there is no {type.Describe()} in memory"),
    };

    private static TypeHandle Copy(string predefined) => Of(NativeMethods.H5Tcopy(Hdf5Library.Predefined(predefined)));

    private static TypeHandle Of(nint id) => IdHandle.Checked(new TypeHandle(id), "make a type");

    // IEEE 754 binary16, which the library has no name for before 1.14.4: fields, then bytes, then the bias of the exponent (h5py does the same).
    private static TypeHandle Half()
    {
        var half = Copy("H5T_IEEE_F32LE_g");
        ErrorStack.Check(NativeMethods.H5Tset_fields(half, 15, 10, 5, 0, 10), "make a type");
        ErrorStack.Check(NativeMethods.H5Tset_size(half, 2), "make a type");
        ErrorStack.Check(NativeMethods.H5Tset_ebias(half, 15), "make a type");
        return half;
    }

    private static TypeHandle Text(Hdf5Type type)
    {
        var text = Copy("H5T_C_S1_g");
        // H5T_VARIABLE is the greatest size.
        ErrorStack.Check(NativeMethods.H5Tset_size(text, type.IsVariable ? nuint.MaxValue : (nuint)type.Size), "make a type");
        ErrorStack.Check(NativeMethods.H5Tset_cset(text, type.IsUtf8 ? 1 : 0), "make a type");
        if (!type.IsVariable) ErrorStack.Check(NativeMethods.H5Tset_strpad(text, type.Padding), "make a type");
        return text;
    }

    private static TypeHandle Opaque(Hdf5Type type)
    {
        var opaque = Of(NativeMethods.H5Tcreate((int)Hdf5Class.Opaque, (nuint)type.Size));
        ErrorStack.Check(NativeMethods.H5Tset_tag(opaque, type.Tag), "make a type");
        return opaque;
    }

    private static TypeHandle Compound(Hdf5Type type)
    {
        var compound = Of(NativeMethods.H5Tcreate((int)Hdf5Class.Compound, (nuint)type.Size));
        foreach (var member in type.Members)
        {
            using var of = Build(member.Type);
            ErrorStack.Check(NativeMethods.H5Tinsert(compound, member.Name, (nuint)member.Offset, of), "make a type");
        }
        return compound;
    }

    private static TypeHandle Enumeration(Hdf5Type type)
    {
        using var integer = Build(type.Item!);
        var enumeration = Of(NativeMethods.H5Tenum_create(integer));
        foreach (var (name, value) in type.Values) ErrorStack.Check(NativeMethods.H5Tenum_insert(enumeration, name, &value), "make a type");
        return enumeration;
    }

    private static TypeHandle VariableLength(Hdf5Type type)
    {
        using var item = Build(type.Item!);
        return Of(NativeMethods.H5Tvlen_create(item));
    }

    private static TypeHandle Array(Hdf5Type type)
    {
        using var item = Build(type.Item!);
        Span<ulong> dimensions = stackalloc ulong[type.Dimensions.Length];
        for (var i = 0; i < dimensions.Length; i++) dimensions[i] = (ulong)type.Dimensions[i];
        fixed (ulong* d = dimensions) return Of(NativeMethods.H5Tarray_create2(item, (uint)dimensions.Length, d));
    }
}
