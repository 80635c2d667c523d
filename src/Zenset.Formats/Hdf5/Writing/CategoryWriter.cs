using System.Runtime.InteropServices;
using Zenset.DuckDb;
using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Writing;

/// <summary>Nominal values: codes, −1 for a missing one, beside the categories; a group as AnnData and pandas have it.</summary>
/// <param name="group">Where; owned.</param>
/// <param name="codes">Codes of 1, 2 or 4 bytes.</param>
/// <param name="bytes">How many.</param>
internal sealed class CategoryWriter(Hdf5Group group, DatasetOutput codes, int bytes) : ColumnWriter
{
    public override void Append(Vector values, int first, int count)
    {
        for (var done = 0; done < count;)
        {
            var to = codes.Next(count - done, out var taken);
            for (var i = 0; i < taken; i++)
            {
                var code = CodeOf(values, first + done + i);
                switch (bytes)
                {
                    case 1: to[i] = (byte)code; break;
                    case 2: MemoryMarshal.Cast<byte, short>(to)[i] = (short)code; break;
                    default: MemoryMarshal.Cast<byte, int>(to)[i] = code; break;
                }
            }
            done += taken;
        }
    }

    // −1 is all ones.
    public override void AppendMissing(int count) => codes.Fill(count, 0xFF);

    public override void Finish() => codes.Flush();

    public override void Dispose()
    {
        codes.Dispose();
        group.Dispose();
    }

    // Without categories the engine has text, and no value of it.
    private static int CodeOf(Vector values, int row) => values.IsMissing(row) ? -1 : values.Type.ValueBytes switch
    {
        1 => values.Values<byte>()[row],
        2 => values.Values<ushort>()[row],
        _ => (int)values.Values<uint>()[row],
    };
}
