using System.Collections.Immutable;
using Zenset.Export;
using Zenset.Integrity;
using Zenset.Model;

namespace Zenset.Formats.Tests.Contract;

/// <summary>A version, or one table of it, written in a format and read again.</summary>
internal sealed class RoundTrip(Workbench bench, Manifest manifest, IFormat format, ImmutableArray<Contents> tables)
{
    /// <summary>What is not as it was although nobody announced it; nothing when the format says that it cannot hold the tables.</summary>
    public async Task<IReadOnlyList<string>> FindDamageAsync()
    {
        var path = bench[$"round{format.Extensions[0]}"];
        ImmutableArray<Loss> losses;
        try
        {
            var options = new ExportOptions { Lossy = true, Resource = tables.Length < manifest.Resources.Length ? tables[0].Name : null };
            losses = (await Exporter.ExportAsync(bench.Repository, bench.Engine, manifest, format, path, options)).Losses;
        }
        catch (NotSupportedSourceException e) when (e.Code == CoreErrors.CannotHold)
        {
            return File.Exists(path) ? ["was written although it was refused"] : [];
        }
        try
        {
            // A file without bytes is no source: what was in it is lost, and it was said.
            if (new FileInfo(path).Length == 0) return losses.Any(l => l.Field is null) ? [] : ["an empty file was written, and no loss announced"];
            var name = DatasetName.Suggest(tables[0].Name).Value;
            var back = Contents.Of(bench, (await bench.ImportAsync(path, name, format.Id)).Manifest);
            if (losses.IsEmpty && HashOf(back) != HashOf(tables)) return ["the content hash is another, and no loss was announced", .. FindUnannounced(back, losses)];
            return [.. FindUnannounced(back, losses)];
        }
        finally
        {
            File.Delete(path);
        }
    }

    private IEnumerable<string> FindUnannounced(ImmutableArray<Contents> back, ImmutableArray<Loss> losses)
    {
        // A table of names can go, or come, with the field that it is about.
        var isNaming = losses.Any(l => l.Message.Contains("names", StringComparison.Ordinal));
        var (before, after) = isNaming ? (WithoutNames(tables), WithoutNames(back)) : (tables, back);
        return before.Length != after.Length
            ? [$"tables {string.Join(", ", before.Select(t => t.Name))} come back as {string.Join(", ", after.Select(t => t.Name))}"]
            : before.Zip(after).SelectMany(pair => FindUnannounced(pair.First, pair.Second, [.. losses.Where(l => l.Resource == pair.First.Name)]));
    }

    private IEnumerable<string> FindUnannounced(Contents before, Contents after, ImmutableArray<Loss> losses)
    {
        if (before.Rows != after.Rows) yield return $"{before.Name}: {before.Rows:N0} rows come back as {after.Rows:N0}";
        for (var i = 0; i < before.Fields.Length; i++)
        {
            var field = before.Fields[i];
            var own = losses.Where(l => l.Field == field.Name).ToList();
            var same = after.Fields.FirstOrDefault(f => f.Name == field.Name);
            var says = $"{before.Name}: field '{Quoting.Shorten(field.Name)}' of {Quoting.Shorten(field.Type.ToString())}";
            // What was announced of the table as a whole can be about the name of any field.
            if (same is null && (own.Count > 0 || losses.Any(l => l.Field is null))) continue;
            if (same is null) yield return $"{says} is gone";
            else if (own.Count > 0) continue;
            else if (!same.Type.Equals(field.Type)) yield return $"{says} comes back as {Quoting.Shorten(same.Type.ToString())}";
            else if (!Equals(same.Categories, field.Categories)) yield return $"{says} has other categories";
            else if (after.Digests[after.Fields.IndexOf(same)] != before.Digests[i]) yield return $"{says} has other values";
        }
    }

    private static ImmutableArray<Contents> WithoutNames(ImmutableArray<Contents> tables) => tables.Length < 2 ? tables : [.. tables.Where(t => !FeatureTable.Is(t.Fields))];

    private static string HashOf(ImmutableArray<Contents> tables) => ContentHash.Of(tables.Select(t => (t.Name, t.Fields, t.Digests)));
}
