using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Zenset.Formats.Arrow;

/// <summary>Arrow's types, as numbered in Schema.fbs, <c>union Type</c>.</summary>
internal enum ArrowTypeId : byte
{
    None, Null, Int, FloatingPoint, Binary, Utf8, Bool, Decimal, Date, Time, Timestamp, Interval, List, Struct, Union, FixedSizeBinary, FixedSizeList, Map,
    Duration, LargeBinary, LargeUtf8, LargeList, RunEndEncoded, BinaryView, Utf8View, ListView, LargeListView,
}

/// <summary>A field of an Arrow schema.</summary>
internal sealed record ArrowField(string Name, ArrowTypeId Type)
{
    /// <summary>May be missing.</summary>
    public bool IsNullable { get; init; } = true;

    /// <summary>Integer, decimal and time: bits. Fixed-size binary: bytes. Floating point: 0 half, 1 single, 2 double. Decimal: see <see cref="Precision"/>.</summary>
    public int Width { get; init; }

    /// <summary>Integer: has a sign.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Decimal: digits in all.</summary>
    public int Precision { get; init; }

    /// <summary>Decimal: digits after the point.</summary>
    public int Scale { get; init; }

    /// <summary>Time, timestamp, duration: 0 s, 1 ms, 2 µs, 3 ns. Date: 0 days, 1 ms. Interval: 0 months, 1 days and ms, 2 months, days and ns.</summary>
    public int Unit { get; init; }

    /// <summary>Timestamp: zone, or null.</summary>
    public string? Zone { get; init; }

    /// <summary>Fixed-size list: items.</summary>
    public int ListSize { get; init; }

    /// <summary>Values stand in a dictionary; <see cref="Type"/> is theirs.</summary>
    public bool IsDictionary { get; init; }

    /// <summary>Dictionary: its order means something.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>Dictionary: bits of its indices, which are signed.</summary>
    public int IndexWidth { get; init; } = 32;

    /// <summary>Dictionary: indices have a sign.</summary>
    public bool IsIndexSigned { get; init; } = true;

    /// <summary>Dictionary: the number by which its batches name it.</summary>
    public long DictionaryId { get; init; }

    /// <summary>Map: the keys of each row are sorted.</summary>
    public bool IsKeysSorted { get; init; }

    /// <summary>Key-value metadata, among it the names of extension types.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary>Fields below it.</summary>
    public ImmutableArray<ArrowField> Children { get; init; } = [];

    /// <summary>The value of a key of <see cref="Metadata"/>, or null.</summary>
    public string? Tag(string key) => Metadata.FirstOrDefault(m => m.Key == key).Value;
}

/// <summary>What a schema message holds.</summary>
/// <param name="Fields">Columns.</param>
/// <param name="Metadata">Key-value metadata.</param>
/// <param name="IsBigEndian">Order of the bytes of numbers in the buffers.</param>
internal sealed record ArrowSchemaContent(ImmutableArray<ArrowField> Fields, ImmutableArray<KeyValuePair<string, string>> Metadata, bool IsBigEndian = false);

/// <summary>An Arrow schema, as the key <c>ARROW:schema</c> of Parquet files keeps it: an IPC message in base64.</summary>
/// <remarks>Arrow columnar format, Schema.fbs and Message.fbs (version 5); "Encapsulated message format".</remarks>
internal static partial class ArrowSchema
{
    /// <summary>The key in Parquet files.</summary>
    public const string Key = "ARROW:schema";

    // Deeper than any data; a hostile buffer may refer to itself.
    private const int MaxDepth = 50;

    // A hostile buffer may name one table many times over.
    private const int MaxFields = 1_000_000;

    /// <summary>The fields, or null when the text is not a schema.</summary>
    public static ImmutableArray<ArrowField>? TryRead(string base64) => TryReadContent(base64)?.Fields;

