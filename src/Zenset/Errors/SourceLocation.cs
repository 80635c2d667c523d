using System.Globalization;
using System.Text;

namespace Zenset;

/// <summary>A place in a source. Every number is zero-based here and shown one-based; <c>null</c> means "not said".</summary>
public sealed record SourceLocation
{
    /// <summary>The file or object as the user named it, without folders.</summary>
    public required string Source { get; init; }

    /// <summary>Resource (table) inside the source, where it has several.</summary>
    public string? Resource { get; init; }

    /// <summary>Line in the text, from 0.</summary>
    public long? Line { get; init; }

    /// <summary>Column in the line, in bytes from 0.</summary>
    public long? Column { get; init; }

    /// <summary>Data row, from 0: header and comments do not count.</summary>
    public long? Row { get; init; }

    /// <summary>Field name.</summary>
    public string? Field { get; init; }

    /// <summary>Offset in bytes from the start of the (decompressed) source.</summary>
    public long? Offset { get; init; }

    /// <summary>As in <c>credit-g.arff:1042:17 (row 1,000, field 'purpose')</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Source);
        if (Line is { } line)
        {
            text.Append(CultureInfo.InvariantCulture, $":{line + 1}");
            if (Column is { } column) text.Append(CultureInfo.InvariantCulture, $":{column + 1}");
        }
        else if (Offset is { } offset)
        {
            text.Append(CultureInfo.InvariantCulture, $" at byte {offset:N0}");
        }
        string?[] details =
        [
            Resource is null ? null : $"resource '{Quoting.Shorten(Resource)}'",
            Row is { } row ? string.Create(CultureInfo.InvariantCulture, $"row {row + 1:N0}") : null,
            Field is null ? null : $"field '{Quoting.Shorten(Field)}'",
        ];
        var said = string.Join(", ", details.Where(d => d is not null));
        return said.Length == 0 ? text.ToString() : $"{text} ({said})";
    }
}
