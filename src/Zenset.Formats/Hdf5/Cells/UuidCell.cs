using System.Buffers.Text;
using Zenset.DuckDb;

namespace Zenset.Formats.Hdf5.Cells;

/// <summary>UUIDs as text of 36 characters; zeros stand where there is none.</summary>
internal sealed unsafe class UuidCell : Cell
{
    private const int Length = 36;

    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        var values = target.Values<Int128>();
        for (var i = 0; i < count; i++)
        {
            var text = new ReadOnlySpan<byte>(from + (long)i * stride, Length);
            if (text[0] == 0) values[row + i] = 0;
            else if (Utf8Parser.TryParse(text, out Guid guid, out var read, 'D') && read == Length) values[row + i] = EngineUuid.FromGuid(guid);
            else throw new CellException($"'{Quoting.Shorten(text)}' is not a UUID");
        }
    }
}
