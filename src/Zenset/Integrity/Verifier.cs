using System.Collections.Concurrent;
using System.Collections.Immutable;
using Zenset.History;
using Zenset.Model;
using Zenset.Storage;

namespace Zenset.Integrity;

/// <summary>One verification: (1) manifests and tags, (2) the parts they name, each once, several at a time.</summary>
internal sealed class Verifier(IObjectStore store, VersionCatalog catalog, TimeProvider time, IProgress<VerifyProgress>? progress, int parallelism)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentBag<Damage> _damaged = [];
    private readonly Dictionary<string, StoredPart> _parts = new(StringComparer.Ordinal);
    private readonly Lock _reporting = new();
    private long _objects;
    private long _bytes;
    private long _partsDone;
    private long _partBytes;
    private long _lastReport;

    public async ValueTask<VerifyReport> RunAsync(VersionRef? version, CancellationToken cancellationToken)
    {
        if (version is null)
        {
            await foreach (var dataset in catalog.FindDatasetsAsync(cancellationToken).ConfigureAwait(false))
                await CheckDatasetAsync(dataset, cancellationToken).ConfigureAwait(false);
        }
        else if (version.Number is null && version.Tag is null)
        {
            if (await CheckDatasetAsync(version.Dataset, cancellationToken).ConfigureAwait(false) == 0)
                throw await catalog.DescribeAbsentAsync(version, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await CheckOneAsync(version, cancellationToken).ConfigureAwait(false);
        }

        var total = _parts.Values.Sum(p => p.Part.Bytes);
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(_parts.Values, options, async (part, token) =>
        {
            await CheckPartAsync(part, total, token).ConfigureAwait(false);
            Interlocked.Increment(ref _partsDone);
            Report(total, isLast: false);
        }).ConfigureAwait(false);
        Report(total, isLast: true);
        return new VerifyReport(_objects, _bytes, [.. _damaged.OrderBy(d => d.Object, StringComparer.Ordinal).ThenBy(d => d.Offset)]);
    }

    private async ValueTask<int> CheckDatasetAsync(DatasetName dataset, CancellationToken cancellationToken)
    {
        var versions = await catalog.FindVersionsAsync(dataset, cancellationToken).ConfigureAwait(false);
        StoredManifest? before = null;
        var isBeforeDamaged = false;
        foreach (var version in versions)
        {
            var (stored, isDamaged) = await TryReadAsync(dataset, version, cancellationToken).ConfigureAwait(false);
            if (stored is not null)
            {
                // A damaged parent has been reported; a missing one is only known by its child.
                var parent = before?.Manifest.Version == stored.Manifest.Version - 1 ? before : null;
                if (!isBeforeDamaged) CheckChain(stored, parent);
                CollectParts(stored.Manifest);
            }
            (before, isBeforeDamaged) = (stored, isDamaged);
        }
        await CheckTagsAsync(dataset, versions, cancellationToken).ConfigureAwait(false);
        return versions.Count;
    }

    private async ValueTask CheckOneAsync(VersionRef version, CancellationToken cancellationToken)
    {
        var number = version.Number
            ?? (await Tags.TryReadAsync(store, version.Dataset, version.Tag!, cancellationToken).ConfigureAwait(false))?.Version
            ?? throw await catalog.DescribeAbsentAsync(version, cancellationToken).ConfigureAwait(false);
        var (stored, isDamaged) = await TryReadAsync(version.Dataset, number, cancellationToken).ConfigureAwait(false);
        if (stored is null)
        {
            if (isDamaged) return;
            throw await catalog.DescribeAbsentAsync(version, cancellationToken).ConfigureAwait(false);
        }
        if (stored.Manifest.Parent is { } link)
        {
            var (parent, isParentDamaged) = await TryReadAsync(version.Dataset, link.Version, cancellationToken).ConfigureAwait(false);
            if (!isParentDamaged) CheckChain(stored, parent);
        }
        CollectParts(stored.Manifest);
    }

    private async ValueTask<(StoredManifest? Stored, bool IsDamaged)> TryReadAsync(DatasetName dataset, int version, CancellationToken cancellationToken)
    {
        try
        {
            var stored = await catalog.TryReadAsync(dataset, version, cancellationToken).ConfigureAwait(false);
            if (stored is null) return (null, false);
            _objects++;
            _bytes += stored.Bytes;
            return (stored, false);
        }
        catch (IntegrityException e)
        {
            _objects++;
            _damaged.Add(new Damage
            {
                Object = RepositoryKeys.Manifest(dataset, version), Offset = 0, Length = await SizeOfAsync(dataset, version, cancellationToken).ConfigureAwait(false),
                Problem = e.Problem, Dataset = dataset, Version = version,
            });
            return (null, true);
        }
    }

    private async ValueTask<long> SizeOfAsync(DatasetName dataset, int version, CancellationToken cancellationToken) =>
        (await store.TryGetAsync(RepositoryKeys.Manifest(dataset, version), cancellationToken).ConfigureAwait(false))?.Length ?? 0;

    private void CheckChain(StoredManifest stored, StoredManifest? before)
    {
        if (VersionLog.FindBreak(stored.Manifest, before) is not { } problem) return;
        // What is wrong is the parent's manifest, if there is to be one: this one fits its checksum.
        var culprit = stored.Manifest.Parent?.Version ?? stored.Manifest.Version;
        _damaged.Add(new Damage
        {
            Object = RepositoryKeys.Manifest(stored.Manifest.Dataset, culprit), Offset = 0, Length = before?.Bytes ?? 0,
            Problem = problem, Dataset = stored.Manifest.Dataset, Version = culprit,
        });
    }

    private async ValueTask CheckTagsAsync(DatasetName dataset, IReadOnlyList<int> versions, CancellationToken cancellationToken)
    {
        await foreach (var entry in store.ListFolderAsync(RepositoryKeys.TagFolder(dataset), cancellationToken).ConfigureAwait(false))
        {
            if (entry.IsFolder) continue;
            _objects++;
            var name = entry.Key[RepositoryKeys.TagFolder(dataset).Length..].Replace(".json", "", StringComparison.Ordinal);
            string? problem = null;
            try
            {
                var tag = await Tags.TryReadAsync(store, dataset, name, cancellationToken).ConfigureAwait(false);
                if (tag is not null && !versions.Contains(tag.Version)) problem = $"the tag '{tag.Name}' names {dataset}@{tag.Version}, which is not there";
            }
            catch (IntegrityException e)
            {
                problem = e.Problem;
            }
            if (problem is not null) _damaged.Add(new Damage { Object = entry.Key, Offset = 0, Length = 0, Problem = problem, Dataset = dataset });
        }
    }

    // Versions come in ascending order, so the latest that has a part is kept.
    private void CollectParts(Manifest manifest)
    {
        foreach (var resource in manifest.Resources)
        {
            var firstRow = 0L;
            foreach (var part in resource.Parts)
            {
                var key = RepositoryKeys.Part(manifest.Dataset, resource.Folder, part);
                _parts[key] = new StoredPart(key, part, manifest.Dataset, manifest.Version, resource.Name, firstRow);
                firstRow += part.Rows;
            }
        }
    }

    private async ValueTask CheckPartAsync(StoredPart part, long total, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _objects);
        using var hasher = new PartHasher();
        try
        {
            var stream = await store.OpenReadAsync(part.Key, cancellationToken: cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                var buffer = GC.AllocateUninitializedArray<byte>(Part.ChunkBytes);
                int read;
                while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                {
                    hasher.Append(buffer.AsSpan(0, read));
                    Interlocked.Add(ref _bytes, read);
                    Interlocked.Add(ref _partBytes, read);
                    Report(total, isLast: false);
                }
            }
        }
        catch (NotFoundException)
        {
            _damaged.Add(part.Whole("the part is missing"));
            return;
        }
        catch (IOException e)
        {
            // A disk that cannot give a sector back any more: everything from there on is unknown.
            _damaged.Add(part.Range(ChunkStart(hasher.Bytes), part.Part.Bytes, $"the part cannot be read: {e.Message}", Layout(part)));
            return;
        }
        var found = hasher.Finish(part.Part.Rows);
        if (found == part.Part with { Copy = 0 }) return;
        foreach (var damage in Compare(part, found)) _damaged.Add(damage);
    }

    private IEnumerable<Damage> Compare(StoredPart part, Part found)
    {
        const int digits = 8;
        var said = part.Part;
        var chunks = said.ChunkHashes.Length / digits;
        // The footer is at the end: it is asked only if the end is as it was.
        var layout = chunks > 0 && found.Bytes == said.Bytes && IsChunkWhole(said, found, chunks - 1) ? Layout(part) : null;
        var any = false;
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            if (IsChunkWhole(said, found, chunk)) continue;
            var first = chunk;
            while (chunk + 1 < chunks && !IsChunkWhole(said, found, chunk + 1)) chunk++;
            any = true;
            var start = (long)first * Part.ChunkBytes;
            var end = Math.Min((chunk + 1L) * Part.ChunkBytes, said.Bytes);
            yield return part.Range(start, end, found.Bytes < end ? $"the part ends after {found.Bytes:N0} of {said.Bytes:N0} bytes" : "the bytes are not those that were committed", layout);
        }
        if (found.Bytes > said.Bytes)
        {
            yield return part.Range(said.Bytes, found.Bytes, $"the part has {found.Bytes - said.Bytes:N0} bytes too many", null) with { Rows = null };
        }
        else if (!any)
        {
            // Every chunk fits and the whole does not: a forgery, or two errors that cancel in 32 bits.
            yield return part.Whole("the bytes are not those that were committed");
        }

        // The last chunk of a longer file covers more bytes than was said, so only its own bytes can tell; then the excess is all that is reported.
        static bool IsChunkWhole(Part said, Part found, int chunk)
        {
            var at = chunk * digits;
            if (at + digits > found.ChunkHashes.Length) return false;
            if (found.Bytes > said.Bytes && at + digits == said.ChunkHashes.Length && said.Bytes % Part.ChunkBytes != 0) return true;
            return said.ChunkHashes.AsSpan(at, digits).SequenceEqual(found.ChunkHashes.AsSpan(at, digits));
        }
    }

    private PartLayout? Layout(StoredPart part) => store.LocalPath(part.Key) is { } path ? PartLayout.TryRead(path) : null;

    private static long ChunkStart(long offset) => offset / Part.ChunkBytes * Part.ChunkBytes;

    private void Report(long total, bool isLast)
    {
        if (progress is null) return;
        lock (_reporting)
        {
            var now = time.GetTimestamp();
            if (!isLast && _lastReport != 0 && time.GetElapsedTime(_lastReport, now) < ReportInterval) return;
            _lastReport = now;
            progress.Report(new VerifyProgress(Interlocked.Read(ref _partsDone), _parts.Count, Interlocked.Read(ref _partBytes), total));
        }
    }

    private sealed record StoredPart(string Key, Part Part, DatasetName Dataset, int Version, string Resource, long FirstRow)
    {
        public Damage Whole(string problem) => Range(0, Part.Bytes, problem, null);

        public Damage Range(long start, long end, string problem, PartLayout? layout)
        {
            var place = layout?.Find(start, end);
            var rows = place?.Rows ?? new RowRange(0, Part.Rows);
            return new Damage
            {
                Object = Key, Offset = start, Length = end - start, Problem = problem, Dataset = Dataset, Version = Version, Resource = Resource,
                Rows = rows with { First = FirstRow + rows.First }, Columns = [.. place?.Columns ?? []],
            };
        }
    }
}
