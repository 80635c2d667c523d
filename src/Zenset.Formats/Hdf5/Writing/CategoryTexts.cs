using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Zenset.Formats.Hdf5.Own;
using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Writing;

/// <summary>The categories of a field, as a dataset of texts.</summary>
internal static class CategoryTexts
{
    public static unsafe void Write(Hdf5Group group, ImmutableArray<string> categories, OutputSettings settings)
    {
        using var output = new DatasetOutput(group, OwnNames.Categories, Hdf5Type.Text, Hdf5Type.Text, settings with { Rows = categories.Length });
        // All at once in memory that does not move: a field has them in memory anyway.
        var bytes = categories.Sum(c => (long)Encoding.UTF8.GetByteCount(c) + 1);
        var memory = (byte*)NativeMemory.Alloc((nuint)Math.Max(1, bytes));
        try
        {
            var next = memory;
            foreach (var category in categories)
            {
                MemoryMarshal.Cast<byte, nint>(output.Next(1, out _))[0] = (nint)next;
                next += Encoding.UTF8.GetBytes(category, new Span<byte>(next, (int)(memory + bytes - next)));
                *next++ = 0;
            }
            output.Flush();
        }
        finally
        {
            NativeMemory.Free(memory);
        }
    }
}
