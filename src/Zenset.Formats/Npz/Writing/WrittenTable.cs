using System.Collections.Immutable;
using Zenset.Formats.Arrays;
using Zenset.Model;

namespace Zenset.Formats.Npz.Writing;

/// <summary>A table that an archive has, to find out whether it needs to be described.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Fields">Its fields.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="IsPlain">Each field is one array that says everything about it.</param>
/// <param name="IsSparse">It is one sparse field.</param>
internal sealed record WrittenTable(string Name, ImmutableArray<Field> Fields, long Rows, bool IsPlain, bool IsSparse)
{
    /// <summary>The arrays alone would be read as these very tables.</summary>
    public static bool AreReadAlone(IReadOnlyList<WrittenTable> tables, IReadOnlyList<(string Name, ArrayShape Shape)> arrays)
    {
        if (tables.Any(t => !t.IsPlain || t.Fields.Any(f => f.Role != FieldRole.None || f.IsNominal))) return false;
        if (tables.Any(t => t.IsSparse)) return tables is [{ Fields: [{ Name: ScipySparse.FieldName, Description: null, SourceFormat: null, Type.Item.Kind: not FieldKind.Struct }] }];
        var groups = NpzGroup.Of(arrays, tables[0].Name);
        return groups.Length == tables.Count && groups.Zip(tables).All(pair => IsRead(pair.First, pair.Second, arrays));
    }

    private static bool IsRead(NpzGroup group, WrittenTable table, IReadOnlyList<(string Name, ArrayShape Shape)> arrays)
    {
        if (group.Name != table.Name) return false;
        var read = group.Arrays.SelectMany(i => ArrayFields.Of(new StoredArray(arrays[i].Shape.Check(NoBytes.Instance), NoBytes.Instance), arrays[i].Name)).Select(c => c.Field).ToList();
        return arrays[group.Arrays[0]].Shape.Rows == table.Rows && read.Count == table.Fields.Length
            && read.Zip(table.Fields).All(pair => pair.First.Name == pair.Second.Name && pair.First.Type.Equals(pair.Second.Type) && pair.First.SourceFormat == pair.Second.SourceFormat
                && pair.First.Description == pair.Second.Description);
    }

    private sealed class NoBytes() : ArrayBytes("", null)
    {
        public static NoBytes Instance { get; } = new();

        public override long Length => long.MaxValue;

        public override void Read(long offset, Span<byte> target) => throw new NotSupportedException("There are no bytes, only a shape.");
    }
}
