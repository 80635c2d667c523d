using Zenset.DuckDb;
using Zenset.Formats.Hdf5.Own;
using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Writing;

/// <summary>Sparse vectors: the three datasets of a compressed matrix, as AnnData and SciPy's users have them.</summary>
/// <remarks>anndata, on-disk format: csr_matrix 0.1.0.</remarks>
/// <param name="group">Where; owned.</param>
/// <param name="offsets">Where the entries of each row begin.</param>
/// <param name="missing">Says where vectors are missing.</param>
/// <param name="positions">Writes positions.</param>
/// <param name="entries">Writes values.</param>
/// <param name="length">Positions of a vector.</param>
internal sealed class SparseWriter(Hdf5Group group, OffsetOutput offsets, MissingOutput missing, ColumnWriter positions, ColumnWriter entries, long length) : ColumnWriter
{
    public override void Append(Vector values, int first, int count)
    {
        missing.Append(values, first, count);
        var indices = values.Member(0);
        var data = values.Member(1);
        for (var row = first; row < first + count; row++)
        {
            if (values.IsMissing(row))
            {
                offsets.Add(0);
                continue;
            }
            var at = ItemRange.Of(indices, row, 0);
            offsets.Add(at.Length);
            positions.Append(indices.Items, at.First, at.Length);
            entries.Append(data.Items, ItemRange.Of(data, row, 0).First, at.Length);
        }
    }

    public override void AppendMissing(int count)
    {
        missing.AppendAll(count);
        for (; count > 0; count--) offsets.Add(0);
    }

    public override void Finish()
    {
        offsets.Finish();
        missing.Finish();
        positions.Finish();
        entries.Finish();
        group.SetAttribute(OwnNames.Encoding, "csr_matrix");
        group.SetAttribute(OwnNames.EncodingVersion, "0.1.0");
        group.SetAttribute("shape", [offsets.Rows, length]);
    }

    public override void Dispose()
    {
        offsets.Dispose();
        missing.Dispose();
        positions.Dispose();
        entries.Dispose();
        group.Dispose();
    }
}
