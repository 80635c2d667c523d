using Zenset.History;
using Zenset.Model;
using Zenset.Storage;

namespace Zenset;

public sealed partial class Repository
{
    /// <summary>Gives a version a name.</summary>
    /// <param name="version">The version.</param>
    /// <param name="tag">The name: letters, digits, <c>._-</c>, beginning with a letter; matched without case.</param>
    /// <param name="move">Take the tag away from another version that has it.</param>
    /// <param name="cancellationToken">Heeded until the tag is written.</param>
    /// <exception cref="NotFoundException">There is no such version, or the tag is not of that form.</exception>
    /// <exception cref="VersionConflictException"><c>tag/taken</c>: it names another version, and <paramref name="move"/> is false.</exception>
    public async ValueTask<Tag> TagAsync(VersionRef version, string tag, bool move = false, CancellationToken cancellationToken = default)
    {
        if (!VersionRef.IsTag(tag))
        {
            throw new NotFoundException(
                CoreErrors.InvalidName, $"'{Quoting.Shorten(tag)}' is no tag", "A tag has letters, digits, '.', '_' and '-', and begins with a letter.");
        }
        await _marker.CheckAsync(cancellationToken).ConfigureAwait(false);
        var manifest = (await _catalog.ReadAsync(version, cancellationToken).ConfigureAwait(false)).Manifest;
        var made = new Tag(tag, manifest.Version);
        var key = RepositoryKeys.Tag(manifest.Dataset, tag);
        var bytes = Tags.Write(made, _time.GetUtcNow());
        if (await Store.PutIfAbsentAsync(key, bytes, cancellationToken).ConfigureAwait(false)) return made;
        if (!move)
        {
            var there = await Tags.TryReadAsync(Store, manifest.Dataset, tag, cancellationToken).ConfigureAwait(false);
            if (there?.Version == made.Version) return there;
            throw new VersionConflictException(
                CoreErrors.TagTaken, $"the tag '{tag}' already names {manifest.Dataset}@{there?.Version}", made.Version, there?.Version ?? 0,
                "Choose another tag, or move it with --force.");
        }
        await Store.PutAsync(key, bytes, cancellationToken).ConfigureAwait(false);
        return made;
    }
}
