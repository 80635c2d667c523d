using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Zenset.Parquet;

/// <summary>
/// The footer of a local Parquet file: reads it, and replaces its key-value metadata without touching a data page.
/// </summary>
/// <remarks>
/// File layout (Parquet format, "File format"): <c>PAR1</c>, pages, footer (FileMetaData, Thrift compact), four bytes with its length,
/// <c>PAR1</c>. The footer of an encrypted file ends in <c>PARE</c>.
/// </remarks>
public static class ParquetFooter
{
    // Longest footer that is read: a hundred times the largest seen (20,000 columns in 50 row groups: 120 MB).
    private const int MaxFooterBytes = int.MaxValue - 64;

    private const int TailBytes = 8;

    /// <summary>Reads and checks the footer of the file at <paramref name="path"/>; messages call it <paramref name="name"/>.</summary>
    /// <exception cref="SourceDataException">It is not a Parquet file, or its footer is damaged.</exception>
    /// <exception cref="NotSupportedSourceException">It is encrypted, or its columns are in other files.</exception>
    public static ParquetMetadata Read(string path, string name)
    {
        using var file = File.OpenHandle(path);
        var (footer, offset) = ReadBytes(file, name);
        try
        {
            return new FooterParser(name, offset).Parse(footer);
        }
        catch (ThriftException e)
        {
            throw Damaged(name, e.Message, offset + e.Offset, e);
        }
    }

    /// <summary>
    /// Sets key-value metadata of the file at <paramref name="path"/>: other keys stay, a null value removes its key. Only the footer is
    /// written anew, at the same offset; pages, row groups, statistics and indexes stay as they are, to the byte.
    /// </summary>
    /// <remarks>Not atomic: work on a copy that nobody else sees yet.</remarks>
    /// <exception cref="SourceDataException">It is not a Parquet file, or its footer is damaged.</exception>
    public static void WithMetadata(string path, IReadOnlyDictionary<string, string?> entries) =>
        Rewrite(path, entries, null);

    /// <summary>As <see cref="WithMetadata"/>, and changes names and annotations of schema elements, by their place among all elements (the root is 0).</summary>
    internal static void Rewrite(string path, IReadOnlyDictionary<string, string?> entries, IReadOnlyDictionary<int, SchemaEdit>? edits)
    {
        var name = Path.GetFileName(path);
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        var (footer, offset) = ReadBytes(file, name);
        ThriftWriter rewritten;
        try
        {
            rewritten = new FooterEditor(footer, edits).Edit(entries);
        }
        catch (ThriftException e)
        {
            throw Damaged(name, e.Message, offset + e.Offset, e);
        }
        var bytes = rewritten.Bytes;
        var tail = new byte[bytes.Length + TailBytes];
        bytes.CopyTo(tail);
        BinaryPrimitives.WriteInt32LittleEndian(tail.AsSpan(bytes.Length), bytes.Length);
        "PAR1"u8.CopyTo(tail.AsSpan(bytes.Length + 4));
        RandomAccess.Write(file, tail, offset);
        RandomAccess.SetLength(file, offset + tail.Length);
    }

    private static (byte[] Footer, long Offset) ReadBytes(SafeFileHandle file, string name)
    {
        var length = RandomAccess.GetLength(file);
        Span<byte> head = stackalloc byte[4];
        Span<byte> tail = stackalloc byte[TailBytes];
        // The smallest possible file: both magics, an empty footer and its length.
        if (length < 12 || RandomAccess.Read(file, head, 0) < 4 || !(head.SequenceEqual("PAR1"u8) || head.SequenceEqual("PARE"u8)))
        {
            throw new SourceDataException(
                ParquetErrors.NotParquet, "is not a Parquet file: it does not begin with PAR1", new SourceLocation { Source = name, Offset = 0 },
                "Check the file, or name its format with --format.");
        }
        RandomAccess.Read(file, tail, length - TailBytes);
        if (tail[4..].SequenceEqual("PARE"u8) || head.SequenceEqual("PARE"u8)) throw Encrypted(name);
        if (!tail[4..].SequenceEqual("PAR1"u8))
        {
            throw new SourceDataException(
                ParquetErrors.NotParquet, "does not end with PAR1: it was cut off, or something was appended",
                new SourceLocation { Source = name, Offset = length - 4 }, "Fetch or write the file again; its footer is at the end, so nothing of a cut file can be read.");
        }
        var footerLength = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (footerLength > MaxFooterBytes || footerLength > length - 12)
        {
            throw Damaged(name, string.Create(CultureInfo.InvariantCulture, $"its length is given as {footerLength:N0} bytes, of {length:N0} in the file"), length - TailBytes);
        }
        var footer = new byte[footerLength];
        var offset = length - TailBytes - footerLength;
        for (var read = 0; read < footer.Length;)
        {
            var n = RandomAccess.Read(file, footer.AsSpan(read), offset + read);
            if (n == 0) throw Damaged(name, "it ends early", offset + read);
            read += n;
        }
        return (footer, offset);
    }

    internal static NotSupportedSourceException Encrypted(string name) => new(
        ParquetErrors.Encrypted, "is encrypted (Parquet modular encryption)", new SourceLocation { Source = name },
        "Decrypt it with the program that has the key, then import the result.");

    internal static SourceDataException Damaged(string name, string reason, long? offset = null, Exception? inner = null) => new(
        ParquetErrors.BadFooter, $"the footer is damaged: {reason}", new SourceLocation { Source = name, Offset = offset },
        "Fetch or write the file again.", inner);
}
