namespace Zenset.DuckDb.Native;

/// <summary>
/// How many owned native objects and callback states are alive in this process; the leak tests bring it back to where it was.
/// </summary>
internal static class LiveHandles
{
    private static long _count;

    public static long Count => Interlocked.Read(ref _count);

    public static void Opened() => Interlocked.Increment(ref _count);

    public static void Closed() => Interlocked.Decrement(ref _count);
}
