using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Zenset.DuckDb;

namespace Zenset.Model;

/// <summary>
/// How a field stands in the parts: under a name and in a type that every Delta and Parquet reader takes. Where that is not the
/// field's own, the manifest has the true one and <see cref="Decode(string)"/> gives it back.
/// </summary>
/// <remarks>
/// Delta has no unsigned numbers, no time of day, no nanoseconds and no fixed-size lists, and without column mapping no blanks or
/// <c>,;{}()\n\t=</c> in names, which are unique without case (Delta protocol, "Schema serialization format"). Widened: uint8 →
/// int16, uint16 → int32, uint32 → int64, uint64 → decimal(20,0), int128 → text, float16 → float32, time → int64 (its unit),
/// nanosecond timestamps → int64, interval → struct of months, days, micros, uuid → text, vector → list, or several lists where it is long (<see cref="StoredBlock"/>).
/// </remarks>
public sealed class StoredColumn
{
    private StoredColumn(Field field, string name, ImmutableArray<StoredBlock> blocks)
    {
        Field = field;
        Name = name;
        IsRenamed = name != field.Name;
        IsConverted = field.IsNominal || NeedsConversion(field.Type);
        Blocks = blocks;
    }

    /// <summary>The field.</summary>
    public Field Field { get; }

    /// <summary>Name of the column in the parts.</summary>
    public string Name { get; }

    /// <summary>The name differs from the field's.</summary>
    public bool IsRenamed { get; }

    /// <summary>The type differs from the field's.</summary>
    public bool IsConverted { get; }

    /// <summary>The blocks in which a long vector stands, a column each, instead of one column; none for any other field.</summary>
    public ImmutableArray<StoredBlock> Blocks { get; }

    /// <summary>Names and types of the columns in the parts, before types are widened: one, or as many as there are blocks.</summary>
    public IEnumerable<(string Name, FieldType Type)> Columns =>
        Blocks.IsEmpty ? [(Name, Field.Type)] : Blocks.Select(b => (b.Column, FieldType.List(Field.Type.Item!)));

    /// <summary>SQL for the stored value, given SQL for the field's. Not for a field in blocks.</summary>
    public string Encode(string value) => Field.IsNominal ? $"CAST({value} AS VARCHAR)" : Encode(Field.Type, value, 0);

    /// <summary>As <see cref="Encode(string)"/>, for a block, given SQL for the list of its positions.</summary>
    public string EncodeBlock(string list) => Encode(FieldType.List(Field.Type.Item!), list, 0);

    /// <summary>SQL for the field's value, from its columns. Nominal fields come back as ENUMs.</summary>
    public string Decode() => Blocks.IsEmpty
        ? Decode(Sql.Name(Name))
        : $"CASE WHEN {Sql.Name(Blocks[0].Column)} IS NULL THEN NULL ELSE list_concat({string.Join(", ", Blocks.Select(DecodeBlock))}) END";

    /// <summary>SQL for the field's value, given SQL for the stored one. Not for a field in blocks.</summary>
    public string Decode(string value) =>
        Field.Categories is { Values.Length: > 0 } ? $"CAST({value} AS {FieldEngine.TypeOf(Field)})" : Decode(Field.Type, value, 0);

    /// <summary>SQL for the positions of a block as a list.</summary>
    public string DecodeBlock(StoredBlock block) => Decode(FieldType.List(Field.Type.Item!), Sql.Name(block.Column), 0);

    /// <summary>SQL for one position of a vector, or one entry of a sparse value. No other block is read.</summary>
    /// <param name="position">From 0.</param>
    /// <exception cref="InvalidOperationException">The field has no positions.</exception>
    public string DecodeItem(int position)
    {
        var value = Sql.Name(Name);
        var (list, index) = (value, position);
        foreach (var block in Blocks)
        {
            if (position >= block.From && position < block.From + block.Length) (list, index) = (Sql.Name(block.Column), position - block.From);
        }
        var item = Field.Type.Kind switch
        {
            FieldKind.FixedList => string.Create(CultureInfo.InvariantCulture, $"{list}[{index + 1}]"),
            // What a sparse value does not name is zero; a row that is missing as a whole stays missing.
            FieldKind.Sparse => string.Create(CultureInfo.InvariantCulture,
                $"CASE WHEN {value} IS NULL THEN NULL WHEN list_contains({value}.indices, {position}) THEN {value}.\"values\"[list_position({value}.indices, {position})] ELSE CAST(0 AS {FieldEngine.TypeOf(Field.Type.Item!)}) END"),
            _ => throw new InvalidOperationException($"'{Field.Name}' has no positions."),
        };
        return Decode(Field.Type.Item!, item, 0);
    }