    /// <summary>The content, or null when the text is not a schema.</summary>
    public static ArrowSchemaContent? TryReadContent(string base64)
    {
        try
        {
            var root = FlatTable.Root(Unwrap(Convert.FromBase64String(base64)));
            return root.Byte(1) == SchemaHeader && root.Table(2) is { } schema ? ReadContent(schema) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The content of a Schema table.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static ArrowSchemaContent ReadContent(FlatTable schema)
    {
        var budget = MaxFields;
        return new ArrowSchemaContent(ReadFields(schema.Tables(1), 0, ref budget), ReadPairs(schema.Tables(2)), schema.Int16(0) == 1);
    }

    private static ImmutableArray<KeyValuePair<string, string>> ReadPairs(IReadOnlyList<FlatTable> pairs) =>
        [.. pairs.Select(p => KeyValuePair.Create(p.Text(0) ?? "", p.Text(1) ?? ""))];

    /// <summary>
    /// Strict readers take it too. Some writers (nanoparquet 0.4) leave vectors unaligned, for which readers built on arrow-rs refuse the
    /// whole file.
    /// </summary>
    public static bool IsSound(string base64)
    {
        try
        {
            var root = FlatTable.Root(Unwrap(Convert.FromBase64String(base64)));
            // Message: body length (3) has eight bytes. Schema: fields (1), features (3) with items of eight bytes. Field: dictionary (4), children (5).
            return root.IsAligned(3, 8) && root.Table(2) is { } schema && schema.IsAligned(1, 4, isVector: true) && schema.IsAligned(3, 8, isVector: true)
                && schema.Tables(1).All(f => f.IsAligned(5, 4, isVector: true) && (f.Table(4) is not { } dictionary || dictionary.IsAligned(0, 8)));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static ReadOnlyMemory<byte> Unwrap(byte[] bytes)
    {
        // A continuation marker came with version 0.15; before it, the length came first.
        var start = bytes.Length >= 8 && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == 0xFFFFFFFF ? 8 : 4;
        if (bytes.Length < start) throw new FormatException();
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(start - 4));
        if (length < 0 || length > bytes.Length - start) throw new FormatException();
        return bytes.AsMemory(start, length);
    }

    private static ImmutableArray<ArrowField> ReadFields(IReadOnlyList<FlatTable> tables, int depth, ref int budget)
    {
        if (depth > MaxDepth || (budget -= tables.Count) < 0) throw new FormatException();
        var fields = ImmutableArray.CreateBuilder<ArrowField>(tables.Count);
        foreach (var table in tables) fields.Add(ReadField(table, depth, ref budget));
        return fields.MoveToImmutable();
    }

    private static ArrowField ReadField(FlatTable table, int depth, ref int budget)
    {
        var id = (ArrowTypeId)table.Byte(2);
        var field = new ArrowField(table.Text(0) ?? "", id) { IsNullable = table.Boolean(1), Metadata = ReadPairs(table.Tables(6)), Children = ReadFields(table.Tables(5), depth + 1, ref budget) };
        if (table.Table(4) is { } dictionary)
        {
            field = field with { IsDictionary = true, IsOrdered = dictionary.Boolean(2), DictionaryId = dictionary.Int64(0) };
            // Without an index type it is int32 (Schema.fbs, DictionaryEncoding).
            if (dictionary.Table(1) is { } index) field = field with { IndexWidth = index.Int32(0), IsIndexSigned = index.Boolean(1) };
        }
        if (table.Table(3) is not { } type) return field;
        // Defaults are those of Schema.fbs: ms for dates and times, s for timestamps.
        return id switch
        {
            ArrowTypeId.Int => field with { Width = type.Int32(0), IsSigned = type.Boolean(1) },
            ArrowTypeId.FloatingPoint => field with { Width = type.Int16(0) },
            ArrowTypeId.Decimal => field with { Precision = type.Int32(0), Scale = type.Int32(1), Width = type.Int32(2, 128) },
            ArrowTypeId.Date => field with { Unit = type.Int16(0, 1) },
            ArrowTypeId.Time => field with { Unit = type.Int16(0, 1), Width = type.Int32(1, 32) },
            ArrowTypeId.Timestamp => field with { Unit = type.Int16(0), Zone = type.Text(1) },
            ArrowTypeId.Interval => field with { Unit = type.Int16(0) },
            ArrowTypeId.Duration => field with { Unit = type.Int16(0, 1) },
            ArrowTypeId.Map => field with { IsKeysSorted = type.Boolean(0) },
            ArrowTypeId.FixedSizeBinary => field with { Width = type.Int32(0) },
            ArrowTypeId.FixedSizeList => field with { ListSize = type.Int32(0) },
            _ => field,
        };
    }
}
