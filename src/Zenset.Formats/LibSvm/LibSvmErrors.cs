using System.Collections.Immutable;

namespace Zenset.Formats.LibSvm;

/// <summary>The kinds of failure of LibSVM sources.</summary>
internal static class LibSvmErrors
{
    public static readonly ErrorCode Label = new("libsvm/label", "A row does not begin with a label, which is a number or several numbers parted by commas. Where some rows have several, a row without any begins with a blank.");
    public static readonly ErrorCode Entry = new("libsvm/entry", "What should be index:value is something else.");
    public static readonly ErrorCode Index = new("libsvm/index", "An index is not a whole number from --index-base to 2,147,483,647, or not above the one before it.");
    public static readonly ErrorCode QueryId = new("libsvm/qid", "A qid is not a whole number of 64 bits.");

    public static ImmutableArray<ErrorCode> All { get; } = [Label, Entry, Index, QueryId, .. Text.TextErrors.All];
}
