using Microsoft.Win32.SafeHandles;

namespace Zenset.Hdf5;

/// <summary>The bytes of a file that is being read. Safe from several threads.</summary>
internal sealed class FileBytes : IDisposable
{
    private readonly SafeFileHandle _file;

    public FileBytes(string path)
    {
        _file = File.OpenHandle(path);
        Length = RandomAccess.GetLength(_file);
    }

    /// <summary>Bytes of the file when it was opened.</summary>
    public long Length { get; }

    /// <summary>Reads bytes, all of them.</summary>
    /// <returns>False when the file does not have them.</returns>
    public bool TryRead(long address, Span<byte> into)
    {
        if (address < 0 || address > Length || into.Length > Length - address) return false;
        while (!into.IsEmpty)
        {
            var read = RandomAccess.Read(_file, into, address);
            if (read == 0) return false;
            into = into[read..];
            address += read;
        }
        return true;
    }

    public void Dispose() => _file.Dispose();
}
