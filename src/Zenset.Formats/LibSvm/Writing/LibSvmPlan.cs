using System.Collections.Immutable;
using System.Globalization;
using Zenset.Model;

namespace Zenset.Formats.LibSvm.Writing;

/// <summary>Which fields of a table become label, query and entries.</summary>
/// <param name="Label">Index of the field of labels, or -1.</param>
/// <param name="Query">Index of the field of queries, or -1.</param>
/// <param name="Features">The other fields, with the position of their (first) value.</param>
/// <param name="Dimension">Number of positions.</param>
/// <param name="IndexBase">Index that is written for the first.</param>
internal sealed record LibSvmPlan(int Label, int Query, ImmutableArray<(int Field, long Position)> Features, long Dimension, int IndexBase)
{
    public static LibSvmPlan For(TableShape table, OptionValues options)
    {
        var label = FindLabel(table, options);
        var query = table.Fields.ToList().FindIndex(f => f.Name == "qid" && f.Type.IsInteger);
        if (query == label) query = -1;
        var features = ImmutableArray.CreateBuilder<(int, long)>();
        var position = 0L;
        for (var i = 0; i < table.Fields.Length; i++)
        {
            if (i == label || i == query) continue;
            features.Add((i, position));
            position += table.Fields[i].Type.Kind is FieldKind.Sparse or FieldKind.FixedList ? table.Fields[i].Type.Length : 1;
        }
        var stated = table.SourceMetadata.TryGetValue(LibSvmFormat.IndexBaseKey, out var text) && text == "0" ? 0 : 1;
        return new LibSvmPlan(label, query, features.ToImmutable(), position, options.Get(LibSvmFormat.IndexBaseOption, null) ?? stated);
    }

    private static int FindLabel(TableShape table, OptionValues options)
    {
        if (options.Get(LibSvmFormat.LabelOption, "") is { Length: > 0 } name)
        {
            var asked = table.Fields.ToList().FindIndex(f => f.Name == name);
            if (asked >= 0) return asked;
            var near = Quoting.Nearest(name, table.Fields.Take(10_000).Select(f => f.Name));
            throw new NotFoundException(CoreErrors.FieldNotFound, $"there is no field '{Quoting.Shorten(name)}' to be the label", near is null ? null : $"Did you mean '{Quoting.Shorten(near)}'?");
        }
        var target = table.Fields.ToList().FindIndex(f => f.Role == FieldRole.Target);
        return target >= 0 ? target : table.Fields.ToList().FindIndex(f => f.Name == "label");
    }

    /// <summary>SQL for a field's value as it is written: text for labels, a number for what a feature is.</summary>
    public string Select(TableShape table, int field, string value)
    {
        var type = table.Fields[field].Type;
        if (field == Query) return $"CAST({value} AS BIGINT)";
        if (field == Label)
        {
            // Codes of categories count from 0, as scikit-learn's encoders do.
            if (table.Fields[field].IsNominal) return $"CAST(enum_code({value}) AS VARCHAR)";
            return type.Kind == FieldKind.List ? $"list_transform({value}, lambda x: {Text(type.Item!, "x")})" : Text(type, value);
        }
        return type.Kind switch
        {
            FieldKind.Sparse => $"CASE WHEN {value} IS NULL THEN NULL ELSE {{'indices': {value}.indices, 'values': CAST({value}.\"values\" AS DOUBLE[])}} END",
            FieldKind.FixedList => $"CAST({value} AS DOUBLE[])",
            _ => $"CAST({value} AS DOUBLE)",
        };
    }

    // A whole floating-point label keeps a point, by which it comes back as one.
    private static string Text(FieldType type, string value) => type.Kind == FieldKind.Boolean
        ? $"CAST(CAST({value} AS INTEGER) AS VARCHAR)"
        : type.Kind is FieldKind.Float16 or FieldKind.Float32 ? $"CAST(CAST({value} AS DOUBLE) AS VARCHAR)" : $"CAST({value} AS VARCHAR)";

    /// <summary>Name of the column of a field.</summary>
    public static string Column(int field) => string.Create(CultureInfo.InvariantCulture, $"c{field}");
}
