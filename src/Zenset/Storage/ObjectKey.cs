namespace Zenset.Storage;

/// <summary>The form of keys: what every store can hold under the same name, and what never leaves the repository.</summary>
public static class ObjectKey
{
    // S3 allows 1,024 bytes for a key and its prefix together; file systems allow 255 for a segment.
    private const int MaxLength = 900;
    private const int MaxSegmentLength = 255;

    /// <summary>Gives <paramref name="key"/> back when it names an object.</summary>
    /// <exception cref="ArgumentException">It is empty, absolute, climbs, or has characters outside the form.</exception>
    public static string Checked(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var valid = key.Length <= MaxLength && key.Split('/').All(IsSegment);
        return valid ? key : throw Wrong(key, "segments of letters, digits, '.', '_' and '-', joined by '/', none beginning with a dot");
    }

    /// <summary>Gives <paramref name="folder"/> back when it is empty or names a folder, with a slash at its end.</summary>
    /// <exception cref="ArgumentException">It is of another form.</exception>
    public static string CheckedFolder(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (folder.Length == 0) return folder;
        return folder[^1] == '/' ? Checked(folder[..^1]) + "/" : throw Wrong(folder, "a key with '/' at its end");
    }

    /// <summary>Gives <paramref name="prefix"/> back when a key can begin with it.</summary>
    /// <exception cref="ArgumentException">It is of another form.</exception>
    public static string CheckedPrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (prefix.Length > 0) Checked(prefix[^1] == '/' ? prefix[..^1] : prefix);
        return prefix;
    }

    /// <summary>One segment of a key: 1 to 255 ASCII letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, not beginning with a dot.</summary>
    public static bool IsSegment(string segment) =>
        segment.Length is > 0 and <= MaxSegmentLength
        && segment[0] != '.'
        && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private static ArgumentException Wrong(string key, string form) => new($"'{Quoting.Shorten(key)}' is not a key: a key is {form}.");
}
