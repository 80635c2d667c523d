
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Zenset.DuckDb;
using Zenset.Formats.Csv;
using Zenset.Model;

namespace Zenset.Formats.Tests.Csv;

/// <summary>A table as a test sees it: values as text, missing ones as null.</summary>
internal sealed record ReadTable(ImmutableArray<Field> Fields, List<string?[]> Rows)
{
    public string Types => string.Join(", ", Fields.Select(f => $"{f.Name} {f.Type}"));

    public IEnumerable<string?> Column(string name)
    {
        var index = Fields.Select(f => f.Name).ToList().IndexOf(name);
        return Rows.Select(r => r[index]);
    }

    public override string ToString() => string.Join('\n', Rows.Select(r => string.Join(" | ", r.Select(v => v ?? "·"))));
}

/// <summary>What reading a CSV text gave.</summary>
internal sealed record ReadResult(List<ReadTable> Tables, List<Finding> Findings, ImmutableSortedDictionary<string, string> Options, int Attempts, List<string> Rejected)
{
    public ReadTable Table => Tables[0];
    public List<string> Codes => [.. Findings.Select(f => f.Code)];
}

/// <summary>Reads CSV as the importer does: segments one after the other, again from the start when fields were widened.</summary>
internal static class CsvCase
{
    public static readonly Engine Engine = Engine.Open(new EngineOptions { Threads = 1 });

    public static ReadResult Read(string text, params (string, string)[] options) => Read(Encoding.UTF8.GetBytes(text), options);

