using System.Runtime.InteropServices;
using Zenset.Hdf5.Native;

namespace Zenset.Formats.Tests.Hdf5;

/// <summary>The driver's class lies in memory as the headers have it (offsetof, with 64-bit pointers).</summary>
public sealed unsafe class DriverClassTests
{
    [Fact]
    public void LiesAsInTheHeaderOf110()
    {
        Assert.Equal(112, Offset<DriverFunctions>(nameof(DriverFunctions.Open)));
        Assert.Equal(136, Offset<DriverFunctions>(nameof(DriverFunctions.Query)));
        Assert.Equal(184, Offset<DriverFunctions>(nameof(DriverFunctions.GetEndOfFile)));
        Assert.Equal(200, Offset<DriverFunctions>(nameof(DriverFunctions.Read)));
        Assert.Equal(208, Offset<DriverFunctions>(nameof(DriverFunctions.Write)));
        Assert.Equal(0, Offset<DriverClass110>(nameof(DriverClass110.Functions)));
        Assert.Equal(216, Offset<DriverClass110>(nameof(DriverClass110.Flush)));
        Assert.Equal(248, Offset<DriverClass110>(nameof(DriverClass110.FreeLists)));
        Assert.Equal(280, sizeof(DriverClass110));
    }

    // H5FDdevelop.h: a version and a value before, vectors and selections between writing and flushing, deleting and control behind.
    [Fact]
    public void LiesAsInTheHeaderOf114()
    {
        Assert.Equal(8, Offset<DriverClass114>(nameof(DriverClass114.Functions)));
        Assert.Equal(224, Offset<DriverClass114>(nameof(DriverClass114.ReadVector)));
        Assert.Equal(256, Offset<DriverClass114>(nameof(DriverClass114.Flush)));
        Assert.Equal(304, Offset<DriverClass114>(nameof(DriverClass114.FreeLists)));
        Assert.Equal(336, sizeof(DriverClass114));
    }

    [Fact]
    public void LeavesTheLibraryRoomForItsPartOfAFile() => Assert.True(Offset<DriverFile>(nameof(DriverFile.EndOfAddresses)) >= 88);

    private static int Offset<T>(string field) => (int)Marshal.OffsetOf<T>(field);
}
