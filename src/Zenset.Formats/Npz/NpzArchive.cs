using System.Collections.Immutable;
using System.IO.Compression;
using Microsoft.Win32.SafeHandles;
using Zenset.Formats.Arrays;

namespace Zenset.Formats.Npz;

/// <summary>An array of an archive.</summary>
internal sealed record NpzArray(string Name, StoredArray Array)
{
    public ArrayShape Shape => Array.Shape;
}

/// <summary>An opened archive: its arrays by name. Nothing is ever unpacked under a name that the archive gives.</summary>
internal sealed class NpzArchive : IDisposable
{
    /// <summary>What the name of an array's file ends in.</summary>
    public const string Extension = ".npy";

    private readonly SafeFileHandle _file;

    private NpzArchive(SafeFileHandle file, ImmutableArray<NpzArray> arrays, ImmutableArray<string> others)
    {
        _file = file;
        Arrays = arrays;
        Others = others;
    }

    /// <summary>The arrays, in the archive's order.</summary>
    public ImmutableArray<NpzArray> Arrays { get; }

    /// <summary>Names of files that are no arrays.</summary>
    public ImmutableArray<string> Others { get; }

    public static NpzArchive Open(string path, string source)
    {
        var file = File.OpenHandle(path);
        var arrays = ImmutableArray.CreateBuilder<NpzArray>();
        var others = ImmutableArray.CreateBuilder<string>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var entry in ZipDirectory.Read(file, source))
            {
                if (!entry.Name.EndsWith(Extension, StringComparison.Ordinal))
                {
                    others.Add(entry.Name);
                    continue;
                }
                var name = entry.Name[..^Extension.Length];
                if (!names.Add(name)) throw new SourceDataException(NpzErrors.DuplicateName, $"it holds the array '{Quoting.Shorten(name)}' twice", new SourceLocation { Source = source }, "Save it again with one of them renamed.");
                arrays.Add(new NpzArray(name, ReadHeader(file, entry, source, name)));
            }
            return new NpzArchive(file, arrays.ToImmutable(), others.ToImmutable());
        }
        catch
        {
            foreach (var array in arrays) (array.Array.Bytes as IDisposable)?.Dispose();
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var array in Arrays) (array.Array.Bytes as IDisposable)?.Dispose();
        _file.Dispose();
    }

    private static StoredArray ReadHeader(SafeFileHandle file, ZipEntry entry, string source, string name)
    {
        var place = new SourceLocation { Source = source, Resource = name };
        try
        {
            using var packed = new FilePiece(file, entry.Offset, entry.PackedBytes);
            using Stream plain = entry.IsDeflated ? new DeflateStream(packed, CompressionMode.Decompress) : packed;
            var announced = NpyHeader.Read(plain, place, out var headerBytes);
            ArrayBytes bytes = new EntryBytes(file, entry, headerBytes, source, name);
            return new StoredArray(announced.Check(bytes), bytes);
        }
        catch (InvalidDataException e)
        {
            throw new SourceDataException(NpzErrors.Archive, "its compressed bytes are damaged", place, "Fetch the file again, or save it again with numpy.savez.", e);
        }
    }
}
