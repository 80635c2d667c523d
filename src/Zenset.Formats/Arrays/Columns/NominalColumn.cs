using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Arrays.Dtypes;

namespace Zenset.Formats.Arrays.Columns;

/// <summary>Nominal values as numbers of their categories; −1 is missing, as in pandas.</summary>
/// <param name="Codes">Signed numbers of 1, 2 or 4 bytes.</param>
/// <param name="Categories">Number of categories, at least 1.</param>
internal sealed record NominalColumn(StoredArray Codes, int Categories) : IColumnPlan
{
    /// <summary>The array can be one of codes.</summary>
    public static bool AreCodes(Dtype type) => type is { Kind: DtypeKind.Signed, Bytes: 1 or 2 or 4, IsBigEndian: false };

    public IEnumerable<StoredArray> Arrays => [Codes];

    public ColumnReader Open(ArrayWindows windows) => new Reader(windows[Codes], Categories);

    private sealed unsafe class Reader(ArrayWindow codes, int categories) : ColumnReader
    {
        private readonly int _bytes = codes.Array.Shape.Type.Bytes;

        public override void Fill(VectorBuilder target, int at, long start, int count)
        {
            if (count == 0) return;
            var from = codes.Load(start, count);
            for (var i = 0; i < count; i++)
            {
                int code = _bytes switch { 1 => (sbyte)from[i], 2 => ((short*)from)[i], _ => ((int*)from)[i] };
                if (code == -1) target.SetMissing(at + i);
                else if ((uint)code >= (uint)categories)
                {
                    throw new SourceDataException(
                        ArrayErrors.BadNumber, string.Create(CultureInfo.InvariantCulture, $"the code {code} names none of the {categories:N0} categories"), codes.Array.Bytes.Locate(start + i));
                }
                else Write(target, at + i, code);
            }
        }

        private static void Write(VectorBuilder target, int row, int code)
        {
            switch (target.Type.ValueBytes)
            {
                case 1: target.Values<byte>()[row] = (byte)code; break;
                case 2: target.Values<ushort>()[row] = (ushort)code; break;
                default: target.Values<uint>()[row] = (uint)code; break;
            }
        }
    }
}
