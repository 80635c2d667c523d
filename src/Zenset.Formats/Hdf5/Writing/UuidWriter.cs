using Zenset.DuckDb;

namespace Zenset.Formats.Hdf5.Writing;

/// <summary>UUIDs as text, which every program shows; blank where one is missing.</summary>
internal sealed class UuidWriter(DatasetOutput output, MissingOutput missing) : ColumnWriter
{
    /// <summary>Characters of one.</summary>
    public const int Length = 36;

    public override void Append(Vector values, int first, int count)
    {
        missing.Append(values, first, count);
        var from = values.Values<Int128>();
        for (var row = first; row < first + count; row++)
        {
            var to = output.Next(1, out _);
            if (values.IsMissing(row)) to.Clear();
            else EngineUuid.ToGuid(from[row]).TryFormat(to, out _, "D");
        }
    }

    public override void AppendMissing(int count)
    {
        missing.AppendAll(count);
        output.Fill(count);
    }

    public override void Finish()
    {
        output.Flush();
        missing.Finish();
    }

    public override void Dispose()
    {
        output.Dispose();
        missing.Dispose();
    }
}
