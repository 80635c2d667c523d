using Zenset.DuckDb;
using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Writing;

/// <summary>Structs: a group with each member; also the pairs of a map.</summary>
/// <param name="group">Owned; null when it belongs to somebody else.</param>
/// <param name="missing">Says where structs are missing; null where none can be.</param>
/// <param name="members">Write the members.</param>
internal sealed class StructWriter(Hdf5Group? group, MissingOutput? missing, ColumnWriter[] members) : ColumnWriter
{
    public override void Append(Vector values, int first, int count)
    {
        missing?.Append(values, first, count);
        for (var i = 0; i < members.Length; i++) members[i].Append(values.Member(i), first, count);
    }

    public override void AppendMissing(int count)
    {
        missing?.AppendAll(count);
        foreach (var member in members) member.AppendMissing(count);
    }

    public override void Finish()
    {
        missing?.Finish();
        foreach (var member in members) member.Finish();
    }

    public override void Dispose()
    {
        missing?.Dispose();
        foreach (var member in members) member.Dispose();
        group?.Dispose();
    }
}

/// <summary>A writer whose datasets lie in a group of their own.</summary>
internal sealed class GroupedWriter(Hdf5Group group, ColumnWriter writer) : ColumnWriter
{
    public override void Append(Vector values, int first, int count) => writer.Append(values, first, count);

    public override void AppendMissing(int count) => writer.AppendMissing(count);

    public override void Finish() => writer.Finish();

    public override void Dispose()
    {
        writer.Dispose();
        group.Dispose();
    }
}