    /// <summary>The columns of <paramref name="fields"/>: each name legal and unique without case.</summary>
    public static ImmutableArray<StoredColumn> For(ImmutableArray<Field> fields)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var columns = ImmutableArray.CreateBuilder<StoredColumn>(fields.Length);
        // Names that are fine as they are come first, so that a renamed one never takes the name of another field.
        foreach (var field in fields.Where(f => f.Column is not null || LegalName(f.Name) == f.Name)) taken.Add(field.Column ?? field.Name);
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in fields)
        {
            var name = field.Column ?? LegalName(field.Name);
            if (field.Column is not null) used.Add(name);
            else if (name != field.Name || !used.Add(name)) name = FreeName(name);
            columns.Add(new StoredColumn(field, name, [.. StoredBlock.Of(field).Select(b => new StoredBlock(FreeName(BlockName(name, b.From)), b.From, b.Length))]));
        }
        return columns.MoveToImmutable();

        string FreeName(string wish)
        {
            var name = wish;
            for (var n = 2; taken.Contains(name) || used.Contains(name); n++) name = string.Create(CultureInfo.InvariantCulture, $"{wish}_{n}");
            used.Add(name);
            return name;
        }
    }

    private static string BlockName(string field, int from) => string.Create(CultureInfo.InvariantCulture, $"{field}_{from}");

    // What Delta refuses in names without column mapping.
    private static readonly SearchValues<char> Refused = SearchValues.Create(" ,;{}()\n\t=");

    // Longest column name in a part, in UTF-16 units: long enough for any real name, short enough for every reader.
    private const int MaxNameLength = 200;

    private static string LegalName(string name)
    {
        if (name.Length is > 0 and <= MaxNameLength && !name.AsSpan().ContainsAny(Refused) && !name.Any(char.IsControl)) return name;
        var legal = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (legal.Length >= MaxNameLength - 10) break;
            var illegal = Rune.IsControl(rune) || rune.Value < 128 && Refused.Contains((char)rune.Value);
            legal.Append(illegal ? "_" : rune.ToString());
        }
        return legal.Length == 0 ? "_" : legal.ToString();
    }

    private static bool NeedsConversion(FieldType type) => type.Kind switch
    {
        FieldKind.UInt8 or FieldKind.UInt16 or FieldKind.UInt32 or FieldKind.UInt64 or FieldKind.Int128 or FieldKind.Float16
            or FieldKind.Time or FieldKind.Interval or FieldKind.Uuid or FieldKind.Null or FieldKind.FixedList => true,
        FieldKind.Timestamp => type.Unit != TimeUnit.Microsecond,
        FieldKind.List => NeedsConversion(type.Item!),
        FieldKind.Map => NeedsConversion(type.Key!) || NeedsConversion(type.Item!),
        FieldKind.Struct => type.Members.Any(m => NeedsConversion(m.Type) || LegalName(m.Name) != m.Name),
        FieldKind.Sparse => NeedsConversion(type.Item!),
        FieldKind.Boolean or FieldKind.Int8 or FieldKind.Int16 or FieldKind.Int32 or FieldKind.Int64 or FieldKind.Float32 or FieldKind.Float64
            or FieldKind.Decimal or FieldKind.String or FieldKind.Binary or FieldKind.Date => false,
    };

    private static string Encode(FieldType type, string value, int depth)
    {
        if (!NeedsConversion(type)) return value;
        var item = $"x{depth}";
        return type.Kind switch
        {
            FieldKind.UInt8 => $"CAST({value} AS SMALLINT)",
            FieldKind.UInt16 => $"CAST({value} AS INTEGER)",
            FieldKind.UInt32 => $"CAST({value} AS BIGINT)",
            FieldKind.UInt64 => $"CAST({value} AS DECIMAL(20,0))",
            FieldKind.Int128 or FieldKind.Uuid => $"CAST({value} AS VARCHAR)",
            FieldKind.Float16 => value,
            FieldKind.Null => $"CAST({value} AS INTEGER)",
            FieldKind.Time => type.Unit == TimeUnit.Nanosecond ? $"epoch_ns({value})" : $"epoch_us({value})",
            FieldKind.Timestamp when type.Unit == TimeUnit.Nanosecond => $"epoch_ns({value})",
            FieldKind.Timestamp => type.Zone is null ? $"CAST({value} AS TIMESTAMP)" : value,
            FieldKind.Interval => $"CASE WHEN {value} IS NULL THEN NULL ELSE {{'months': CAST(datepart('year', {value}) * 12 + datepart('month', {value}) AS INTEGER), 'days': CAST(datepart('day', {value}) AS INTEGER), 'micros': CAST(datepart('hour', {value}) * 3600000000 + datepart('minute', {value}) * 60000000 + datepart('microsecond', {value}) AS BIGINT)}} END",
            FieldKind.List => $"list_transform({value}, lambda {item}: {Encode(type.Item!, item, depth + 1)})",
            FieldKind.FixedList => EncodeVector(type, value, item, depth),
            FieldKind.Map => $"map_from_entries(list_transform(map_entries({value}), lambda {item}: ({Encode(type.Key!, item + ".key", depth + 1)}, {Encode(type.Item!, item + ".value", depth + 1)})))",
            FieldKind.Struct => $"CASE WHEN {value} IS NULL THEN NULL ELSE {{{string.Join(", ", type.Members.Zip(MemberNames(type), (m, name) => $"{Sql.Text(name)}: {Encode(m.Type, $"{value}.{Sql.Name(m.Name)}", depth + 1)}"))}}} END",
            FieldKind.Sparse => $"CASE WHEN {value} IS NULL THEN NULL ELSE {{'indices': {value}.indices, 'values': list_transform({value}.\"values\", lambda {item}: {Encode(type.Item!, item, depth + 1)})}} END",
            FieldKind.Boolean or FieldKind.Int8 or FieldKind.Int16 or FieldKind.Int32 or FieldKind.Int64 or FieldKind.Float32 or FieldKind.Float64
                or FieldKind.Decimal or FieldKind.String or FieldKind.Binary or FieldKind.Date => value,
        };
    }

    private static string Decode(FieldType type, string value, int depth)
    {
        if (!NeedsConversion(type)) return value;
        var item = $"x{depth}";
        return type.Kind switch
        {
            FieldKind.UInt8 or FieldKind.UInt16 or FieldKind.UInt32 or FieldKind.UInt64 or FieldKind.Int128 or FieldKind.Uuid or FieldKind.Float16
                or FieldKind.Null => $"CAST({value} AS {FieldEngine.TypeOf(type)})",
            FieldKind.Time => type.Unit == TimeUnit.Nanosecond
                ? $"CAST(make_timestamp_ns({value}) AS TIME_NS)"
                : $"CAST(make_timestamp({value}) AS TIME)",
            FieldKind.Timestamp when type.Unit == TimeUnit.Nanosecond => $"make_timestamp_ns({value})",
            FieldKind.Timestamp => type.Zone is null ? $"CAST({value} AS {FieldEngine.TypeOf(type)})" : value,
            FieldKind.Interval => $"to_months({value}.months) + to_days({value}.days) + to_microseconds({value}.micros)",
            FieldKind.List => $"list_transform({value}, lambda {item}: {Decode(type.Item!, item, depth + 1)})",
            FieldKind.FixedList => DecodeVector(type, value, item, depth),
            FieldKind.Map => $"map_from_entries(list_transform(map_entries({value}), lambda {item}: ({Decode(type.Key!, item + ".key", depth + 1)}, {Decode(type.Item!, item + ".value", depth + 1)})))",
            FieldKind.Struct => $"CASE WHEN {value} IS NULL THEN NULL ELSE {{{string.Join(", ", type.Members.Zip(MemberNames(type), (m, name) => $"{Sql.Text(m.Name)}: {Decode(m.Type, $"{value}.{Sql.Name(name)}", depth + 1)}"))}}} END",
            FieldKind.Sparse => $"CASE WHEN {value} IS NULL THEN NULL ELSE {{'indices': {value}.indices, 'values': list_transform({value}.\"values\", lambda {item}: {Decode(type.Item!, item, depth + 1)})}} END",
            FieldKind.Boolean or FieldKind.Int8 or FieldKind.Int16 or FieldKind.Int32 or FieldKind.Int64 or FieldKind.Float32 or FieldKind.Float64
                or FieldKind.Decimal or FieldKind.String or FieldKind.Binary or FieldKind.Date => value,
        };
    }

    private static string EncodeVector(FieldType type, string value, string item, int depth)
    {
        var list = $"CAST({value} AS {FieldEngine.TypeOf(type.Item!)}[])";
        return NeedsConversion(type.Item!) ? $"list_transform({list}, lambda {item}: {Encode(type.Item!, item, depth + 1)})" : list;
    }

    private static string DecodeVector(FieldType type, string value, string item, int depth)
    {
        var list = NeedsConversion(type.Item!) ? $"list_transform({value}, lambda {item}: {Decode(type.Item!, item, depth + 1)})" : value;
        return FieldEngine.TypeOf(type).Id == EngineTypeId.Array ? $"CAST({list} AS {FieldEngine.TypeOf(type)})" : list;
    }

    // Names of a struct's members in the parts: legal, and unique without case.
    internal static IEnumerable<string> MemberNames(FieldType type) =>
        For([.. type.Members.Select(m => new Field { Name = m.Name, Type = FieldType.Null })]).Select(c => c.Name);
}
