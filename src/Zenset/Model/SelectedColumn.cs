namespace Zenset.Model;

/// <summary>A column of a SELECT over the parts of a resource.</summary>
/// <param name="Field">What it gives: a field of the resource, or one position of a vector as a field of its own.</param>
/// <param name="Sql">SQL over the stored columns.</param>
public sealed record SelectedColumn(Field Field, string Sql)
{
    /// <summary>A whole field.</summary>
    public static SelectedColumn Of(StoredColumn column) => new(column.Field, column.Decode());
}