    public static ReadResult Read(byte[] bytes, (string, string)[]? options = null, Dictionary<string, FieldType>? types = null, long? segmentBytes = null, OnError onError = OnError.Stop, string name = "test.csv")
    {
        var folder = Directory.CreateTempSubdirectory("zenset-csv-").FullName;
        try
        {
            var path = Path.Combine(folder, name);
            File.WriteAllBytes(path, bytes);
            return ReadFile(path, options, types, segmentBytes, onError);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static ReadResult ReadFile(
        string path, (string Name, string Value)[]? options = null, Dictionary<string, FieldType>? types = null, long? segmentBytes = null, OnError onError = OnError.Stop)
    {
        using var source = Source.Open(path);
        var rejectedPath = path + ".rejected";
        using var rejected = onError == OnError.Skip ? new RejectedRows(rejectedPath) : null;
        var request = new ReadRequest
        {
            Source = source,
            Engine = Engine,
            Options = new OptionValues((options ?? []).ToDictionary(o => o.Name, o => o.Value)),
            Types = types ?? [],
            OnError = onError,
            Rejected = rejected,
        };
        var reader = CsvReader.Open(request, path.EndsWith(".tsv", StringComparison.Ordinal) ? (byte)'\t' : (byte)',', segmentBytes);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    rejected?.Clear();
                    var tables = reader.Tables.Select(t => ReadTable(t)).ToList();
                    rejected?.Complete();
                    List<string> lines = rejected is { Count: > 0 } ? [.. File.ReadAllText(rejectedPath).Split('\n')[..^1]] : [];
                    return new ReadResult(tables, [.. reader.Findings], reader.Options, attempt, lines);
                }
                catch (DuckDbException e) when (e.InnerException is FieldsWidenedException && attempt < 10)
                {
                }
            }
        }
        catch (DuckDbException e) when (e.InnerException is ZensetException)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
        finally
        {
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
            if (File.Exists(rejectedPath)) File.Delete(rejectedPath);
        }
    }

    public static ReadTable ReadTable(ITable table)
    {
        using var segments = ((TableContent.Segmented)table.OpenContent()).Segments;
        using var connection = Engine.Connect();
        var fields = table.Fields;
        var rows = new List<string?[]>();
        while (segments.Next(CancellationToken.None) is { } segment)
        {
            using (segment)
            using (var registered = Engine.Register(segment))
            using (var query = connection.Query($"SELECT * FROM {registered.Sql}"))
            {
                while (query.Read()) Collect(query.Current, rows);
            }
        }
        return new ReadTable(fields, rows);
    }

    public static List<string?[]> Rows(Query query)
    {
        var rows = new List<string?[]>();
        while (query.Read()) Collect(query.Current, rows);
        return rows;
    }

    /// <summary>The whole message of the failure that reading gives.</summary>
    public static string Failure(string text, params (string, string)[] options) => Assert.ThrowsAny<ZensetException>(() => Read(text, options)).Message;

    private static void Collect(Chunk chunk, List<string?[]> rows)
    {
        for (var row = 0; row < chunk.RowCount; row++)
        {
            var values = new string?[chunk.ColumnCount];
            for (var i = 0; i < values.Length; i++) values[i] = Show(chunk[i], row);
            rows.Add(values);
        }
    }

    private static string? Show(Vector vector, int row)
    {
        if (vector.IsMissing(row)) return null;
        var culture = CultureInfo.InvariantCulture;
        return vector.Type.Id switch
        {
            EngineTypeId.Boolean => vector.Values<byte>()[row] == 0 ? "false" : "true",
            EngineTypeId.TinyInt => vector.Values<sbyte>()[row].ToString(culture),
            EngineTypeId.SmallInt => vector.Values<short>()[row].ToString(culture),
            EngineTypeId.Integer => vector.Values<int>()[row].ToString(culture),
            EngineTypeId.BigInt => vector.Values<long>()[row].ToString(culture),
            EngineTypeId.HugeInt => vector.Values<Int128>()[row].ToString(culture),
            EngineTypeId.UTinyInt => vector.Values<byte>()[row].ToString(culture),
            EngineTypeId.USmallInt => vector.Values<ushort>()[row].ToString(culture),
            EngineTypeId.UInteger => vector.Values<uint>()[row].ToString(culture),
            EngineTypeId.UBigInt => vector.Values<ulong>()[row].ToString(culture),
            EngineTypeId.Float => vector.Values<float>()[row].ToString("R", culture),
            EngineTypeId.Double => vector.Values<double>()[row].ToString("R", culture),
            EngineTypeId.Date => new DateOnly(1970, 1, 1).AddDays(vector.Values<int>()[row]).ToString("yyyy-MM-dd", culture),
            EngineTypeId.Time => new TimeOnly(vector.Values<long>()[row] * 10).ToString("HH:mm:ss.FFFFFF", culture),
            EngineTypeId.Timestamp or EngineTypeId.TimestampTz => DateTime.UnixEpoch.AddTicks(vector.Values<long>()[row] * 10).ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", culture)
                + (vector.Type.Id == EngineTypeId.TimestampTz ? "Z" : ""),
            EngineTypeId.TimestampNs => vector.Values<long>()[row].ToString(culture) + "ns",
            EngineTypeId.TimeNs => vector.Values<long>()[row].ToString(culture) + "ns",
            EngineTypeId.Decimal => Decimal(vector, row),
            EngineTypeId.Uuid => EngineUuid.ToGuid(vector.Values<Int128>()[row]).ToString(),
            EngineTypeId.VarChar => Encoding.UTF8.GetString(vector.Text(row)),
            EngineTypeId.List => Items(vector, (int)vector.Entries[row].Offset, (int)vector.Entries[row].Length),
            EngineTypeId.Array => Items(vector, row * (int)vector.Type.Length, (int)vector.Type.Length),
            _ => throw new InvalidOperationException(vector.Type.ToString()),
        };
    }

    private static string Items(Vector vector, int from, int count)
    {
        var texts = new List<string?>();
        for (var i = from; i < from + count; i++) texts.Add(Show(vector.Items, i));
        return $"[{string.Join(", ", texts.Select(t => t ?? "NULL"))}]";
    }

    private static string Decimal(Vector vector, int row)
    {
        Int128 value = vector.Type.ValueBytes switch
        {
            2 => vector.Values<short>()[row],
            4 => vector.Values<int>()[row],
            8 => vector.Values<long>()[row],
            _ => vector.Values<Int128>()[row],
        };
        var digits = Int128.Abs(value).ToString(CultureInfo.InvariantCulture).PadLeft(vector.Type.Scale + 1, '0');
        var text = vector.Type.Scale == 0 ? digits : $"{digits[..^vector.Type.Scale]}.{digits[^vector.Type.Scale..]}";
        return value < 0 ? "-" + text : text;
    }
}
