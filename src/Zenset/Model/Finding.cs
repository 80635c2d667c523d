namespace Zenset.Model;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Odd or worth knowing.</summary>
    Note,
    /// <summary>Probably not what was meant.</summary>
    Warning,
    /// <summary>Wrong.</summary>
    Error,
}

/// <summary>Something noticed about the data. Findings are data, never exceptions; counts are exact, examples are few.</summary>
public sealed record Finding
{
    /// <summary>Stable name, such as <c>categories/unused</c>.</summary>
    public required string Code { get; init; }

    /// <summary>How much it matters.</summary>
    public required Severity Severity { get; init; }

    /// <summary>One sentence, without the place.</summary>
    public required string Message { get; init; }

    /// <summary>Resource concerned.</summary>
    public string? Resource { get; init; }

    /// <summary>Field concerned.</summary>
    public string? Field { get; init; }

    /// <summary>First row concerned, from 0.</summary>
    public long? Row { get; init; }

    /// <summary>A bounded piece of the culprit.</summary>
    public string? Value { get; init; }

    /// <summary>What can be done.</summary>
    public string? Fix { get; init; }

    /// <summary>How many times.</summary>
    public long Count { get; init; } = 1;
}
