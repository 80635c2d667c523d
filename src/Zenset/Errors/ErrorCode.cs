namespace Zenset;

/// <summary>A stable name for one kind of failure, such as <c>arff/undeclared-category</c>: programs may rely on it.</summary>
/// <param name="Id">Area and name, lower case, with a slash between.</param>
/// <param name="Meaning">One sentence for <c>docs/errors.md</c>: what is wrong, and what the user can do in general.</param>
public sealed record ErrorCode(string Id, string Meaning)
{
    /// <inheritdoc/>
    public override string ToString() => Id;
}
