using System.Runtime.InteropServices;

namespace Zenset.Hdf5.Native;

/// <summary><c>H5G_stat_t</c> of H5Gpublic.h: the one description of an object that has the same layout in every version of the library.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ObjectInfo
{
    // unsigned long: 64 bits on Unix, 32 on Windows, where the pair holds the halves of one number.
    public CULong File0, File1;
    public CULong Object0, Object1;
    public uint Links;
    /// <summary><c>H5G_obj_t</c>: 0 group, 1 dataset, 2 type, 3 soft link, 4 user-defined (external) link.</summary>
    public int Kind;
    public long Changed;
    public nuint LinkLength;
    // H5O_stat_t; four more words cover what a later version may add to it.
    public ulong HeaderSize, HeaderFree;
    public ulong HeaderMessages;
    private readonly ulong _spare0, _spare1, _spare2, _spare3;
}
