using System.Buffers;
using System.IO.Compression;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Writing;

namespace Zenset.Formats.Npz.Writing;

/// <summary>An archive that is being written: arrays under names that are free.</summary>
internal sealed class NpzOutput(Stream target, bool deflates) : IDisposable
{
    // Names that a person can read and every unpacker takes.
    private const int MaxNameLength = 200;

    // What unpackers refuse in names of files.
    private static readonly SearchValues<char> Refused = SearchValues.Create("\\:*?\"<>|");

    // What NumPy writes too: no time, so that the same data are the same bytes.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _archive = new(target, ZipArchiveMode.Create, leaveOpen: true);
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase) { NpzLayout.Name };

    /// <summary>What was written so far.</summary>
    public List<(string Name, ArrayShape Shape)> Written { get; } = [];

    /// <summary>A name for an array that nothing else has.</summary>
    /// <param name="wish">The name that it should have.</param>
    /// <param name="otherwise">The name when that one cannot be, or is taken.</param>
    public string NameFor(string wish, string otherwise)
    {
        if (IsPlain(wish) && _taken.Add(wish)) return wish;
        var name = IsPlain(otherwise) ? otherwise : "array";
        for (var n = 2; !_taken.Add(name); n++) name = FormattableString.Invariant($"{(IsPlain(otherwise) ? otherwise : "array")}_{n}");
        return name;
    }

    /// <summary>The name can be had as it is.</summary>
    public bool IsFree(string name) => IsPlain(name) && !_taken.Contains(name);

    /// <summary>Writes an array.</summary>
    public void Write(string name, ArrayShape shape, Action<Stream> write)
    {
        var entry = _archive.CreateEntry(name + NpzArchive.Extension, deflates ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
        entry.LastWriteTime = NoTime;
        using (var stream = entry.Open())
        {
            stream.Write(NpyHeader.Write(shape));
            write(stream);
        }
        Written.Add((name, shape));
    }

    /// <summary>Writes an array whose bytes wait.</summary>
    public void Write(string name, ArrayShape shape, TemporaryStream bytes) => Write(name, shape, bytes.CopyAllTo);

    public void Dispose() => _archive.Dispose();

    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= MaxNameLength && !name.StartsWith('/') && !name.Contains("..", StringComparison.Ordinal) && !name.AsSpan().ContainsAny(Refused) && !name.Any(char.IsControl)
        && name == name.Trim();
}
