using System.Globalization;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Writing;
using Zenset.Formats.Text;
using Zenset.Model;

namespace Zenset.Formats.MatrixMarket;

/// <summary>
/// The values of an array file, eight bytes each, column by column: the text is parsed into a temporary file, which is an array in Fortran
/// order and read as one, in bounded memory.
/// </summary>
internal sealed class MtxDense(MtxHeader header, TextInput input) : ArrayBytes(input.Name, null), IDisposable
{
    private const int Tile = 512;

    private readonly Lock _lock = new();
    private TemporaryStream? _values;

    public override long Length => checked(header.Rows * header.Columns * 8);

    public override void Prepare(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_values is not null) return;
            var values = new TemporaryStream();
            try
            {
                Parse(values, cancellationToken);
                values.Flush();
                if (header.Symmetry != MtxSymmetry.General) Mirror(values, cancellationToken);
                _values = values;
            }
            catch
            {
                values.Dispose();
                throw;
            }
        }
    }

    public override void Read(long offset, Span<byte> target)
    {
        Prepare(CancellationToken.None);
        Read(_values!.SafeFileHandle, offset, target);
    }

    public void Dispose() => _values?.Dispose();

    private void Parse(TemporaryStream values, CancellationToken cancellationToken)
    {
        using var segments = new TextSegments(input, header.DataOffset, new LineCutter(), (text, index) => new MtxTriplets.MtxSegment(text, index));
        var count = 0L;
        var (row, column) = (FirstRow(0), 0L);
        Span<byte> bytes = stackalloc byte[8];
        while (segments.Next(cancellationToken) is MtxTriplets.MtxSegment segment)
        {
            using (segment)
            {
                var lines = new MtxLines(header, segment.Text, input.Name);
                while (lines.Next())
                {
                    if (++count > header.Entries) throw WrongCount(count);
                    if ((count & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
                    // What is above the diagonal of a symmetric matrix is left out: a hole, filled later.
                    if (header.Symmetry != MtxSymmetry.General && row == FirstRow(column)) values.Position = (column * header.Rows + row) * 8;
                    BitConverter.TryWriteBytes(bytes, lines.Value);
                    values.Write(bytes);
                    if (++row < header.Rows) continue;
                    column++;
                    row = FirstRow(column);
                }
            }
        }
        if (count != header.Entries) throw WrongCount(count);
        values.SetLength(Length);
    }

    private long FirstRow(long column) => header.Symmetry switch
    {
        MtxSymmetry.General => 0,
        MtxSymmetry.Symmetric => column,
        _ => column + 1,
    };

    // The half above the diagonal from the one below, tile by tile, so that neither reads nor writes are single values.
    private void Mirror(TemporaryStream values, CancellationToken cancellationToken)
    {
        var file = values.SafeFileHandle;
        var order = header.Rows;
        var below = new long[Tile * Tile];
        var line = new byte[Tile * 8];
        for (long columns = 0; columns < order; columns += Tile)
        {
            var width = (int)Math.Min(Tile, order - columns);
            for (var rows = columns; rows < order; rows += Tile)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var height = (int)Math.Min(Tile, order - rows);
                for (var c = 0; c < width; c++)
                {
                    Read(file, ((columns + c) * order + rows) * 8, line.AsSpan(0, height * 8));
                    Buffer.BlockCopy(line, 0, below, c * Tile * 8, height * 8);
                }
                for (var r = 0; r < height; r++)
                {
                    // Column rows + r of the upper half, whose rows are the columns of the tile; on the diagonal those above it only.
                    var upper = rows == columns ? Math.Min(r, width) : width;
                    for (var c = 0; c < upper; c++) BitConverter.TryWriteBytes(line.AsSpan(c * 8), Mirrored(below[c * Tile + r]));
                    RandomAccess.Write(file, line.AsSpan(0, upper * 8), ((rows + r) * order + columns) * 8);
                }
            }
        }
    }

    private long Mirrored(long value) => header.Symmetry == MtxSymmetry.Symmetric ? value
        : header.Item.Kind == FieldKind.Float64 ? BitConverter.DoubleToInt64Bits(-BitConverter.Int64BitsToDouble(value)) : unchecked(-value);

    private SourceDataException WrongCount(long count) => new(
        MtxErrors.Count, string.Create(CultureInfo.InvariantCulture, $"its sizes are those of {header.Entries:N0} values, and it has {(count > header.Entries ? "more" : count.ToString("N0", CultureInfo.InvariantCulture))}"), Locate(),
        "Fetch or write the file again.");
}
