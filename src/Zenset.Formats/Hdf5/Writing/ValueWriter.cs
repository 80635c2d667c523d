using System.Runtime.InteropServices;
using Zenset.DuckDb;

namespace Zenset.Formats.Hdf5.Writing;

/// <summary>Values that are written as the engine has them.</summary>
/// <param name="output">Where.</param>
/// <param name="missing">Says where they are missing; null where none can be.</param>
/// <param name="placeholder">Stands for a missing one.</param>
internal sealed class ValueWriter<T>(DatasetOutput output, MissingOutput? missing, T placeholder) : ColumnWriter where T : unmanaged
{
    public override void Append(Vector values, int first, int count)
    {
        missing?.Append(values, first, count);
        var from = values.Values<T>().Slice(first, count);
        var hasMissing = !values.Validity.IsEmpty;
        while (!from.IsEmpty)
        {
            var to = MemoryMarshal.Cast<byte, T>(output.Next(from.Length, out var taken));
            from[..taken].CopyTo(to);
            for (var i = 0; hasMissing && i < taken; i++)
            {
                if (values.IsMissing(first + i)) to[i] = placeholder;
            }
            from = from[taken..];
            first += taken;
        }
    }

    public override void AppendMissing(int count)
    {
        missing?.AppendAll(count);
        while (count > 0)
        {
            MemoryMarshal.Cast<byte, T>(output.Next(count, out var taken)).Fill(placeholder);
            count -= taken;
        }
    }

    public override void Finish()
    {
        output.Flush();
        missing?.Finish();
    }

    public override void Dispose()
    {
        output.Dispose();
        missing?.Dispose();
    }
}
