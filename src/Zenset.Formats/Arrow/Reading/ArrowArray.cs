namespace Zenset.Formats.Arrow.Reading;

/// <summary>
/// One column of a batch, or one below it, in memory. The buffers are long enough for its length; what stands in them (offsets, indices,
/// text) is checked by those who read it.
/// </summary>
internal sealed unsafe class ArrowArray
{
    /// <summary>Values.</summary>
    public long Length { get; init; }

    /// <summary>One bit for each value, set where there is one; null when all are there.</summary>
    public byte* Validity { get; init; }

    /// <summary>Numbers, bits, offsets, views, or the indices of a dictionary.</summary>
    public NativeBuffer First { get; init; }

    /// <summary>Text and bytes that the offsets lead to; sizes of list views.</summary>
    public NativeBuffer Second { get; init; }

    /// <summary>Text and bytes that views lead to.</summary>
    public NativeBuffer[] Variadic { get; init; } = [];

    /// <summary>Arrays below it.</summary>
    public ArrowArray[] Children { get; init; } = [];

    /// <summary>What the indices lead to.</summary>
    public ArrowDictionary? Dictionary { get; init; }

    /// <summary>The value is missing.</summary>
    public bool IsMissing(long row) => Validity != null && (Validity[row >> 3] >> (int)(row & 7) & 1) == 0;
}
