using System.Runtime.InteropServices;

namespace Zenset.Formats.Text;

/// <summary>
/// Native memory for cells that do not stand in the source as they are (escapes): addresses stay valid until <see cref="Reset"/>.
/// Belongs to one thread.
/// </summary>
internal sealed unsafe class ScratchText : IDisposable
{
    private const int BlockBytes = 256 << 10;

    private readonly List<(nint Address, int Bytes)> _blocks = [];
    private int _block = -1;
    private int _used;

    /// <summary>Room for <paramref name="bytes"/>; tell how many were used with <see cref="Keep"/>.</summary>
    public byte* Reserve(int bytes)
    {
        while (_block < 0 || _used + bytes > _blocks[_block].Bytes)
        {
            if (_block + 1 < _blocks.Count) _block++;
            else
            {
                var size = Math.Max(BlockBytes, bytes);
                _blocks.Add(((nint)NativeMemory.Alloc((nuint)size), size));
                _block = _blocks.Count - 1;
            }
            _used = 0;
        }
        return (byte*)_blocks[_block].Address + _used;
    }

    /// <summary>Keeps the first <paramref name="bytes"/> of what was reserved last.</summary>
    public void Keep(int bytes) => _used += bytes;

    /// <summary>Forgets everything. Memory of usual size is kept for the next time.</summary>
    public void Reset()
    {
        for (var i = _blocks.Count - 1; i >= 0; i--)
        {
            if (_blocks[i].Bytes <= BlockBytes && i < 64) continue;
            NativeMemory.Free((void*)_blocks[i].Address);
            _blocks.RemoveAt(i);
        }
        _block = _blocks.Count > 0 ? 0 : -1;
        _used = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (address, _) in _blocks) NativeMemory.Free((void*)address);
        _blocks.Clear();
        _block = -1;
    }
}
