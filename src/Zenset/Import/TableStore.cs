using System.Collections.Immutable;
using Zenset.Commit;
using Zenset.DuckDb;
using Zenset.Formats;
using Zenset.Model;
using Zenset.Parquet;

namespace Zenset.Import;

/// <summary>Stores the rows of a table as parts, however its reader provides them.</summary>
internal sealed class TableStore(Engine engine, CommitSession session, int parallelism, ImportMeter meter)
{
    /// <summary>Reads all rows of <paramref name="table"/> and stores them.</summary>
    /// <exception cref="FieldsWidenedException">The fields changed on the way; call again.</exception>
    public async Task<StoredTable> StoreAsync(
        ITable table, string folder, Func<ImmutableArray<Field>, ImmutableArray<Field>> withRoles, CancellationToken cancellationToken)
    {
        var content = table.OpenContent();
        // How another repository kept them is no matter here.
        ImmutableArray<Field> fields = [.. withRoles(table.Fields).Select(f => f with { Block = null })];
        foreach (var field in fields) RequireMemberNames(table, field, field.Type);
        switch (content)
        {
            case TableContent.Segmented { Segments: var segments }:
                return await StoreSegmentsAsync(fields, table.SourceMetadata, segments, folder, cancellationToken).ConfigureAwait(false);
            case TableContent.Relation relation when fields.Any(f => StoredBlock.Of(f).Any()):
                return await StoreSegmentsAsync(fields, table.SourceMetadata, new RelationSegments(engine, relation, fields), folder, cancellationToken).ConfigureAwait(false);
            case TableContent.Relation { Sql: var sql }:
                return await StoreRelationAsync(fields, table.SourceMetadata, sql, folder, cancellationToken).ConfigureAwait(false);
            case TableContent.PortableParquet file:
                return await AdoptAsync(fields, file, folder, cancellationToken).ConfigureAwait(false);
            default:
                throw new InvalidOperationException($"There is no way to store {content.GetType().Name}.");
        }
    }

    private async Task<StoredTable> StoreSegmentsAsync(
        ImmutableArray<Field> fields, ImmutableSortedDictionary<string, string> sourceMetadata, ISegments segments, string folder, CancellationToken cancellationToken)
    {
        using (segments)
        {
            var pipeline = new SegmentPipeline(engine, session, folder, fields, sourceMetadata, parallelism, meter);
            return await pipeline.RunAsync(segments, cancellationToken).ConfigureAwait(false);
        }
    }

    // Members are named in the statement, which would end at a NUL. Readers of formats in which such names are usual give others.
    private static void RequireMemberNames(ITable table, Field field, FieldType type)
    {
        if (type.Members.FirstOrDefault(m => m.Name.Contains('\0', StringComparison.Ordinal)) is { } member)
        {
            throw new SourceDataException(
                CoreErrors.MemberName, $"the name of the member '{Quoting.Shorten(member.Name)}' holds the character NUL",
                new SourceLocation { Source = table.Name, Field = Quoting.Shorten(field.Name) }, "Rename it in the source.");
        }
        foreach (var inner in type.Members.Select(m => m.Type).Append(type.Key).Append(type.Item).OfType<FieldType>()) RequireMemberNames(table, field, inner);
    }

    // The engine reads and writes by itself, on all cores; the digests are taken from what it wrote.
    private async Task<StoredTable> StoreRelationAsync(
        ImmutableArray<Field> fields, ImmutableSortedDictionary<string, string> sourceMetadata, string sql, string folder, CancellationToken cancellationToken)
    {
        var path = session.StagePart();
        using var connection = engine.Connect();
        var rows = connection.Execute(PartOptions.CopySql(fields, sourceMetadata, $"({sql}) AS t({string.Join(", ", fields.Select((_, i) => PartOptions.ColumnName(i)))})", path), cancellationToken);
        meter.Add(rows, 0);
        var columns = StoredColumn.For(fields);
        var stored = $"SELECT {string.Join(", ", columns.Select(c => $"{c.Decode()} AS {Sql.Name(c.Field.Name)}"))} FROM read_parquet({Sql.Text(path)})";
        var digests = new RelationDigest(engine, fields, parallelism).Of(stored, [], cancellationToken);
        var part = await session.SealPartAsync(path, folder, rows, cancellationToken).ConfigureAwait(false);
        return new StoredTable(fields, [part], digests);
    }

    // The file becomes a part as it is. It is read once all the same: a page that cannot be decoded is found now, not by the reader.
    private async Task<StoredTable> AdoptAsync(ImmutableArray<Field> fields, TableContent.PortableParquet file, string folder, CancellationToken cancellationToken)
    {
        // The vectors of such a file are lists, however long.
        fields = [.. fields.Select(f => StoredBlock.Of(f).Any() ? f with { Block = 0 } : f)];
        var staged = session.StagePart();
        var copy = Task.Run(
            async () =>
            {
                File.Copy(file.Path, staged);
                // The footer alone is written anew: the part says what its fields are, beside what the source said.
                ParquetFooter.WithMetadata(staged, new Dictionary<string, string?> { [PartOptions.FieldsKey] = ManifestJson.WriteFields(fields, isPart: true) });
                return await session.SealPartAsync(staged, folder, file.Rows, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);
        var digests = new RelationDigest(engine, fields, parallelism).Of(file.Sql, file.Pieces, cancellationToken);
        meter.Add(file.Rows, 0);
        return new StoredTable(fields, [await copy.ConfigureAwait(false)], digests);
    }
}
