using System.CommandLine;
using System.CommandLine.Parsing;
using Zenset.Formats;

namespace Zenset.Cli.Commands;

/// <summary>The flag of a format option. Formats that have an option of the same name share its flag, because it means the same.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="Option">What the format says of it.</param>
/// <param name="Formats">The formats that have it.</param>
internal sealed record FormatFlag(Option<string?> Flag, FormatOption Option, IReadOnlyList<IFormat> Formats)
{
    /// <summary>The flags of all options of the catalogue, each once, in its order.</summary>
    public static IReadOnlyList<FormatFlag> For(FormatCatalog catalog, bool reading, bool writing)
    {
        var flags = new List<FormatFlag>();
        var byName = catalog.Formats
            .SelectMany(f => (reading ? f.ReadOptions : []).Concat(writing ? f.WriteOptions : []).Select(o => (Format: f, Option: o)))
            .GroupBy(pair => pair.Option.Name);
        foreach (var group in byName)
        {
            var option = group.First().Option;
            var flag = new Option<string?>("--" + option.Name) { HelpName = option.Form, Description = option.Help };
            flag.Validators.Add(result => Check(result, option));
            flags.Add(new FormatFlag(flag, option, [.. group.Select(pair => pair.Format).Distinct()]));
        }
        return flags;
    }

    /// <summary>Every format option that was given belongs to a format in use.</summary>
    /// <exception cref="UsageException">One was given that none of <paramref name="users"/> has.</exception>
    public static void RequireKnown(ParseResult parsed, IReadOnlyList<FormatFlag> flags, params IReadOnlyList<(IFormat Format, bool Reading)> users)
    {
        foreach (var flag in flags)
        {
            if (parsed.GetResult(flag.Flag) is null) continue;
            if (users.Any(u => OptionsOf(u.Format, u.Reading).Any(o => o.Name == flag.Option.Name))) continue;
            throw new UsageException(
                $"--{flag.Option.Name} is an option of {string.Join(" and ", flag.Formats.Select(f => f.Title))}, and here is {string.Join(" and ", users.Select(u => $"{u.Format.Title} to {(u.Reading ? "read" : "write")}"))}",
                "Leave it out, or name the other format.");
        }
    }

    /// <summary>The values given of the options that a format has.</summary>
    public static OptionValues ValuesFor(ParseResult parsed, IReadOnlyList<FormatFlag> flags, IFormat format, bool reading)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in OptionsOf(format, reading))
        {
            var flag = flags.FirstOrDefault(f => f.Option.Name == option.Name);
            if (flag is not null && parsed.GetValue(flag.Flag) is { } text) values[option.Name] = text;
        }
        return new OptionValues(values);
    }

    private static IEnumerable<FormatOption> OptionsOf(IFormat format, bool reading) => reading ? format.ReadOptions : format.WriteOptions;

    private static void Check(OptionResult result, FormatOption option)
    {
        if (result.Tokens.Count == 0) return;
        try
        {
            option.Check(result.Tokens[^1].Value);
        }
        catch (ArgumentException e)
        {
            result.AddError(e.Message.TrimEnd('.'));
        }
    }
}
