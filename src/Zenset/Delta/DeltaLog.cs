using Zenset.History;
using Zenset.Model;
using Zenset.Storage;

namespace Zenset.Delta;

internal static class DeltaLog
{
    public static ValueTask CompleteAsync(IObjectStore store, VersionCatalog catalog, DatasetName dataset, string folder, CancellationToken cancellationToken) => default;
}
