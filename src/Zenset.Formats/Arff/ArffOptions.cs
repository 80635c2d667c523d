using System.Collections.Immutable;
using Zenset.Formats.Arff.Writing;
using Zenset.Formats.Text;

namespace Zenset.Formats.Arff;

/// <summary>Options for reading and writing ARFF.</summary>
internal sealed record ArffOptions
{
    /// <summary>Encoding; null: found out.</summary>
    public TextEncoding? Encoding { get; init; }

    /// <summary>Undeclared nominal values are added to the declared ones instead of stopping.</summary>
    public bool AddUnknownCategories { get; init; }

    /// <summary>A second attribute of the same name gets a number instead of stopping.</summary>
    public bool NumberDuplicates { get; init; }

    /// <summary>Numeric attributes become one sparse vector; null: when all rows are sparse and there are many attributes.</summary>
    public bool? Sparse { get; init; }

    /// <summary>Refuse what OpenML's upload check refuses: dense and sparse rows mixed.</summary>
    public bool Strict { get; init; }

    public static readonly FormatOption<bool> UnknownCategory = new(
        "unknown-category", "stop|add", "What to do with a nominal value that is not declared.", "stop", Word("stop", "add"));

    public static readonly FormatOption<bool> DuplicateNames = new(
        "duplicate-names", "stop|number", "What to do with a second field of the same name: stop, or give it a number.", "stop", Word("stop", "number"));

    public static readonly FormatOption<bool> SparseOption = new(
        "sparse", "yes|no", "Keep numeric attributes as one sparse vector, or as columns.", "yes when all rows are sparse and there are more than 100 attributes", Word("no", "yes"));

    public static ImmutableArray<FormatOption> ForReading { get; } = [TextEncodings.Option, UnknownCategory, DuplicateNames, SparseOption];

    public static readonly FormatOption<ArffDialect> Dialect = new(
        "dialect", "openml|weka",
        "For whom to write: openml is what every client of OpenML reads alike; weka has dates, relational attributes, instance weights and escapes.", "openml",
        text => text.ToLowerInvariant() switch { "openml" => ArffDialect.OpenMl, "weka" => ArffDialect.Weka, _ => throw new FormatException() });

    public static ImmutableArray<FormatOption> ForWriting { get; } = [Dialect];

    public static ArffDialect DialectOf(OptionValues options) => options.Get(Dialect, ArffDialect.OpenMl);

    public static ArffOptions From(ReadRequest request) => new()
    {
        Encoding = request.Options.Has(TextEncodings.Option) ? request.Options.Get(TextEncodings.Option, default) : null,
        AddUnknownCategories = request.Options.Get(UnknownCategory, false),
        NumberDuplicates = request.Options.Get(DuplicateNames, false),
        Sparse = request.Options.Has(SparseOption) ? request.Options.Get(SparseOption, false) : null,
        Strict = request.Strict,
    };

    private static Func<string, bool> Word(string whenFalse, string whenTrue) => text =>
        text.Equals(whenTrue, StringComparison.OrdinalIgnoreCase) || (text.Equals(whenFalse, StringComparison.OrdinalIgnoreCase) ? false : throw new FormatException());
}
