using System.Collections.Immutable;
using System.Globalization;

namespace Zenset.Formats.Hdf5.Own;

/// <summary>Names of the objects that hold a field. A function of the fields' names and their order, so they are not written down.</summary>
/// <param name="Data">Its dataset or group.</param>
/// <param name="Missing">Where it is missing; there only when it is anywhere.</param>
/// <param name="ItemsMissing">Where items of a vector are missing.</param>
internal readonly record struct StoredNames(string Data, string Missing, string ItemsMissing)
{
    private const string MissingEnd = "__missing";
    private const int MaxLength = 200;

    /// <summary>Names for the fields of a table or the members of a struct.</summary>
    public static ImmutableArray<StoredNames> Of(IEnumerable<string> names)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. names.Select(name => Free(name, taken))];
    }

    /// <summary>Names of parts that Zenset has chosen, which need no care.</summary>
    public static StoredNames Part(string name) => new(name, name + MissingEnd, $"{name}__items{MissingEnd}");

    /// <summary>A name that is not taken, and takes it with those that go with it.</summary>
    public static StoredNames Free(string name, HashSet<string> taken)
    {
        var legal = Legal(name);
        for (var n = 1; ; n++)
        {
            var names = Part(n == 1 ? legal : string.Create(CultureInfo.InvariantCulture, $"{legal}_{n}"));
            if (taken.Contains(names.Data) || taken.Contains(names.Missing) || taken.Contains(names.ItemsMissing)) continue;
            taken.Add(names.Data);
            taken.Add(names.Missing);
            taken.Add(names.ItemsMissing);
            return names;
        }
    }

    // A slash separates names, and a single dot is the group itself (H5L, H5G); a name ends at a zero.
    private static string Legal(string name)
    {
        var cut = name.Length <= MaxLength ? name : name[..(char.IsHighSurrogate(name[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
        var legal = string.Create(cut.Length, cut, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++) to[i] = from[i] == '/' || char.IsControl(from[i]) ? '_' : from[i];
        });
        return legal is "" or "." or ".." ? "_" : legal;
    }
}
