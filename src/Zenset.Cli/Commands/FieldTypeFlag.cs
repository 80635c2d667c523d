using System.CommandLine;
using System.CommandLine.Parsing;
using Zenset.Model;

namespace Zenset.Cli.Commands;

/// <summary><c>--type FIELD=TYPE</c>: types by the names people use, or in the form that the manifest keeps.</summary>
internal static class FieldTypeFlag
{
    // Table Schema's names first, then what SQL, Python and R call the same.
    private static readonly Dictionary<string, FieldType> Friendly = new(StringComparer.OrdinalIgnoreCase)
    {
        ["integer"] = FieldType.Int64, ["int"] = FieldType.Int64, ["bigint"] = FieldType.Int64, ["long"] = FieldType.Int64,
        ["number"] = FieldType.Float64, ["real"] = FieldType.Float64, ["double"] = FieldType.Float64, ["float"] = FieldType.Float64, ["numeric"] = FieldType.Float64,
        ["text"] = FieldType.String, ["str"] = FieldType.String, ["varchar"] = FieldType.String, ["character"] = FieldType.String,
        ["bool"] = FieldType.Boolean, ["logical"] = FieldType.Boolean,
        ["time"] = FieldType.Time(TimeUnit.Microsecond),
        ["timestamp"] = FieldType.Timestamp(TimeUnit.Microsecond), ["datetime"] = FieldType.Timestamp(TimeUnit.Microsecond),
        ["bytes"] = FieldType.Binary,
    };

    /// <summary>The option.</summary>
    public static Option<IReadOnlyDictionary<string, FieldType>> Create() => new("--type")
    {
        HelpName = "FIELD=TYPE",
        Description = "Type of a field, whatever it looks like: integer, number, string, boolean, date, timestamp, time, or exactly, as in int32, decimal(10,2), timestamp[us,UTC]. May be repeated.",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = Parse,
        DefaultValueFactory = _ => new Dictionary<string, FieldType>(),
    };

    private static Dictionary<string, FieldType> Parse(ArgumentResult result)
    {
        var types = new Dictionary<string, FieldType>(StringComparer.Ordinal);
        foreach (var token in result.Tokens)
        {
            // The last '=': a field's name may hold one, a type never does.
            var at = token.Value.LastIndexOf('=');
            if (at <= 0)
            {
                result.AddError($"--type takes FIELD=TYPE, such as --type age=integer, not '{Quoting.Shorten(token.Value)}'");
                return types;
            }
            var (field, name) = (token.Value[..at], token.Value[(at + 1)..].Trim());
            if (TryParse(name) is not { } type)
            {
                result.AddError($"'{Quoting.Shorten(name)}' is not a type; there are integer, number, string, boolean, date, timestamp, time, and exact ones such as int32 or decimal(10,2)");
                return types;
            }
            if (!types.TryAdd(field, type)) result.AddError($"--type was given twice for field '{Quoting.Shorten(field)}'");
        }
        return types;
    }

    private static FieldType? TryParse(string name)
    {
        if (Friendly.TryGetValue(name, out var friendly)) return friendly;
        try
        {
            return FieldTypeText.Parse(name.Replace(" ", "", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is FormatException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
