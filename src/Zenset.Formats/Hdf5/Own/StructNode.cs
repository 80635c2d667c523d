using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Formats.Hdf5.Reading;

namespace Zenset.Formats.Hdf5.Own;

/// <summary>Structs, and the pairs of maps: a node for each member.</summary>
internal sealed class StructNode(ImmutableArray<StoredNode> members) : StoredNode
{
    public override IEnumerable<StoredDataset> Datasets => members.SelectMany(m => m.Datasets);
    public override long Rows => members[0].Rows;

    public override NodeReader Open(Windows windows) => new Reader([.. members.Select(m => m.Open(windows))]);

    private sealed class Reader(NodeReader[] members) : NodeReader
    {
        public override int Limit(long row, int rows)
        {
            foreach (var member in members) rows = Math.Min(rows, member.Limit(row, rows));
            return rows;
        }

        public override void Fill(VectorBuilder target, long row, int rows)
        {
            for (var i = 0; i < members.Length; i++) members[i].Fill(target.Member(i), row, rows);
        }
    }
}
