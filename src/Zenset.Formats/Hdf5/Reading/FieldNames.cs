using System.Globalization;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>Names of fields that are taken from data: each once.</summary>
internal sealed class FieldNames
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The name, or it with a number.</summary>
    public string Free(string name)
    {
        var free = name;
        for (var n = 2; !_taken.Add(free); n++) free = string.Create(CultureInfo.InvariantCulture, $"{name}_{n}");
        return free;
    }
}
