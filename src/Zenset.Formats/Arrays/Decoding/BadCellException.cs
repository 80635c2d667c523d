namespace Zenset.Formats.Arrays.Decoding;

/// <summary>A value that cannot be taken; whoever knows the row makes an error of it.</summary>
internal sealed class BadCellException(ErrorCode code, string problem, string? fix, long index) : Exception(problem)
{
    public ErrorCode Code { get; } = code;

    public string? Fix { get; } = fix;

    /// <summary>Place among the values of the call.</summary>
    public long Index { get; } = index;

    /// <summary>The same, seen from a vector of <paramref name="length"/> items.</summary>
    public BadCellException Of(int length, long before) => new(Code, Message, Fix, before + Index / Math.Max(1, length));
}
