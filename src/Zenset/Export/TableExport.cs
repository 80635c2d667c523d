using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Formats;
using Zenset.Model;

namespace Zenset.Export;

/// <summary>Writes tables to their files: the part that an export and a conversion share.</summary>
internal sealed class TableExport(Engine engine, IFormat format, OptionValues options, string datasetName, DatasetDescription description)
{
    /// <summary>Called with rows written so far, of all tables.</summary>
    public Action<long>? OnRows { get; init; }

    /// <summary>Writes every file of the plan. A file that is finished stays when a later one fails.</summary>
    public async ValueTask<ImmutableArray<ExportedFile>> WriteAsync(
        ImmutableArray<TargetPlan> plan, ImmutableArray<TableToWrite> tables, CancellationToken cancellationToken)
    {
        var files = ImmutableArray.CreateBuilder<ExportedFile>(plan.Length);
        var before = 0L;
        foreach (var (path, indices) in plan)
        {
            if (path != "-" && System.IO.Path.GetDirectoryName(path) is { Length: > 0 } folder && plan.Length > 1) Directory.CreateDirectory(folder);
            using var target = Target.Open(path);
            var rows = await WriteFileAsync(target, [.. indices.Select(i => tables[i])], before, cancellationToken).ConfigureAwait(false);
            before += rows;
            files.Add(new ExportedFile(path, [.. indices.Select(i => tables[i].Shape.Name)], rows, indices.Sum(i => tables[i].Shape.Fields.Length), target.Bytes));
        }
        return files.MoveToImmutable();
    }

    private async ValueTask<long> WriteFileAsync(Target target, ImmutableArray<TableToWrite> tables, long before, CancellationToken cancellationToken)
    {
        var rows = 0L;
        var request = new WriteRequest
        {
            Target = target,
            Engine = engine,
            Options = options,
            DatasetName = datasetName,
            Description = description,
            OnRows = written => OnRows?.Invoke(before + rows + written),
        };
        var writer = await format.OpenWriterAsync(request, cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            foreach (var table in tables) rows += await writer.WriteAsync(table, cancellationToken).ConfigureAwait(false);
            await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        return rows;
    }
}
