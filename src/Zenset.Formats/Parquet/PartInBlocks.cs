using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Model;
using Zenset.Parquet;

namespace Zenset.Formats.Parquet;

/// <summary>A part of a repository some of whose vectors stand in several columns (<see cref="StoredBlock"/>): one field again for each.</summary>
internal static class PartInBlocks
{
    /// <summary>Its fields and rows; null when the file is no such part.</summary>
    /// <param name="metadata">The footer.</param>
    /// <param name="readings">How its columns are read.</param>
    /// <param name="connection">The engine.</param>
    /// <param name="columns">What <paramref name="from"/> calls the columns.</param>
    /// <param name="from">The columns, as SQL.</param>
    public static (ImmutableArray<Field> Fields, TableContent Content)? Read(
        ParquetMetadata metadata, IReadOnlyList<NodeReading> readings, Connection connection, ImmutableArray<string> columns, string from)
    {
        if (!metadata.KeyValues.TryGetValue(FieldHints.Key, out var own) || FieldHints.TryReadOwn(own) is not { } declared) return null;
        var stored = StoredColumn.For(declared);
        if (stored.All(c => c.Blocks.IsEmpty)) return null;
        var names = stored.SelectMany(c => c.Columns).Select(c => c.Name).ToList();
        if (!names.SequenceEqual(readings.Select(r => r.Node.Name)) || !HasTypes(stored, readings, connection)) return null;
        var select = string.Join(", ", stored.Select(c => $"{c.Decode()} AS {Sql.Name(c.Field.Name)}"));
        var named = string.Join(", ", names.Select((n, i) => $"{readings[i].Decode(columns[i])} AS {Sql.Name(n)}"));
        return (declared, new TableContent.Relation($"SELECT {select} FROM (SELECT {named} FROM {from})", metadata.Rows));
    }

    // The engine itself tells what a part has for each field.
    private static bool HasTypes(ImmutableArray<StoredColumn> stored, IReadOnlyList<NodeReading> readings, Connection connection)
    {
        var expected = stored.SelectMany(c => c.Blocks.IsEmpty
            ? [c.Encode($"CAST(NULL AS {FieldEngine.TypeOf(c.Field)})")]
            : c.Blocks.Select(_ => c.EncodeBlock($"CAST(NULL AS {FieldEngine.TypeOf(FieldType.List(c.Field.Type.Item!))})")));
        try
        {
            using var query = connection.Query($"SELECT {string.Join(", ", expected)} LIMIT 0");
            return query.Columns.Zip(readings).All(p => p.First.Type == FieldEngine.TypeOf(p.Second.Type));
        }
        catch (DuckDbException)
        {
            return false;
        }
    }
}
