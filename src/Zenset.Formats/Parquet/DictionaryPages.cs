using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Model;
using Zenset.Parquet;

namespace Zenset.Formats.Parquet;

/// <summary>
/// Categories from a column's dictionary pages. A data frame's categorical column is written with its categories as the dictionary, in
/// their order and with those that no row uses (Arrow does so, and Zenset); no other place in the file keeps them.
/// </summary>
/// <remarks>The pages are handed to the engine as data pages of a file of their own, so every codec it knows is read.</remarks>
internal static class DictionaryPages
{
    /// <summary>More than this is not a set of categories but text.</summary>
    public const int MaxCategories = 65_536;

    // Headers are some 30 bytes; statistics in them are not used for dictionary pages.
    private const int MaxHeaderBytes = 1024;

    private const uint DictionaryEncodings = 1 << 2 | 1 << 8;

    /// <summary>
    /// The values of all dictionaries, each once, in order of appearance; null when there is a row group without one, or one is not readable.
    /// </summary>
    public static ImmutableArray<string>? Read(Engine engine, string path, ParquetMetadata metadata, int column, CancellationToken cancellationToken)
    {
        var pages = new List<(ReadOnlyMemory<byte>, int, int, ParquetCodec)>();
        using (var file = File.OpenHandle(path))
        {
            foreach (var group in metadata.RowGroups)
            {
                var chunk = group.Columns[column];
                if (chunk.Values == 0) continue;
                if (chunk.DictionaryOffset <= 0 || chunk.DictionaryOffset >= chunk.DataOffset) return null;
                if (ReadPage(file, chunk, metadata.FooterOffset) is not { } page) return null;
                if (page.Values > 0) pages.Add((page.Bytes, page.Uncompressed, page.Values, chunk.Codec));
            }
        }
        if (pages.Count == 0) return metadata.RowGroups.IsEmpty ? null : [];
        using var extract = ColumnExtract.WritePages(pages);
        try
        {
            using var connection = engine.Connect();
            using var query = connection.Query($"SELECT c0 FROM read_parquet({Sql.Text(extract.Path)})", cancellationToken);
            var values = new List<string>();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            while (query.Read())
            {
                var texts = query.Current[0];
                for (var row = 0; row < query.Current.RowCount; row++)
                {
                    var value = System.Text.Encoding.UTF8.GetString(texts.Text(row));
                    if (seen.Add(value)) values.Add(value);
                    if (values.Count > MaxCategories) return null;
                }
            }
            return [.. values];
        }
        catch (DuckDbException)
        {
            // Damage shows when the rows are read; here the column is merely no set of categories.
            return null;
        }
    }

    /// <summary>Every data page takes its values from the dictionary, as far as the footer says.</summary>
    public static bool HoldAllValues(ParquetMetadata metadata, int column) => metadata.RowGroups.All(g =>
        g.Columns[column] is var c && (c.Values == 0 || c.PageEncodings != 0 && (c.PageEncodings & ~DictionaryEncodings) == 0));

    private static (ReadOnlyMemory<byte> Bytes, int Uncompressed, int Values)? ReadPage(Microsoft.Win32.SafeHandles.SafeFileHandle file, ParquetColumnChunk chunk, long end)
    {
        Span<byte> head = stackalloc byte[MaxHeaderBytes];
        head = head[..RandomAccess.Read(file, head[..(int)Math.Min(head.Length, end - chunk.DictionaryOffset)], chunk.DictionaryOffset)];
        int kind = -1, uncompressed = -1, compressed = -1, values = -1, encoding = -1;
        int headerLength;
        try
        {
            // PageHeader: type (2 is DICTIONARY_PAGE), sizes, DictionaryPageHeader (field 7): values, encoding (0 PLAIN, 2 PLAIN_DICTIONARY).
            var reader = new ThriftReader(head);
            reader.BeginStruct();
            while (reader.ReadField(out var id, out var type))
            {
                switch (id)
                {
                    case 1: kind = reader.ReadI32(type); break;
                    case 2: uncompressed = reader.ReadI32(type); break;
                    case 3: compressed = reader.ReadI32(type); break;
                    case 7:
                        var outer = reader.BeginStruct();
                        while (reader.ReadField(out var inner, out var innerType))
                        {
                            if (inner == 1) values = reader.ReadI32(innerType);
                            else if (inner == 2) encoding = reader.ReadI32(innerType);
                            else reader.Skip(innerType);
                        }
                        reader.EndStruct(outer);
                        break;
                    default: reader.Skip(type); break;
                }
            }
            headerLength = reader.Position;
        }
        catch (ThriftException)
        {
            return null;
        }
        var start = chunk.DictionaryOffset + headerLength;
        if (kind != 2 || encoding is not (0 or 2) || values is < 0 or > MaxCategories || uncompressed < 0 || compressed < 0 || compressed > end - start) return null;
        var bytes = new byte[compressed];
        return RandomAccess.Read(file, bytes, start) == compressed ? (bytes, uncompressed, values) : null;
    }
}
