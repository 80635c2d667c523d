namespace Zenset.Formats;

/// <summary>
/// An option of a format: the command-line flag (<c>--name</c>), its help, the key in the manifest and the row in the docs all come
/// from here.
/// </summary>
public abstract class FormatOption
{
    private protected FormatOption(string name, string form, string help, string? whenNotGiven)
    {
        Name = name;
        Form = form;
        Help = help;
        WhenNotGiven = whenNotGiven;
    }

    /// <summary>Lower case with hyphens, unique among formats unless it means the same there.</summary>
    public string Name { get; }

    /// <summary>What a value looks like, as in <c>CHAR</c> or <c>yes|no</c>.</summary>
    public string Form { get; }

    /// <summary>One sentence: effect, unit, and what a wrong value does.</summary>
    public string Help { get; }

    /// <summary>What happens without it, in words.</summary>
    public string? WhenNotGiven { get; }

    /// <summary>Checks a value as given; throws <see cref="ArgumentException"/> with a clear message when it cannot be one.</summary>
    public abstract void Check(string text);
}

/// <summary>An option whose value is a <typeparamref name="T"/>.</summary>
public sealed class FormatOption<T>(string name, string form, string help, string? whenNotGiven, Func<string, T> parse)
    : FormatOption(name, form, help, whenNotGiven)
{
    /// <summary>The value that <paramref name="text"/> stands for.</summary>
    /// <exception cref="ArgumentException">It stands for none.</exception>
    public T Parse(string text)
    {
        try
        {
            return parse(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new ArgumentException($"--{Name} takes {Form}, not '{Quoting.Shorten(text)}'.", e);
        }
    }

    /// <inheritdoc/>
    public override void Check(string text) => Parse(text);
}

/// <summary>Option values as given, by name.</summary>
public sealed class OptionValues(IReadOnlyDictionary<string, string> values)
{
    /// <summary>None given.</summary>
    public static OptionValues Empty { get; } = new(new Dictionary<string, string>());

    /// <summary>Names and texts.</summary>
    public IReadOnlyDictionary<string, string> All { get; } = values;

    /// <summary>The value was given.</summary>
    public bool Has(FormatOption option) => All.ContainsKey(option.Name);

    /// <summary>The value of <paramref name="option"/>, or <paramref name="otherwise"/> when it was not given.</summary>
    /// <exception cref="ArgumentException">The text given is not a value of it.</exception>
    public T Get<T>(FormatOption<T> option, T otherwise) => All.TryGetValue(option.Name, out var text) ? option.Parse(text) : otherwise;
}
