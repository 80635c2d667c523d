using System.Runtime.CompilerServices;
using Zenset.Model;
using Zenset.Storage;

namespace Zenset.History;

/// <summary>A manifest as it is stored.</summary>
/// <param name="Manifest">What it says.</param>
/// <param name="Sha256">SHA-256 of its bytes: what its successor keeps of it.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record StoredManifest(Manifest Manifest, string Sha256, long Bytes);

/// <summary>Finds and reads the manifests of a repository. Every one that is read is checked against its own checksum.</summary>
internal sealed class VersionCatalog(IObjectStore store)
{
    /// <summary>Every dataset, by name. One listing for each.</summary>
    public async IAsyncEnumerable<DatasetName> FindDatasetsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in store.ListFolderAsync("", cancellationToken).ConfigureAwait(false))
        {
            if (!entry.IsFolder || !DatasetName.TryParse(entry.Key.TrimEnd('/'), out var name)) continue;
            var (isDataset, folders) = await LookIntoAsync(name, cancellationToken).ConfigureAwait(false);
            if (isDataset)
            {
                yield return name;
                continue;
            }
            // No manifest here, so it is an owner; the two never share a name.
            foreach (var folder in folders)
            {
                if (!DatasetName.TryParse(folder, out var owned)) continue;
                var (isOwned, _) = await LookIntoAsync(owned, cancellationToken).ConfigureAwait(false);
                if (isOwned) yield return owned;
            }
        }
    }

    /// <summary>The versions of a dataset, ascending; empty when there is no such dataset.</summary>
    public async ValueTask<IReadOnlyList<int>> FindVersionsAsync(DatasetName dataset, CancellationToken cancellationToken)
    {
        var versions = new List<int>();
        await foreach (var entry in store.ListFolderAsync(RepositoryKeys.Folder(dataset), cancellationToken).ConfigureAwait(false))
        {
            if (!entry.IsFolder && RepositoryKeys.VersionOf(entry.Key) is { } version) versions.Add(version);
        }
        versions.Sort();
        return versions;
    }

    /// <summary>A manifest, or null when there is no such version.</summary>
    /// <exception cref="IntegrityException">It is damaged, or is that of another version.</exception>
    public async ValueTask<StoredManifest?> TryReadAsync(DatasetName dataset, int version, CancellationToken cancellationToken)
    {
        var key = RepositoryKeys.Manifest(dataset, version);
        var bytes = await store.TryGetAsync(key, cancellationToken).ConfigureAwait(false);
        if (bytes is null) return null;
        var manifest = ManifestJson.Read(bytes, key);
        if (manifest.Dataset != dataset || manifest.Version != version)
        {
            throw new IntegrityException(
                CoreErrors.BadManifest, $"the manifest {key} is that of {manifest.Dataset}@{manifest.Version}",
                "Put the file back where it was; to rename a dataset, export it and import it under the new name.");
        }
        return new StoredManifest(manifest, ManifestJson.Sha256Of(bytes), bytes.Length);
    }

    /// <summary>The manifest that a user's reference means.</summary>
    /// <exception cref="NotFoundException">There is no such dataset, version or tag; near ones are named.</exception>
    public async ValueTask<StoredManifest> ReadAsync(VersionRef reference, CancellationToken cancellationToken)
    {
        var dataset = reference.Dataset;
        var number = reference.Number;
        if (reference.Tag is { } name) number = (await Tags.TryReadAsync(store, dataset, name, cancellationToken).ConfigureAwait(false))?.Version;
        if (number is null && reference.Tag is null)
        {
            var versions = await FindVersionsAsync(dataset, cancellationToken).ConfigureAwait(false);
            if (versions.Count > 0) number = versions[^1];
        }
        var found = number is { } version ? await TryReadAsync(dataset, version, cancellationToken).ConfigureAwait(false) : null;
        return found ?? throw await DescribeAbsentAsync(reference, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Why <paramref name="reference"/> finds nothing, with near names.</summary>
    public async ValueTask<NotFoundException> DescribeAbsentAsync(VersionRef reference, CancellationToken cancellationToken)
    {
        var dataset = reference.Dataset;
        var versions = await FindVersionsAsync(dataset, cancellationToken).ConfigureAwait(false);
        if (versions.Count == 0)
        {
            var names = new List<string>();
            await foreach (var known in FindDatasetsAsync(cancellationToken).ConfigureAwait(false)) names.Add(known.Value);
            var fix = Quoting.Nearest(dataset.Value, names) is { } near ? $"Did you mean '{near}'?"
                : names.Count == 0 ? "The repository has no datasets yet: `zenset import SOURCE` makes one; --repo names another repository."
                : $"`zenset list` shows those there are; --repo names another repository.";
            return new NotFoundException(CoreErrors.DatasetNotFound, $"there is no dataset '{dataset}'", fix);
        }
        var range = versions.Count == 1 ? $"The only version is {dataset}@{versions[0]}"
            : $"There are versions {versions[0]} to {versions[^1]}";
        if (reference.Tag is not { } tag)
            return new NotFoundException(CoreErrors.VersionNotFound, $"there is no version {reference}", $"{range}.");
        var tags = new List<string>();
        await foreach (var known in Tags.ListAsync(store, dataset, cancellationToken).ConfigureAwait(false)) tags.Add(known.Name);
        var nearTag = Quoting.Nearest(tag, tags) is { } nearest ? $"Did you mean '{dataset}@{nearest}'? {range}."
            : tags.Count == 0 ? $"The dataset has no tags. {range}."
            : $"Its tags are {string.Join(", ", tags.Take(10))}. {range}.";
        return new NotFoundException(CoreErrors.VersionNotFound, $"there is no tag '{tag}' of {dataset}", nearTag);
    }

    /// <summary>A new dataset's name is free: no owner is called like it, and its own owner is no dataset.</summary>
    /// <exception cref="NotFoundException"><c>name/taken</c>.</exception>
    public async ValueTask CheckNameIsFreeAsync(DatasetName dataset, CancellationToken cancellationToken)
    {
        var slash = dataset.Value.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0)
        {
            var owner = DatasetName.Parse(dataset.Value[..slash]);
            if ((await FindVersionsAsync(owner, cancellationToken).ConfigureAwait(false)).Count == 0) return;
            throw new NotFoundException(
                CoreErrors.NameTaken, $"'{dataset}' cannot be made: '{owner}' is a dataset, so it cannot be an owner too", "Choose another name with --as.");
        }
        var (_, folders) = await LookIntoAsync(dataset, cancellationToken).ConfigureAwait(false);
        foreach (var folder in folders)
        {
            if (!DatasetName.TryParse(folder, out var owned)) continue;
            if ((await FindVersionsAsync(owned, cancellationToken).ConfigureAwait(false)).Count == 0) continue;
            throw new NotFoundException(
                CoreErrors.NameTaken, $"'{dataset}' cannot be made: it is the owner of '{owned}', so it cannot be a dataset too", "Choose another name with --as.");
        }
    }

    // Whether there is a manifest directly inside, and the folders there without their last slash.
    private async ValueTask<(bool IsDataset, List<string> Folders)> LookIntoAsync(DatasetName name, CancellationToken cancellationToken)
    {
        var isDataset = false;
        var folders = new List<string>();
        await foreach (var entry in store.ListFolderAsync(RepositoryKeys.Folder(name), cancellationToken).ConfigureAwait(false))
        {
            if (entry.IsFolder) folders.Add(entry.Key.TrimEnd('/'));
            else isDataset |= RepositoryKeys.VersionOf(entry.Key) is not null;
        }
        return (isDataset, folders);
    }
}
