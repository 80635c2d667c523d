using System.Globalization;
using System.Text;
using Zenset.Formats.Arrays.Sparse;
using Zenset.Formats.Text;
using Zenset.Model;

namespace Zenset.Formats.MatrixMarket;

/// <summary>Which half of a matrix stands for the whole.</summary>
internal enum MtxSymmetry
{
    General,
    Symmetric,
    Skew,
}

/// <summary>The first lines of a Matrix Market file.</summary>
/// <param name="IsCoordinate">Entries have their places; otherwise all values follow, column by column.</param>
/// <param name="Item">Type of a value; boolean for a pattern, whose entries have none.</param>
/// <param name="Symmetry">What is left out.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Entries">Lines that follow.</param>
/// <param name="DataOffset">Where they begin.</param>
/// <param name="Comment">The comments.</param>
/// <remarks>Boisvert, Pozo, Remington: "The Matrix Market Exchange Formats: Initial Design", NISTIR 5935; <c>unsigned-integer</c> is SciPy's.</remarks>
internal sealed record MtxHeader(bool IsCoordinate, FieldType Item, MtxSymmetry Symmetry, long Rows, long Columns, long Entries, long DataOffset, string? Comment)
{
    private const int MaxLineBytes = 1 << 20;
    private const int MaxCommentCharacters = 64 << 10;

    public static ReadOnlySpan<byte> Magic => "%%MatrixMarket"u8;

    /// <summary>The file has one value for each entry.</summary>
    public bool IsPattern => Item.Kind == FieldKind.Boolean;

    public static MtxHeader Read(TextInput input)
    {
        using var lines = new LineReader(input, MaxLineBytes);
        if (!lines.Next(out var first)) throw Bad(input, 0, "the file is empty");
        var words = first.ToString().Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 5 || !words[0].Equals("%%MatrixMarket", StringComparison.OrdinalIgnoreCase)) throw Bad(input, 0, $"'{Quoting.Shorten(first.ToString())}' is no first line of a Matrix Market file");
        var (kind, layout, field, symmetry) = (words[1].ToLowerInvariant(), words[2].ToLowerInvariant(), words[3].ToLowerInvariant(), words[4].ToLowerInvariant());
        if (kind != "matrix") throw Unread(input, $"it holds a '{Quoting.Shorten(words[1])}' and not a matrix");
        if (layout is not ("coordinate" or "array")) throw Bad(input, 0, $"'{Quoting.Shorten(words[2])}' is neither coordinate nor array");
        if (field == "complex" || symmetry == "hermitian") throw Unread(input, "its values are complex numbers", "Write the real and the imaginary part as matrices of their own.");
        var item = field switch
        {
            "real" or "double" => FieldType.Float64,
            "integer" => FieldType.Int64,
            "unsigned-integer" => FieldType.UInt64,
            "pattern" when layout == "coordinate" => FieldType.Boolean,
            _ => throw Bad(input, 0, $"'{Quoting.Shorten(words[3])}' is no type of values"),
        };
        var half = symmetry switch
        {
            "general" => MtxSymmetry.General,
            "symmetric" => MtxSymmetry.Symmetric,
            "skew-symmetric" when item.Kind is FieldKind.Float64 or FieldKind.Int64 => MtxSymmetry.Skew,
            _ => throw Bad(input, 0, $"'{Quoting.Shorten(words[4])}' is no symmetry of such a matrix"),
        };
        return ReadSizes(input, lines, layout == "coordinate", item, half);
    }

    private static MtxHeader ReadSizes(TextInput input, LineReader lines, bool isCoordinate, FieldType item, MtxSymmetry symmetry)
    {
        var comment = new StringBuilder();
        for (var number = 1L; lines.Next(out var line); number++)
        {
            var text = line.Trim();
            if (text.IsEmpty) continue;
            if (text[0] == '%')
            {
                if (comment.Length + text.Length < MaxCommentCharacters) comment.Append(text[1..].Trim()).Append('\n');
                continue;
            }
            var sizes = text.ToString().Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            var numbers = sizes.Select(s => long.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1).ToArray();
            if (numbers.Length != (isCoordinate ? 3 : 2) || numbers.Contains(-1)) throw Bad(input, number, $"'{Quoting.Shorten(text.ToString())}' is no line of sizes: {(isCoordinate ? "rows, columns, entries" : "rows, columns")}");
            return Check(input, number, new MtxHeader(isCoordinate, item, symmetry, numbers[0], numbers[1], isCoordinate ? numbers[2] : 0, lines.Offset, comment.ToString().Trim() is { Length: > 0 } said ? said : null));
        }
        throw Bad(input, 0, "there is no line of sizes");
    }

    // Sizes against the bytes there are: an entry has at least a digit for each number and something after it.
    private static MtxHeader Check(TextInput input, long line, MtxHeader header)
    {
        var place = new SourceLocation { Source = input.Name, Line = line };
        if (header.Symmetry != MtxSymmetry.General && header.Rows != header.Columns) throw Bad(input, line, "a symmetric matrix has as many rows as columns");
        Triplets.RequireColumns(header.Columns, place);
        var entries = header.IsCoordinate ? header.Entries : Values(header);
        if (entries > long.MaxValue / 16) throw Bad(input, line, "there are more entries than any file holds");
        if (input.Length is { } length && entries > 0 && (length - header.DataOffset + 1) / (header.IsCoordinate ? header.IsPattern ? 4 : 6 : 2) < entries)
            throw new SourceDataException(MtxErrors.Count, string.Create(CultureInfo.InvariantCulture, $"it announces {entries:N0} entries, and there are {length - header.DataOffset:N0} bytes"), place, "Fetch or write the file again.");
        return header with { Entries = entries };
    }

    private static long Values(MtxHeader header)
    {
        var all = (Int128)header.Rows * header.Columns;
        var stored = header.Symmetry switch
        {
            MtxSymmetry.Symmetric => (all + header.Rows) / 2,
            MtxSymmetry.Skew => (all - header.Rows) / 2,
            _ => all,
        };
        return all > long.MaxValue / 16 ? long.MaxValue : (long)stored;
    }

    private static SourceDataException Bad(TextInput input, long line, string what) => new(
        MtxErrors.Header, what, new SourceLocation { Source = input.Name, Line = line }, "A file begins with %%MatrixMarket matrix coordinate real general, comments after %, and a line of sizes.");

    private static NotSupportedSourceException Unread(TextInput input, string what, string? fix = null) => new(MtxErrors.Kind, what, new SourceLocation { Source = input.Name, Line = 0 }, fix);
}
