using System.Collections.Immutable;
using Zenset.Hdf5.Native;

namespace Zenset.Hdf5;

/// <summary>Looks at the chunks of some rows before the library reads them: it takes them for whole, whatever size they have in the file.</summary>
internal sealed unsafe class ChunkCheck(DatasetHandle handle, string path, ImmutableArray<long> dimensions, ImmutableArray<long> chunk, int filterCount, long chunkBytes)
{
    private byte[] _packed = [];

    /// <summary>Checks the chunks of rows. Under the library's lock.</summary>
    /// <exception cref="Hdf5Exception">One is damaged.</exception>
    public void Check(long first, int rows)
    {
        var at = new ulong[chunk.Length];
        at[0] = (ulong)(first / chunk[0] * chunk[0]);
        var end = (ulong)(first + rows);
        while (at[0] < end)
        {
            CheckOne(at);
            // The next one, in the order of the last dimension.
            var dimension = chunk.Length - 1;
            for (; dimension >= 0; dimension--)
            {
                at[dimension] += (ulong)chunk[dimension];
                if (dimension == 0 || at[dimension] < (ulong)dimensions[dimension]) break;
                at[dimension] = 0;
            }
        }
    }

    private void CheckOne(ulong[] at)
    {
        fixed (ulong* offset = at)
        {
            ErrorStack.Check(NativeMethods.H5Dget_chunk_storage_size(handle, offset, out var bytes), $"find a chunk of '{path}'");
            if (bytes == 0) return;
            if (filterCount == 0)
            {
                if (bytes != (ulong)chunkBytes) throw Damaged();
                return;
            }
            // A packed chunk that is no smaller than a plain one has room enough, whichever filters it went through.
            if (bytes >= (ulong)chunkBytes) return;
            if (_packed.Length < (int)bytes) _packed = new byte[chunkBytes];
            uint skipped;
            fixed (byte* packed = _packed) ErrorStack.Check(NativeMethods.H5Dread_chunk(handle, 0, offset, &skipped, packed), $"read a chunk of '{path}'");
            var all = (uint)((1UL << Math.Min(filterCount, 32)) - 1);
            if ((skipped & all) == all) throw Damaged();
        }
    }

    private Hdf5Exception Damaged() => new($"a chunk of '{path}' has another size than chunks of it have");
}
