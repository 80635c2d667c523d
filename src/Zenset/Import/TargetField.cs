using System.Collections.Immutable;
using Zenset.Formats;
using Zenset.Model;

namespace Zenset.Import;

/// <summary>Which field models predict: the one the user named, or the one the reader found.</summary>
internal sealed class TargetField
{
    private readonly string? _name;
    private readonly ITable? _table;

    /// <exception cref="NotFoundException">No table has a field of that name.</exception>
    public TargetField(string? name, IReadOnlyList<ITable> tables)
    {
        if (name is null) return;
        _table = tables.FirstOrDefault(t => t.Fields.Any(f => f.Name == name)) ?? tables.FirstOrDefault(t => t.Fields.Any(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));
        if (_table is null)
        {
            var near = Quoting.Nearest(name, tables.SelectMany(t => t.Fields).Select(f => f.Name));
            throw new NotFoundException(CoreErrors.FieldNotFound, $"there is no field '{Quoting.Shorten(name)}' for --target", near is null ? null : $"Did you mean '{Quoting.Shorten(near)}'?");
        }
        _name = (_table.Fields.FirstOrDefault(f => f.Name == name) ?? _table.Fields.First(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase))).Name;
    }

    /// <summary>The fields of <paramref name="table"/> with the role set.</summary>
    public ImmutableArray<Field> Apply(ITable table, ImmutableArray<Field> fields)
    {
        if (_name is null || table != _table) return fields;
        return [.. fields.Select(f => f.Name == _name ? f with { Role = FieldRole.Target } : f.Role == FieldRole.Target ? f with { Role = FieldRole.None } : f)];
    }
}
