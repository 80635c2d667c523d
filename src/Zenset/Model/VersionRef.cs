using System.Globalization;

namespace Zenset.Model;

/// <summary>A dataset and which of its versions: <c>NAME</c> (latest), <c>NAME@3</c> or <c>NAME@tag</c>.</summary>
/// <param name="Dataset">Name of the dataset.</param>
/// <param name="Number">Version number from 1, when given by number.</param>
/// <param name="Tag">Tag, when given by tag.</param>
public sealed record VersionRef(DatasetName Dataset, int? Number = null, string? Tag = null)
{
    /// <summary>Reads the form that users write.</summary>
    /// <exception cref="NotFoundException"><c>name/invalid</c>: not of the form.</exception>
    public static VersionRef Parse(string text)
    {
        var at = text.LastIndexOf('@');
        if (at < 0) return new VersionRef(DatasetName.Parse(text));
        var name = DatasetName.Parse(text[..at]);
        var version = text[(at + 1)..];
        if (int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            return new VersionRef(name, number);
        if (IsTag(version)) return new VersionRef(name, Tag: version);
        throw new NotFoundException(
            CoreErrors.InvalidName,
            $"'{Quoting.Shorten(version)}' names no version",
            "After '@' stands a version number from 1, or a tag: letters, digits, '.', '_' and '-', beginning with a letter.");
    }

    /// <summary>A tag begins with a letter, so that it is never taken for a number.</summary>
    public static bool IsTag(string text) =>
        text.Length is > 0 and <= DatasetName.MaxLength && char.IsAsciiLetter(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    /// <inheritdoc/>
    public override string ToString() => Number is { } n
        ? string.Create(CultureInfo.InvariantCulture, $"{Dataset}@{n}")
        : Tag is null ? Dataset.ToString() : $"{Dataset}@{Tag}";
}
