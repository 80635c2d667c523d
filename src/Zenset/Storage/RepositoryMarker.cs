using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Zenset.Storage;

/// <summary><c>zenset.json</c>: says which form the repository has. Written by the first commit; looked at once per process.</summary>
internal sealed class RepositoryMarker(IObjectStore store)
{
    /// <summary>The form that this code reads and writes.</summary>
    public const int Format = 1;

    private bool _known;

    /// <summary>Refuses a repository of a later form. None there is fine: it is empty, or not a repository yet.</summary>
    /// <exception cref="StorageException"><c>repository/format</c>.</exception>
    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        if (!_known) _known = await IsThereAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As <see cref="CheckAsync"/>, and writes the marker if there is none.</summary>
    public async ValueTask PutAsync(CancellationToken cancellationToken)
    {
        await CheckAsync(cancellationToken).ConfigureAwait(false);
        if (_known) return;
        var marker = string.Create(CultureInfo.InvariantCulture, $$"""{"format": "zenset", "version": {{Format}}}""") + "\n";
        await store.PutIfAbsentAsync(RepositoryKeys.Marker, Encoding.UTF8.GetBytes(marker), cancellationToken).ConfigureAwait(false);
        await CheckAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        var bytes = await store.TryGetAsync(RepositoryKeys.Marker, cancellationToken).ConfigureAwait(false);
        if (bytes is null) return false;
        var format = Parse(bytes);
        if (format == Format) return true;
        throw new StorageException(
            CoreErrors.RepositoryTooNew,
            format is null
                ? $"{store.Location} is not a repository of Zenset: its zenset.json is not one"
                : $"repository {store.Location} has the format {format}; this version of Zenset knows {Format}",
            fix: format is null ? "Choose another folder with --repo." : "Install a later Zenset.");
    }

    private static int? Parse(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.GetProperty("version").GetInt32();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
