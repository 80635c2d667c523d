using System.Text;

namespace Zenset.Model;

/// <summary>The name of a dataset: <c>name</c> or <c>owner/name</c>; letters, digits and <c>._-</c>, matched without case.</summary>
public readonly record struct DatasetName
{
    /// <summary>Longest name of a dataset or owner, in characters.</summary>
    public const int MaxLength = 100;

    private DatasetName(string value) => Value = value;

    /// <summary>The name in lower case: also the folder of the dataset in its repository.</summary>
    public string Value { get; }

    /// <summary>Reads a name as a user writes it.</summary>
    /// <exception cref="NotFoundException"><c>name/invalid</c>: it has other characters, or is too long or empty.</exception>
    public static DatasetName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new NotFoundException(
            CoreErrors.InvalidName,
            $"'{Quoting.Shorten(text)}' is not a dataset name",
            $"A name has 1 to {MaxLength} letters, digits, '.', '_' or '-', begins with a letter or digit, and may have an owner before a '/'; for example '{Suggest(text)}'.");

    /// <summary>As <see cref="Parse"/>, without an exception.</summary>
    public static bool TryParse(string text, out DatasetName name)
    {
        var segments = text.Split('/');
        var valid = segments.Length <= 2 && segments.All(IsSegment);
        name = valid ? new DatasetName(text.ToLowerInvariant()) : default;
        return valid;
    }

    /// <summary>A valid name made from any text, such as a file name: other characters become <c>-</c>.</summary>
    public static DatasetName Suggest(string text)
    {
        var slug = Slug.From(text, MaxLength).ToLowerInvariant();
        return new DatasetName(slug is "tags" or "" ? "dataset" : slug);
    }

    // 'tags' is a folder of every dataset, so it cannot be a name inside an owner's folder.
    private static bool IsSegment(string s) =>
        s.Length is > 0 and <= MaxLength
        && char.IsAsciiLetterOrDigit(s[0])
        && s.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
        && !s.Equals("tags", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Turns any text into one safe for file names, column names and URLs.</summary>
public static class Slug
{
    /// <summary>
    /// Keeps ASCII letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, turns every run of others into one <c>-</c>, begins with a
    /// letter or digit, and cuts after <paramref name="maxLength"/> characters. Empty when nothing is left.
    /// </summary>
    public static string From(string text, int maxLength)
    {
        var slug = new StringBuilder();
        foreach (var c in text.Normalize(NormalizationForm.FormKD))
        {
            if (slug.Length >= maxLength) break;
            if (char.IsAsciiLetterOrDigit(c) || (c is '.' or '_' or '-' && slug.Length > 0)) slug.Append(c);
            else if (c < 0x300 || c > 0x36F)
            {
                // Combining marks vanish with their accent; every other character is a gap.
                if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
            }
        }
        return slug.ToString().TrimEnd('-', '.');
    }
}
