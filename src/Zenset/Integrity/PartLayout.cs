using System.Text;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Integrity;

/// <summary>Which rows and columns lie where in a part, from its Parquet footer.</summary>
internal sealed class PartLayout
{
    private readonly record struct ColumnChunk(long Start, long End, long FirstRow, long RowCount, string Column);

    private readonly List<ColumnChunk> _chunks;

    private PartLayout(List<ColumnChunk> chunks) => _chunks = chunks;

    /// <summary>Reads the footer; null when that is not possible any more.</summary>
    public static PartLayout? TryRead(string path)
    {
        try
        {
            using var engine = Engine.Open(new EngineOptions { Threads = 1 });
            using var connection = engine.Connect();
            // Offsets: Parquet's ColumnMetaData; a dictionary page, if there is one, comes first. 0 stands for none.
            using var query = connection.Query($"""
                SELECT row_group_id::BIGINT, row_group_num_rows::BIGINT,
                    (CASE WHEN dictionary_page_offset > 0 THEN least(dictionary_page_offset, data_page_offset) ELSE data_page_offset END)::BIGINT,
                    total_compressed_size::BIGINT, path_in_schema::VARCHAR
                FROM parquet_metadata({Sql.Text(path)}) ORDER BY row_group_id, column_id
                """);
            var chunks = new List<ColumnChunk>();
            var (group, groupFirst, groupRows) = (-1L, 0L, 0L);
            while (query.Read())
            {
                var rows = query.Current;
                for (var i = 0; i < rows.RowCount; i++)
                {
                    if (rows[0].Values<long>()[i] != group)
                    {
                        groupFirst += groupRows;
                        group = rows[0].Values<long>()[i];
                        groupRows = rows[1].Values<long>()[i];
                    }
                    var start = rows[2].Values<long>()[i];
                    chunks.Add(new ColumnChunk(start, start + rows[3].Values<long>()[i], groupFirst, groupRows, Encoding.UTF8.GetString(rows[4].Text(i))));
                }
            }
            return new PartLayout(chunks);
        }
        catch (DuckDbException)
        {
            return null;
        }
    }

    /// <summary>
    /// Rows and columns whose bytes lie between the offsets; null when that cannot be told: bytes that are no values, such as the
    /// footer itself, are among them.
    /// </summary>
    public (RowRange Rows, IReadOnlyList<string> Columns)? Find(long start, long end)
    {
        if (_chunks.Count == 0 || end > _chunks.Max(c => c.End)) return null;
        var hit = _chunks.Where(c => c.Start < end && c.End > start).ToList();
        if (hit.Count == 0) return null;
        var first = hit.Min(c => c.FirstRow);
        return (new RowRange(first, hit.Max(c => c.FirstRow + c.RowCount) - first), [.. hit.Select(c => c.Column).Distinct(StringComparer.Ordinal)]);
    }
}
