using System.Collections.Immutable;
using System.Globalization;
using Zenset.Model;

namespace Zenset.Formats.TfRecord;

/// <summary>A feature and the field that it becomes.</summary>
/// <param name="Field">The field.</param>
/// <param name="Kind">What the feature holds.</param>
/// <param name="IsList">It is a list of features.</param>
/// <param name="Key">Number of its key.</param>
internal sealed record TfRecordField(Field Field, FeatureKind Kind, bool IsList, int Key);

/// <summary>From the features of all records to fields.</summary>
internal static class TfRecordFields
{
    /// <summary>What <see cref="Field.SourceFormat"/> says of a field that was a list of features; its writer makes such a list again.</summary>
    public const string FeatureList = "feature_list";

    /// <summary>What <see cref="Field.SourceFormat"/> says of a field that was all of a record; its writer makes such records again.</summary>
    public const string RawRecord = "record";

    /// <summary>The field of records that are bytes.</summary>
    public static Field Raw { get; } = new() { Name = "record", Type = FieldType.Binary, SourceFormat = RawRecord, Description = "Bytes of the record" };

    /// <summary>Fields in the order in which the features first appear: those of examples first.</summary>
    /// <exception cref="NotFoundException">A type is asked for a field that is not there.</exception>
    /// <exception cref="NotSupportedSourceException">A type is asked for that does not hold the feature.</exception>
    public static ImmutableArray<TfRecordField> Of(RecordObserver observed, IReadOnlyDictionary<string, FieldType> types)
    {
        var fields = ImmutableArray.CreateBuilder<TfRecordField>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < observed.Features.Count; i++) fields.Add(Make(observed.Features[i], observed.FeatureKeys.Name(i), i, names, types));
        for (var i = 0; i < observed.Lists.Count; i++) fields.Add(Make(observed.Lists[i], observed.ListKeys.Name(i), i, names, types));
        if (types.Keys.FirstOrDefault(name => !names.Contains(name)) is not { } unknown) return fields.ToImmutable();
        var near = Quoting.Nearest(unknown, names);
        throw new NotFoundException(CoreErrors.FieldNotFound, $"there is no feature '{Quoting.Shorten(unknown)}' to give a type", near is null ? null : $"Did you mean '{Quoting.Shorten(near)}'?");
    }

    private static TfRecordField Make(FeatureShape shape, string key, int index, HashSet<string> names, IReadOnlyDictionary<string, FieldType> types)
    {
        // A list of features may be called as a feature of the context is.
        var name = key;
        for (var n = 2; !names.Add(name); n++) name = string.Create(CultureInfo.InvariantCulture, $"{key}_{n}");
        var type = shape.Type;
        if (types.TryGetValue(name, out var asked))
        {
            if (!Holds(asked, type, shape.IsList))
            {
                throw new NotSupportedSourceException(
                    CoreErrors.UnsupportedType, $"feature '{Quoting.Shorten(name)}' is {type} and cannot be read as {asked}", fix: "Text can be read as binary, and a value or a vector as a list.");
            }
            type = asked;
        }
        return new TfRecordField(new Field { Name = name, Type = type, SourceFormat = shape.IsList ? FeatureList : null }, shape.Kind, shape.IsList, index);
    }

    // The same, or less exact: bytes instead of text, a list instead of one value or of as many as everywhere.
    private static bool Holds(FieldType asked, FieldType found, bool isList)
    {
        if (isList) return asked.Kind == FieldKind.List && (HoldsItem(asked.Item!, found.Item!) || asked.Item!.Kind == FieldKind.List && HoldsItem(asked.Item.Item!, found.Item!.Item ?? found.Item));
        return HoldsItem(asked, found) || asked.Kind == FieldKind.FixedList && found.Kind == FieldKind.FixedList && asked.Length == found.Length && HoldsItem(asked.Item!, found.Item!)
            || asked.Kind == FieldKind.List && HoldsItem(asked.Item!, found.Item ?? found) && found.Kind != FieldKind.Null;
    }

    private static bool HoldsItem(FieldType asked, FieldType found) => asked.Equals(found) || asked.Kind == FieldKind.Binary && found.Kind == FieldKind.String;
}
