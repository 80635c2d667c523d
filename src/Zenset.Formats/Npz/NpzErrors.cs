using System.Collections.Immutable;
using Zenset.Formats.Arrays;

namespace Zenset.Formats.Npz;

/// <summary>The kinds of failure of npz archives.</summary>
internal static class NpzErrors
{
    public static readonly ErrorCode Archive = new("npz/archive", "The zip archive is damaged, encrypted or compressed in a way that is not read.");
    public static readonly ErrorCode Checksum = new("npz/checksum", "An array does not have the checksum that the archive keeps of it: bytes were changed.");
    public static readonly ErrorCode NoArrays = new("npz/no-arrays", "The archive holds no array.");
    public static readonly ErrorCode DuplicateName = new("npz/duplicate-name", "Two arrays of the archive have the same name.");
    public static readonly ErrorCode Layout = new("npz/layout", "The entry __zenset__ describes tables that the arrays do not have: the file was changed after Zenset wrote it. Remove the entry to read the arrays as they are.");
    public static readonly ErrorCode SparseFormat = new("npz/sparse-format", "A sparse matrix is stored in a way that is not read. Save it as csr, csc or coo.");

    public static ImmutableArray<ErrorCode> All { get; } =
        [Archive, Checksum, NoArrays, DuplicateName, Layout, SparseFormat, .. ArrayHeaderErrors.All, .. ArrayErrors.All];
}
