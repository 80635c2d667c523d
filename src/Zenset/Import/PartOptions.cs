using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Zenset.Model;

namespace Zenset.Import;

/// <summary>How parts are written: a SELECT in stored names and types, and the engine's options for the file.</summary>
internal static class PartOptions
{
    // A row group is what a reader holds in memory at once; the engine's own default, which other readers are used to as well.
    private const int RowGroupRows = 122_880;

    // Values of vectors in a row group. The engine holds a row group twice while it writes it: with 8 MiB of numbers 2,000 x 20,000
    // took 0.26 GB and 3.5 s where 32 MiB took 0.50 GB and 4.6 s.
    private const long VectorValuesOfRowGroup = 1 << 20;

    // Sparse rows often have some hundred entries each: the same bound, without counting them. 4,096 took a tenth more time and memory.
    private const int RowGroupRowsOfSparse = 2048;

    /// <summary>What a relation calls the column of field <paramref name="index"/>.</summary>
    public static string ColumnName(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");

    /// <summary>What it calls a block of field <paramref name="index"/>.</summary>
    public static string ColumnName(int index, StoredBlock block) => string.Create(CultureInfo.InvariantCulture, $"c{index}_{block.From}");

    /// <summary>
    /// SQL that writes the rows of <paramref name="relation"/>, whose columns are the fields, or the blocks of one, named by number, to
    /// <paramref name="path"/>.
    /// </summary>
    public static string CopySql(ImmutableArray<Field> fields, ImmutableSortedDictionary<string, string> sourceMetadata, string relation, string path)
    {
        var columns = StoredColumn.For(fields);
        var sql = new StringBuilder("COPY (SELECT ");
        sql.AppendJoin(", ", columns.SelectMany((c, i) => c.Blocks.IsEmpty
            ? [$"{c.Encode(ColumnName(i))} AS {Sql.Name(c.Name)}"]
            : c.Blocks.Select(b => $"{c.EncodeBlock(ColumnName(i, b))} AS {Sql.Name(b.Column)}")));
        sql.Append(CultureInfo.InvariantCulture, $" FROM {relation}) TO {Sql.Text(path)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL {CompressionLevel(fields)}");
        sql.Append(CultureInfo.InvariantCulture, $", ROW_GROUP_SIZE {RowGroupSize(fields)}");
        if (fields.All(f => IsFloatingPoint(f.Type)))
        {
            // Measured random numbers hardly repeat: not trying a dictionary is worth a fifth of the time.
            sql.Append(", DICTIONARY_SIZE_LIMIT 1");
        }
        sql.Append(", KV_METADATA {").AppendJoin(", ", KeyValues(columns, sourceMetadata).Select(k => $"{Sql.Text(k.Key)}: {Sql.Text(k.Value)}")).Append("})");
        return sql.ToString();
    }

    /// <summary>The key by which a part explains its fields.</summary>
    public const string FieldsKey = "zenset:fields";

    // Keys of the source describe its columns; where the stored ones have other names or types they would be wrong, and only the
    // manifest keeps them. A nominal field is stored as text, as data frames store it too.
    private static IEnumerable<KeyValuePair<string, string>> KeyValues(ImmutableArray<StoredColumn> columns, ImmutableSortedDictionary<string, string> source)
    {
        yield return KeyValuePair.Create(FieldsKey, ManifestJson.WriteFields([.. columns.Select(c => c.Field)], isPart: true));
        if (columns.Any(c => c.IsRenamed || c.IsConverted && !c.Field.IsNominal)) yield break;
        foreach (var entry in source.Where(e => e.Key != FieldsKey)) yield return entry;
    }

    private static bool IsFloatingPoint(FieldType type) => type.Kind switch
    {
        FieldKind.Float16 or FieldKind.Float32 or FieldKind.Float64 => true,
        FieldKind.FixedList or FieldKind.Sparse => IsFloatingPoint(type.Item!),
        _ => false,
    };

    // Indices and values of sparse rows: level 3 makes them an eighth smaller in about the same time, and smaller than the gzipped text.
    private static int CompressionLevel(ImmutableArray<Field> fields) => fields.Any(f => f.Type.Kind == FieldKind.Sparse) ? 3 : 1;

    private static long RowGroupSize(ImmutableArray<Field> fields)
    {
        var widest = fields.Where(f => f.Type.Kind == FieldKind.FixedList).Select(f => f.Type.Length).DefaultIfEmpty(0).Max();
        if (fields.Any(f => f.Type.Kind == FieldKind.Sparse)) return RowGroupRowsOfSparse;
        // Readers hand out fewer rows at a time where rows are wide, and a row group may end after any chunk.
        return widest == 0 ? RowGroupRows : Math.Clamp(VectorValuesOfRowGroup / widest, 1, RowGroupRows);
    }
}
