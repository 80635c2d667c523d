using Zenset.Integrity;
using Zenset.Model;

namespace Zenset;

public sealed partial class Repository
{
    /// <summary>
    /// Reads stored bytes again and compares them with what the manifests say of them: every part (SHA-256, and CRC-32C for each chunk to
    /// find the place), every manifest (its checksum, and the hash that its successor keeps), every tag.
    /// </summary>
    /// <param name="version">One version; a dataset without number and tag: all its versions; null: the whole repository.</param>
    /// <param name="progress">Told a few times a second, by one thread at a time.</param>
    /// <param name="parallelism">Parts read at once; null: one for each core.</param>
    /// <param name="cancellationToken">Checked for every chunk.</param>
    /// <returns>What was found; damage is no exception.</returns>
    /// <exception cref="NotFoundException">There is no such dataset or version.</exception>
    public async ValueTask<VerifyReport> VerifyAsync(
        VersionRef? version = null, IProgress<VerifyProgress>? progress = null, int? parallelism = null, CancellationToken cancellationToken = default)
    {
        await _marker.CheckAsync(cancellationToken).ConfigureAwait(false);
        var verifier = new Verifier(Store, _catalog, _time, progress, parallelism ?? Environment.ProcessorCount);
        return await verifier.RunAsync(version, cancellationToken).ConfigureAwait(false);
    }
}
