using System.Collections.Immutable;
using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Parquet;
using Zenset.Model;

namespace Zenset.Formats.Arrow.Writing;

/// <summary>The schema under which a table is written.</summary>
internal static class WrittenSchema
{
    /// <summary>Fields, like those of an Arrow source where the rows allow it, and metadata.</summary>
    public static ArrowSchemaContent For(TableToWrite table, Connection connection, CancellationToken cancellationToken)
    {
        var shape = table.Shape;
        var written = shape.Fields.Select(WrittenFields.Of).ToArray();
        if (shape.SourceMetadata.TryGetValue(SourceSchema.Key, out var text) && ArrowSchema.TryReadContent(text) is { } source) TakeOver(written, source.Fields, table, connection, cancellationToken);
        long dictionary = 0;
        return new ArrowSchemaContent([.. written.Select(f => ArrowSchema.Number(f, ref dictionary))], Metadata(shape));
    }

    private static void TakeOver(ArrowField[] written, ImmutableArray<ArrowField> source, TableToWrite table, Connection connection, CancellationToken cancellationToken)
    {
        var byName = source.DistinctBy(f => f.Name).ToDictionary(f => f.Name);
        var claims = new List<(int Column, Claim Claim)>();
        for (var i = 0; i < written.Length; i++)
        {
            // A sparse vector is known by the lists that Zenset makes of it.
            if (table.Shape.Fields[i].Type.Kind == FieldKind.Sparse || !byName.TryGetValue(written[i].Name, out var before)) continue;
            var ofThis = new List<Claim>();
            written[i] = LikeSource.Of(written[i], before, Column(i), ofThis);
            claims.AddRange(ofThis.Select(c => (i, c)));
        }
        foreach (var (column, claim) in FindFalse(claims, table, connection, cancellationToken)) written[column] = claim.Undo(written[column]);
    }

    // One look at the rows for all columns. Where there is only one look at all, it is needed for writing.
    private static List<(int Column, Claim Claim)> FindFalse(List<(int Column, Claim Claim)> claims, TableToWrite table, Connection connection, CancellationToken cancellationToken)
    {
        if (claims.Count == 0 || !table.CanRescan) return claims;
        var columns = string.Join(", ", table.Shape.Fields.Select((_, i) => Column(i)));
        using var query = connection.Query(
            $"SELECT {string.Join(", ", claims.Select(c => $"coalesce(bool_or({c.Claim.Unless}), false)"))} FROM ({table.Sql}) AS t({columns})", cancellationToken);
        query.Read();
        var isFalse = new bool[claims.Count];
        for (var i = 0; i < isFalse.Length; i++) isFalse[i] = query.Current[i].Values<bool>()[0];
        return [.. claims.Where((_, i) => isFalse[i])];
    }

    private static ImmutableArray<KeyValuePair<string, string>> Metadata(TableShape table)
    {
        var metadata = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var (key, value) in SourceKeys.StillTrue(table.Fields, table.SourceMetadata))
        {
            if (key is not (ArrowSchema.Key or SourceSchema.Key)) metadata.Add(KeyValuePair.Create(key, value));
        }
        // Categories stand in the dictionaries.
        metadata.Add(KeyValuePair.Create(FieldHints.Key, ManifestJson.WriteFields([.. table.Fields.Select(f => f with { Categories = null })])));
        return metadata.ToImmutable();
    }

    private static string Column(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");
}
