using System.Runtime.InteropServices;
using Zenset.DuckDb;

namespace Zenset.Formats.Hdf5.Writing;

/// <summary>Texts and bytes of any length: addresses, for the library, of copies that end in a zero.</summary>
/// <param name="output">Addresses of texts; for bytes, <c>hvl_t</c>: length and address. Its rows are flushed with the copies they point to.</param>
/// <param name="missing">Says where they are missing.</param>
/// <param name="isText">They are texts.</param>
internal sealed unsafe class HeapWriter(DatasetOutput output, MissingOutput missing, bool isText) : ColumnWriter
{
    private const int LeastBytes = 64 << 10;
    private const int MostBytes = 1 << 20;

    // Copies live in native memory, which does not move. One is as large as its text asks for; others share.
    private readonly List<nint> _blocks = [];
    private byte* _next;
    private int _left;
    private long _held;

    public override void Append(Vector values, int first, int count)
    {
        missing.Append(values, first, count);
        for (var row = first; row < first + count; row++)
        {
            Add(values.IsMissing(row) ? [] : values.Text(row));
        }
    }

    public override void AppendMissing(int count)
    {
        missing.AppendAll(count);
        for (; count > 0; count--) Add([]);
    }

    public override void Finish()
    {
        Flush();
        missing.Finish();
    }

    public override void Dispose()
    {
        Free();
        output.Dispose();
        missing.Dispose();
    }

    private void Add(ReadOnlySpan<byte> text)
    {
        // Of what a full chunk points to, nothing is needed any more.
        if (_held + text.Length > MostBytes || output.IsFull) Flush();
        var copy = Keep(text);
        var to = MemoryMarshal.Cast<byte, nint>(output.Next(1, out _));
        if (isText) to[0] = (nint)copy;
        else (to[0], to[1]) = (text.Length, (nint)copy);
    }

    private byte* Keep(ReadOnlySpan<byte> text)
    {
        if (_left <= text.Length)
        {
            var bytes = Math.Max(LeastBytes, text.Length + 1);
            _next = (byte*)NativeMemory.Alloc((nuint)bytes);
            _left = bytes;
            _blocks.Add((nint)_next);
        }
        var copy = _next;
        text.CopyTo(new Span<byte>(copy, text.Length));
        copy[text.Length] = 0;
        _next += text.Length + 1;
        _left -= text.Length + 1;
        _held += text.Length + 1;
        return copy;
    }

    private void Flush()
    {
        output.Flush();
        Free();
    }

    private void Free()
    {
        foreach (var block in _blocks) NativeMemory.Free((void*)block);
        _blocks.Clear();
        _next = null;
        (_left, _held) = (0, 0);
    }
}
