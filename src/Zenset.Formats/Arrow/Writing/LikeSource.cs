using System.Collections.Immutable;
using System.Globalization;
using Zenset.Formats.Parquet;

namespace Zenset.Formats.Arrow.Writing;

/// <summary>
/// Arrow has several words for one type: text with long or short offsets, dates in days or milliseconds. What an Arrow source had is
/// taken again, with its metadata, wherever it holds the values there are now.
/// </summary>
internal static class LikeSource
{
    /// <summary>A column as the source had it, with what must be true of the rows for it.</summary>
    /// <param name="written">As it would be written without a source.</param>
    /// <param name="source">What the source had under its name.</param>
    /// <param name="column">SQL of its value.</param>
    /// <param name="claims">See above.</param>
    public static ArrowField Of(ArrowField written, ArrowField source, string column, List<Claim> claims)
    {
        var field = Adapt(written, source);
        switch (written.Type, source.Type)
        {
            case (ArrowTypeId.Binary, ArrowTypeId.FixedSizeBinary) when source.Width >= 0 && !source.IsDictionary:
                field = field with { Type = ArrowTypeId.FixedSizeBinary, Width = source.Width };
                claims.Add(new Claim(string.Create(CultureInfo.InvariantCulture, $"octet_length({column}) <> {source.Width}"), f => f with { Type = ArrowTypeId.Binary, Width = 0 }));
                break;
            case (ArrowTypeId.Interval, ArrowTypeId.Interval) when source.Unit is 0 or 1 && !source.IsDictionary:
                field = field with { Unit = source.Unit };
                claims.Add(new Claim(
                    source.Unit == 0
                        ? $"{IntervalParts.Days(column)} <> 0 OR {IntervalParts.Micros(column)} <> 0"
                        : $"{IntervalParts.Months(column)} <> 0 OR {IntervalParts.Micros(column)} % 1000 <> 0 OR abs({IntervalParts.Micros(column)}::HUGEINT) > 2147483647000",
                    f => f with { Unit = written.Unit }));
                break;
            default:
                break;
        }
        if (source.IsNullable) return field;
        claims.Add(new Claim($"{column} IS NULL", f => f with { IsNullable = true }));
        return field with { IsNullable = false };
    }

    // What needs no look at the values. Whether items and members can be missing does, so they always may.
    private static ArrowField Adapt(ArrowField written, ArrowField source)
    {
        if (written.IsDictionary) return AdaptDictionary(written, source);
        // Metadata of an extension type belongs to its storage.
        return (written.Type, source.Type) switch
        {
            (ArrowTypeId.Utf8, ArrowTypeId.Utf8 or ArrowTypeId.LargeUtf8) or (ArrowTypeId.Binary, ArrowTypeId.Binary or ArrowTypeId.LargeBinary) => written with { Type = source.Type, Metadata = source.Metadata },
            (ArrowTypeId.Utf8, ArrowTypeId.Utf8View) or (ArrowTypeId.Binary, ArrowTypeId.BinaryView or ArrowTypeId.FixedSizeBinary) => written with { Metadata = source.Metadata },
            (ArrowTypeId.Decimal, ArrowTypeId.Decimal) when (written.Precision, written.Scale) == (source.Precision, source.Scale) && source.Precision <= MostDigits(source.Width) =>
                written with { Width = source.Width, Metadata = source.Metadata },
            (ArrowTypeId.Date, ArrowTypeId.Date) => written with { Unit = source.Unit, Metadata = source.Metadata },
            (ArrowTypeId.Int, ArrowTypeId.Duration) when written is { Width: 64, IsSigned: true } => written with { Type = ArrowTypeId.Duration, Unit = source.Unit, Metadata = source.Metadata },
            (ArrowTypeId.List, ArrowTypeId.List or ArrowTypeId.LargeList) when source.Children.Length == 1 => written with { Type = source.Type, Metadata = source.Metadata, Children = [AdaptItem(written, source, 0)] },
            (ArrowTypeId.List, ArrowTypeId.ListView or ArrowTypeId.LargeListView) when source.Children.Length == 1 => written with { Metadata = source.Metadata, Children = [AdaptItem(written, source, 0)] },
            (ArrowTypeId.FixedSizeList, ArrowTypeId.FixedSizeList) when written.ListSize == source.ListSize && source.Children.Length == 1 => written with { Metadata = source.Metadata, Children = [AdaptItem(written, source, 0)] },
            (ArrowTypeId.Struct, ArrowTypeId.Struct) when written.Children.Select(c => c.Name).SequenceEqual(source.Children.Select(c => c.Name)) => written with { Metadata = source.Metadata, Children = AdaptAll(written, source) },
            (ArrowTypeId.Map, ArrowTypeId.Map) when source.Children is [{ Children: [var key, var value] } entries] => written with
            {
                IsKeysSorted = source.IsKeysSorted,
                Metadata = source.Metadata,
                Children = [written.Children[0] with { Name = entries.Name, Children = [Adapt(written.Children[0].Children[0], key) with { Name = key.Name }, Adapt(written.Children[0].Children[1], value) with { Name = value.Name }] }],
            },
            _ when IsSame(written, source) => written with { Metadata = source.Metadata },
            _ => written,
        };
    }

    private static ArrowField AdaptDictionary(ArrowField written, ArrowField source)
    {
        if (!source.IsDictionary || source.Type is not (ArrowTypeId.Utf8 or ArrowTypeId.LargeUtf8 or ArrowTypeId.Utf8View)) return written;
        var field = written with { Type = source.Type == ArrowTypeId.LargeUtf8 ? ArrowTypeId.LargeUtf8 : ArrowTypeId.Utf8, Metadata = source.Metadata };
        // Categories may have come since.
        return source.IndexWidth >= written.IndexWidth && source.IndexWidth is 8 or 16 or 32 or 64 ? field with { IndexWidth = source.IndexWidth, IsIndexSigned = source.IsIndexSigned } : field;
    }

    private static ArrowField AdaptItem(ArrowField written, ArrowField source, int child) => Adapt(written.Children[child], source.Children[child]) with { Name = source.Children[child].Name };

    private static ImmutableArray<ArrowField> AdaptAll(ArrowField written, ArrowField source) => [.. written.Children.Select((_, i) => AdaptItem(written, source, i))];

    private static bool IsSame(ArrowField a, ArrowField b) =>
        (a.Type, a.Width, a.IsSigned, a.Precision, a.Scale, a.Unit, a.Zone, a.ListSize) == (b.Type, b.Width, b.IsSigned, b.Precision, b.Scale, b.Unit, b.Zone, b.ListSize) && a.Children.IsEmpty && b.Children.IsEmpty && !b.IsDictionary;

    private static int MostDigits(int width) => width switch { 32 => 9, 64 => 18, 128 => 38, 256 => 76, _ => 0 };
}

/// <summary>What a schema claims of the rows.</summary>
/// <param name="Unless">SQL that is true of rows for which it does not hold.</param>
/// <param name="Undo">The field without the claim.</param>
internal sealed record Claim(string Unless, Func<ArrowField, ArrowField> Undo);
