using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zenset.Hdf5.Native;

/// <summary>
/// A conversion of the library from lists and texts of varying length to bytes: what stands in the file, unchanged. So the library never
/// follows a reference itself (see <see cref="GlobalHeap"/>), nor allocates by what one says.
/// </summary>
internal static unsafe class ReferenceConversion
{
    private const int Init = 0; // H5T_CONV_INIT
    private const int SoftConversion = 1; // H5T_PERS_SOFT: for all types of two classes

    // H5T_cdata_t
    [StructLayout(LayoutKind.Sequential)]
    private struct ConversionData
    {
        public int Command;
        public int NeedsBackground;
        public byte Recalculates;
        public nint Private;
    }

    public static void Register()
    {
        using var item = TypeBuilder.Build(Hdf5Type.Integer(1, false));
        using var list = IdHandle.Checked(new TypeHandle(NativeMethods.H5Tvlen_create(item)), "make a type");
        using var bytes = TypeBuilder.Build(HeapReference.Type);
        delegate* unmanaged[Cdecl]<nint, nint, ConversionData*, nuint, nuint, nuint, void*, void*, nint, int> conversion = &Convert;
        ErrorStack.Check(NativeMethods.H5Tregister(SoftConversion, "references", list, bytes, conversion), "register a conversion");
    }

    // Both have 16 bytes, in the same place: nothing is to be done.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Convert(nint from, nint to, ConversionData* data, nuint count, nuint stride, nuint backgroundStride, void* values, void* background, nint transfer)
    {
        if (data->Command != Init) return 0;
        data->NeedsBackground = 0;
        return NativeMethods.H5Tget_size(from) == HeapReference.Bytes && NativeMethods.H5Tget_size(to) == HeapReference.Bytes ? 0 : -1;
    }
}
