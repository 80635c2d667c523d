namespace Zenset.DuckDb.Tests;

/// <summary>Copies vectors of any type into a builder: reads and writes everything the engine has.</summary>
internal static class VectorCopy
{
    /// <summary>A source with the rows of a query, which it runs on a connection of its own.</summary>
    public static FakeSource Of(Engine engine, string sql)
    {
        using var connection = engine.Connect();
        using var description = connection.Query(sql);
        return new FakeSource([.. description.Columns])
        {
            Scan = () =>
            {
                var inner = engine.Connect();
                var query = inner.Query(sql);
                return (columns, chunk) =>
                {
                    if (!query.Read())
                    {
                        query.Dispose();
                        inner.Dispose();
                        return 0;
                    }

                    var current = query.Current;
                    for (var i = 0; i < columns.Length; i++) Copy(current[columns[i]], chunk[i], current.RowCount);
                    return current.RowCount;
                };
            },
        };
    }

    public static void Copy(Vector from, VectorBuilder to, int count)
    {
        if (from.HasMissing)
        {
            for (var row = 0; row < count; row++)
                if (from.IsMissing(row)) to.SetMissing(row);
        }

        switch (from.Type.Id)
        {
            case EngineTypeId.List or EngineTypeId.Map:
                to.ReserveItems(from.Items.Count);
                from.Entries[..count].CopyTo(to.Entries);
                Copy(from.Items, to.Items, from.Items.Count);
                to.SetItemCount(from.Items.Count);
                break;
            case EngineTypeId.Array:
                Copy(from.Items, to.Items, count * from.Type.Length);
                break;
            case EngineTypeId.Struct or EngineTypeId.Union:
                if (from.Type.Id == EngineTypeId.Union) from.Values<byte>()[..count].CopyTo(to.Values<byte>());
                for (var i = 0; i < from.Type.Members.Length; i++) Copy(from.Member(i), to.Member(i), count);
                break;
            default:
                if (from.Type.IsText)
                {
                    for (var row = 0; row < count; row++)
                        if (!from.IsMissing(row)) to.SetText(row, from.Text(row));
                }
                else
                {
                    CopyValues(from, to, count);
                }

                break;
        }
    }

    private static void CopyValues(Vector from, VectorBuilder to, int count)
    {
        switch (from.Type.ValueBytes)
        {
            case 1: from.Values<byte>()[..count].CopyTo(to.Values<byte>()); break;
            case 2: from.Values<ushort>()[..count].CopyTo(to.Values<ushort>()); break;
            case 4: from.Values<uint>()[..count].CopyTo(to.Values<uint>()); break;
            case 8: from.Values<ulong>()[..count].CopyTo(to.Values<ulong>()); break;
            default: from.Values<UInt128>()[..count].CopyTo(to.Values<UInt128>()); break;
        }
    }
}
