namespace Zenset.Hdf5;

/// <summary>Where a text of fixed length ends.</summary>
public static class FixedText
{
    /// <summary>The bytes without what fills them up.</summary>
    /// <param name="bytes">All bytes of the value.</param>
    /// <param name="padding">0: it ends at the first zero. 1: zeros at the end are none of it. 2: blanks at the end are none of it.</param>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> bytes, int padding)
    {
        if (padding == 2) return bytes.TrimEnd((byte)' ');
        if (padding == 1) return bytes.TrimEnd((byte)0);
        var end = bytes.IndexOf((byte)0);
        return end < 0 ? bytes : bytes[..end];
    }
}
