using System.Globalization;
using System.Text;

namespace Zenset.DuckDb.Tests;

/// <summary>A cell as text, straight from the vector, so that a test can say what it expects of any type in one line.</summary>
internal static class Render
{
    public static List<string> Rows(Query query)
    {
        var rows = new List<string>();
        while (query.Read())
        {
            var chunk = query.Current;
            for (var row = 0; row < chunk.RowCount; row++)
            {
                var line = new List<string>();
                for (var column = 0; column < chunk.ColumnCount; column++) line.Add(Cell(chunk[column], row));
                rows.Add(string.Join(" | ", line));
            }
        }

        return rows;
    }

    public static List<string> Rows(Connection connection, string sql)
    {
        using var query = connection.Query(sql);
        return Rows(query);
    }

    public static string Cell(Vector vector, int row)
    {
        if (vector.IsMissing(row)) return "NULL";
        switch (vector.Type.Id)
        {
            case EngineTypeId.Boolean: return vector.Values<bool>()[row] ? "true" : "false";
            case EngineTypeId.TinyInt: return Text(vector.Values<sbyte>()[row]);
            case EngineTypeId.SmallInt: return Text(vector.Values<short>()[row]);
            case EngineTypeId.Integer or EngineTypeId.Date: return Text(vector.Values<int>()[row]);
            case EngineTypeId.UTinyInt: return Text(vector.Values<byte>()[row]);
            case EngineTypeId.USmallInt: return Text(vector.Values<ushort>()[row]);
            case EngineTypeId.UInteger: return Text(vector.Values<uint>()[row]);
            case EngineTypeId.UBigInt or EngineTypeId.TimeTz: return Text(vector.Values<ulong>()[row]);
            case EngineTypeId.Float: return Text(vector.Values<float>()[row]);
            case EngineTypeId.Double: return Text(vector.Values<double>()[row]);
            case EngineTypeId.BigInt or EngineTypeId.Time or EngineTypeId.TimeNs or EngineTypeId.Timestamp or EngineTypeId.TimestampS
                or EngineTypeId.TimestampMs or EngineTypeId.TimestampNs or EngineTypeId.TimestampTz:
                return Text(vector.Values<long>()[row]);
            case EngineTypeId.HugeInt: return Text(vector.Values<Int128>()[row]);
            case EngineTypeId.UHugeInt: return Text(vector.Values<UInt128>()[row]);
            case EngineTypeId.Uuid: return EngineUuid.ToGuid(vector.Values<Int128>()[row]).ToString();
            case EngineTypeId.Interval: return vector.Values<EngineInterval>()[row].ToString();
            case EngineTypeId.Decimal:
                return vector.Type.ValueBytes switch
                {
                    2 => Text(vector.Values<short>()[row]),
                    4 => Text(vector.Values<int>()[row]),
                    8 => Text(vector.Values<long>()[row]),
                    _ => Text(vector.Values<Int128>()[row]),
                };
            case EngineTypeId.Enum:
                var code = vector.Type.ValueBytes switch
                {
                    1 => vector.Values<byte>()[row],
                    2 => vector.Values<ushort>()[row],
                    _ => (int)vector.Values<uint>()[row],
                };
                return $"{code}:{vector.Type.Labels[code]}";
            case EngineTypeId.VarChar: return $"'{Encoding.UTF8.GetString(vector.Text(row))}'";
            case EngineTypeId.Blob or EngineTypeId.Bit or EngineTypeId.BigNum: return "x" + Convert.ToHexStringLower(vector.Text(row));
            case EngineTypeId.List or EngineTypeId.Map:
                var entry = vector.Entries[row];
                return Items(vector.Items, (int)entry.Offset, (int)entry.Length);
            case EngineTypeId.Array:
                return Items(vector.Items, row * vector.Type.Length, vector.Type.Length);
            case EngineTypeId.Struct:
                var members = new List<string>();
                for (var i = 0; i < vector.Type.Members.Length; i++) members.Add($"{vector.Type.Members[i].Name}={Cell(vector.Member(i), row)}");
                return $"{{{string.Join(", ", members)}}}";
            case EngineTypeId.Union:
                var tag = vector.Values<byte>()[row];
                return $"{vector.Type.Members[tag].Name}:{Cell(vector.Member(tag), row)}";
            default:
                return $"? {vector.Type}";
        }
    }

    private static string Items(Vector items, int offset, int length)
    {
        var texts = new List<string>();
        for (var i = 0; i < length; i++) texts.Add(Cell(items, offset + i));
        return $"[{string.Join(", ", texts)}]";
    }

    private static string Text<T>(T value) where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
