using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Formats;
using Zenset.Integrity;
using Zenset.Model;

namespace Zenset.Import;

/// <summary>The content digests of rows that the engine reads: in one go, or piece by piece on several threads.</summary>
internal sealed class RelationDigest(Engine engine, ImmutableArray<Field> fields, int parallelism)
{
    // Each piece is a query of its own, which reads the footer again: below this many rows that costs more than it saves.
    private const long LeastRowsOfPiece = 16_384;

    /// <summary>Digests of <paramref name="sql"/>, or of its pieces one after the other where there are enough of them.</summary>
    public ImmutableArray<ContentDigest> Of(string sql, ImmutableArray<RowPiece> pieces, CancellationToken cancellationToken)
    {
        if (pieces.Length < 2 || parallelism < 2 || pieces.Sum(p => p.Rows) / pieces.Length < LeastRowsOfPiece) return Of(sql, cancellationToken);
        using var alone = engine.WorkOnCallingThreads();
        var digests = new ImmutableArray<ContentDigest>[pieces.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        try
        {
            Parallel.For(0, pieces.Length, options, i => digests[i] = Of(pieces[i].Sql, cancellationToken));
        }
        catch (AggregateException e) when (e.InnerExceptions.Count > 0)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        var all = digests[0].ToArray();
        foreach (var piece in digests.Skip(1))
        {
            for (var i = 0; i < all.Length; i++) all[i].Append(piece[i]);
        }
        return [.. all];
    }

    private ImmutableArray<ContentDigest> Of(string sql, CancellationToken cancellationToken)
    {
        var hasher = new ContentHasher(fields);
        using var connection = engine.Connect();
        using var query = connection.Query(sql, cancellationToken);
        while (query.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            hasher.Append(query.Current);
        }
        return hasher.Digests;
    }
}
