using Zenset.Model;

namespace Zenset.Formats.Sqlite.Values;

/// <summary>What a column is read as.</summary>
/// <param name="Field">The field.</param>
/// <param name="Layout">How all of its dates are written; null when any way is taken.</param>
/// <param name="IsAskedFor">The user insists on the type: other values are converted.</param>
/// <param name="IsTrusted">The type stands in <c>zenset_fields</c>: texts spell what SQLite has no value for.</param>
internal sealed record ColumnReading(Field Field, TimeLayout? Layout = null, bool IsAskedFor = false, bool IsTrusted = false)
{
    /// <summary>No value was seen that could say what the declaration leaves open: the first that comes has all rows looked at.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Texts are taken for the values that they spell.</summary>
    public bool IsLenient => IsAskedFor || IsTrusted;
}
