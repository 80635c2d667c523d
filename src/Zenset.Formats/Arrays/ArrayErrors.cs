using System.Collections.Immutable;

namespace Zenset.Formats.Arrays;

/// <summary>The kinds of failure that all formats of arrays share.</summary>
internal static class ArrayErrors
{
    public static readonly ErrorCode CutOff = new("array/cut-off", "The file ends before the array that its header announces. Fetch or write it again.");
    public static readonly ErrorCode TooLarge = new("array/too-large", "An array, or one row of it, is larger than any that Zenset reads. Save it in smaller pieces.");
    public static readonly ErrorCode BadText = new("array/bad-text", "A text has a value that is no Unicode character, or bytes read as text are not UTF-8.");
    public static readonly ErrorCode BadNumber = new("array/bad-number", "A number does not fit the type that the file says it has.");
    public static readonly ErrorCode BadTime = new("array/time-out-of-range", "A date or time is outside the range that Zenset holds.");
    public static readonly ErrorCode BadSparse = new("array/bad-sparse", "The arrays of a sparse matrix do not fit together. Write the matrix again.");

    public static ImmutableArray<ErrorCode> All { get; } = [CutOff, TooLarge, BadText, BadNumber, BadTime, BadSparse];
}
