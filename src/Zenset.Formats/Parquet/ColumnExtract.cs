using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Zenset.Parquet;

namespace Zenset.Formats.Parquet;

/// <summary>
/// A temporary Parquet file with some columns of another, their pages copied to the byte, under a schema that says the same values in
/// terms that the engine reads exactly. Removed when disposed.
/// </summary>
internal sealed class ColumnExtract : IDisposable
{
    // Some writers count the dictionary's page header out of a chunk's size (PARQUET-816); readers allow for it.
    private const int SizeSlack = 100;

    private ColumnExtract(string path) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Copies the columns of <paramref name="readings"/> out of the file at <paramref name="source"/>.</summary>
    public static ColumnExtract Write(string source, ParquetMetadata metadata, IReadOnlyList<NodeReading> readings, CancellationToken cancellationToken)
    {
        var extract = New();
        try
        {
            using var from = File.OpenHandle(source);
            using var to = new FileStream(extract.Path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
            to.Write("PAR1"u8);
            var groups = new List<(long Rows, List<(ParquetColumnChunk Chunk, long Moved)> Chunks)>();
            foreach (var group in metadata.RowGroups)
            {
                var chunks = new List<(ParquetColumnChunk, long)>();
                foreach (var reading in readings)
                {
                    foreach (var chunk in group.Columns.AsSpan(reading.Node.FirstColumn, reading.Node.ColumnCount))
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        chunks.Add((chunk, to.Position - chunk.Offset));
                        Copy(from, to, chunk.Offset, Math.Min(chunk.CompressedBytes + SizeSlack, metadata.FooterOffset - chunk.Offset));
                    }
                }
                groups.Add((group.Rows, chunks));
            }
            WriteFooter(to, metadata.Rows, [.. readings.Select(r => r.Declaration)], groups);
            return extract;
        }
        catch
        {
            extract.Dispose();
            throw;
        }
    }

    /// <summary>A file with one column of texts whose row groups are the given pages, each a page of plain values.</summary>
    public static ColumnExtract WritePages(IReadOnlyList<(ReadOnlyMemory<byte> Page, int UncompressedBytes, int Values, ParquetCodec Codec)> pages)
    {
        var extract = New();
        try
        {
            using var to = new FileStream(extract.Path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
            to.Write("PAR1"u8);
            var column = new ParquetDeclaration("c0", ParquetRepetition.Required) { Type = ParquetType.ByteArray, Converted = ParquetDeclaration.Utf8 };
            var groups = new List<(long, List<(ParquetColumnChunk, long)>)>();
            foreach (var (page, uncompressed, values, codec) in pages)
            {
                var header = new ThriftWriter();
                // PageHeader: DATA_PAGE (0), sizes; DataPageHeader (field 5): values, PLAIN (0), level encodings RLE (3), unused.
                header.BeginStruct();
                header.I32(1, 0);
                header.I32(2, uncompressed);
                header.I32(3, page.Length);
                header.Field(5, ThriftType.Struct);
                header.BeginStruct();
                header.I32(1, values);
                header.I32(2, 0);
                header.I32(3, 3);
                header.I32(4, 3);
                header.EndStruct();
                header.EndStruct();
                var chunk = new ParquetColumnChunk
                {
                    Type = ParquetType.ByteArray, Codec = codec, Encodings = 1, Values = values, DataOffset = to.Position,
                    CompressedBytes = header.Bytes.Length + page.Length, UncompressedBytes = header.Bytes.Length + (long)uncompressed,
                };
                to.Write(header.Bytes);
                to.Write(page.Span);
                groups.Add((values, [(chunk, 0)]));
            }
            WriteFooter(to, pages.Sum(p => (long)p.Values), [column], groups);
            return extract;
        }
        catch
        {
            extract.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(Path);

    private static ColumnExtract New() =>
        new(System.IO.Path.Combine(System.IO.Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"zenset-{Guid.NewGuid():N}.parquet")));

    private static void Copy(SafeFileHandle from, FileStream to, long offset, long length)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        try
        {
            for (long done = 0; done < length;)
            {
                var n = RandomAccess.Read(from, buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - done)), offset + done);
                if (n == 0) break;
                to.Write(buffer, 0, n);
                done += n;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void WriteFooter(
        FileStream to, long rows, ImmutableArray<ParquetDeclaration> columns, List<(long Rows, List<(ParquetColumnChunk Chunk, long Moved)> Chunks)> groups)
    {
        var root = new ParquetDeclaration("schema", ParquetRepetition.Required) { Children = columns };
        var elements = root.Elements.ToList();
        var paths = Paths(columns, []).ToList();
        var leaves = root.Columns.ToList();
        var writer = new ThriftWriter();
        writer.BeginStruct();
        writer.I32(1, 1);
        writer.List(2, ThriftType.Struct, elements.Count);
        foreach (var element in elements) element.Write(writer);
        writer.I64(3, rows);
        writer.List(4, ThriftType.Struct, groups.Count);
        foreach (var (groupRows, chunks) in groups)
        {
            writer.BeginStruct();
            writer.List(1, ThriftType.Struct, chunks.Count);
            for (var i = 0; i < chunks.Count; i++) WriteChunk(writer, chunks[i].Chunk, chunks[i].Moved, leaves[i].Type!.Value, paths[i]);
            writer.I64(2, chunks.Sum(c => c.Chunk.UncompressedBytes));
            writer.I64(3, groupRows);
            writer.EndStruct();
        }
        writer.EndStruct();
        to.Write(writer.Bytes);
        Span<byte> tail = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(tail, writer.Bytes.Length);
        "PAR1"u8.CopyTo(tail[4..]);
        to.Write(tail);
    }

    private static void WriteChunk(ThriftWriter writer, ParquetColumnChunk chunk, long moved, ParquetType type, string[] path)
    {
        writer.BeginStruct();
        writer.I64(2, chunk.Offset + moved);
        writer.Field(3, ThriftType.Struct);
        writer.BeginStruct();
        writer.I32(1, (int)type);
        writer.List(2, ThriftType.I32, System.Numerics.BitOperations.PopCount(chunk.Encodings));
        for (var encoding = 0; encoding < 32; encoding++)
        {
            if ((chunk.Encodings >> encoding & 1) != 0) writer.ZigZag(encoding);
        }
        writer.List(3, ThriftType.Binary, path.Length);
        foreach (var name in path) writer.Binary(System.Text.Encoding.UTF8.GetBytes(name));
        writer.I32(4, (int)chunk.Codec);
        writer.I64(5, chunk.Values);
        writer.I64(6, chunk.UncompressedBytes);
        writer.I64(7, chunk.CompressedBytes);
        writer.I64(9, chunk.DataOffset + moved);
        if (chunk.DictionaryOffset > 0) writer.I64(11, chunk.DictionaryOffset + moved);
        writer.EndStruct();
        writer.EndStruct();
    }

    private static IEnumerable<string[]> Paths(IEnumerable<ParquetDeclaration> elements, string[] above) =>
        elements.SelectMany(e => e.Type is null ? Paths(e.Children, [.. above, e.Name]) : [[.. above, e.Name]]);
}
