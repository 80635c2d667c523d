using Zenset.DuckDb;
using Zenset.Formats.Hdf5.Own;
using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Writing;

/// <summary>A dataset of truth values that says where values are missing. It begins to be with the first that is.</summary>
/// <param name="group">Where.</param>
/// <param name="name">Name.</param>
/// <param name="settings">How it is stored.</param>
/// <param name="length">Values of a row; 0 when a row is one value.</param>
internal sealed class MissingOutput(Hdf5Group group, string name, OutputSettings settings, int length = 0) : IDisposable
{
    private readonly int _items = Math.Max(1, length);
    private DatasetOutput? _output;
    private long _rows;

    /// <summary>Adds rows, the first value of which is at <paramref name="first"/>.</summary>
    public void Append(Vector values, int first, int rows)
    {
        if (_output is null && !HasMissing(values, first, rows * _items))
        {
            _rows += rows;
            return;
        }
        Begin();
        for (var done = 0; done < rows;)
        {
            var to = _output!.Next(rows - done, out var taken);
            for (var i = 0; i < to.Length; i++) to[i] = values.IsMissing(first + done * _items + i) ? (byte)1 : (byte)0;
            done += taken;
        }
        _rows += rows;
    }

    /// <summary>Adds rows of which nothing is missing.</summary>
    public void AppendNone(int rows)
    {
        _rows += rows;
        _output?.Fill(rows);
    }

    /// <summary>Adds rows of which everything is missing.</summary>
    public void AppendAll(int rows)
    {
        Begin();
        _rows += rows;
        _output!.Fill(rows, 1);
    }

    public void Finish() => _output?.Flush();

    public void Dispose() => _output?.Dispose();

    private void Begin()
    {
        if (_output is not null) return;
        _output = new DatasetOutput(group, name, FlatStorage.Truth, FlatStorage.Truth, settings, length);
        if (_rows > 0) _output.Skip(_rows);
    }

    private static bool HasMissing(Vector values, int first, int count)
    {
        if (values.Validity.IsEmpty) return false;
        for (var i = first; i < first + count; i++)
        {
            if (values.IsMissing(i)) return true;
        }
        return false;
    }
}
