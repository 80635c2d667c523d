using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Columns;
using Zenset.Formats.Arrays.Decoding;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Model;

namespace Zenset.Formats.Npz;

/// <summary>Finds the arrays of which a field is made, by what the layout says of it.</summary>
internal sealed class NpzPieces(Dictionary<string, NpzArray> arrays, CancellationToken cancellationToken)
{
    private const int MaxDepth = 32;
    private const int MaxCategoryBytes = 64 << 20;

    /// <summary>At least one array has a place for each row.</summary>
    public bool HasRows { get; private set; }

    /// <summary>The plan of a column of <paramref name="count"/> values.</summary>
    /// <exception cref="FormatException">The arrays do not fit the description.</exception>
    public (IColumnPlan Plan, Categories? Categories) Read(JsonElement piece, FieldType type, long count, bool isField = false, int depth = 0)
    {
        if (depth > MaxDepth) throw new FormatException("values are nested too deep");
        var (plan, categories) = ReadValues(piece, type, count, isField, depth);
        return (Name(piece, "missing") is { } missing ? new MaskedColumn(plan, Flat(missing, count, t => t.Kind == DtypeKind.Boolean)) : plan, categories);
    }

    /// <summary>Names of members go to the engine, which compares them without case.</summary>
    public static void RequireMemberNames(FieldType type)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (type.Kind == FieldKind.Struct && type.Members.IsEmpty) throw new FormatException("a struct has no members");
        foreach (var member in type.Members)
        {
            if (member.Name.Length == 0 || member.Name.Contains('\0', StringComparison.Ordinal) || !names.Add(member.Name)) throw new FormatException($"a struct has the member '{Quoting.Shorten(member.Name)}' twice, or under no name");
            RequireMemberNames(member.Type);
        }
        if (type.Item is { } item) RequireMemberNames(item);
        if (type.Key is { } key) RequireMemberNames(key);
    }

    private (IColumnPlan, Categories?) ReadValues(JsonElement piece, FieldType type, long count, bool isField, int depth)
    {
        if (!isField || type.Kind != FieldKind.String) return (ReadPlan(piece, type, count, depth), null);
        var isOrdered = piece.TryGetProperty("ordered", out var ordered) && ordered.GetBoolean();
        // Labels that an array of text would not give back, and no labels at all, stand in the description.
        if (piece.TryGetProperty("labels", out var listed)) return ReadNominal(piece, [.. listed.EnumerateArray().Select(l => l.GetString() ?? throw new FormatException("a label is no text"))], isOrdered, count, depth);
        if (Name(piece, "categories") is not { } labels) return (ReadPlan(piece, type, count, depth), null);
        var values = SmallArray.Texts(Find(labels), MaxCategoryBytes, cancellationToken) ?? throw new FormatException($"'{Quoting.Shorten(labels)}' holds no text");
        return ReadNominal(piece, [.. values], isOrdered, count, depth);
    }

    private IColumnPlan ReadPlan(JsonElement piece, FieldType type, long count, int depth)
    {
        if (Name(piece, "array") is { } plain) return Name(piece, "member") is { } member ? ReadMember(plain, member, type, count) : ReadPlain(plain, type, count);
        switch (type.Kind)
        {
            case FieldKind.String or FieldKind.Binary:
                return new TextColumn(Starts(piece, count), Flat(Required(piece, "bytes"), null, t => t is { Kind: DtypeKind.Unsigned, Bytes: 1 }), type.Kind == FieldKind.String);
            case FieldKind.List:
                return ReadList(piece, count, items => Read(piece.GetProperty("values"), type.Item!, items, depth: depth + 1).Plan);
            case FieldKind.Map:
                return ReadList(piece, count, items => new StructColumn([
                    Read(piece.GetProperty("keys"), type.Key!, items, depth: depth + 1).Plan, Read(piece.GetProperty("values"), type.Item!, items, depth: depth + 1).Plan]));
            case FieldKind.FixedList when type.Length <= int.MaxValue / 8:
                return (IColumnPlan?)ReadFortran(piece.GetProperty("values"), type, count) ?? new VectorColumn(Read(piece.GetProperty("values"), type.Item!, checked(count * type.Length), depth: depth + 1).Plan, (int)type.Length);
            case FieldKind.Struct:
                var members = piece.GetProperty("members").EnumerateArray().ToList();
                if (members.Count != type.Members.Length) throw new FormatException($"{Quoting.Shorten(type.ToString())} has other members");
                return new StructColumn([.. members.Select((m, i) => Read(m, type.Members[i].Type, count, depth: depth + 1).Plan)]);
            case FieldKind.Sparse when type.Length <= int.MaxValue:
                var indices = Flat(Required(piece, "indices"), null, IsIndex);
                return new SparseColumn(Starts(piece, count), indices, Read(piece.GetProperty("values"), type.Item!, indices.Shape.Rows, depth: depth + 1).Plan, type);
            default:
                throw new FormatException($"a field of type {Quoting.Shorten(type.ToString())} is not described");
        }
    }

    private PlainColumn ReadPlain(string name, FieldType type, long count)
    {
        var flat = Flat(name, count, _ => true);
        return new PlainColumn(flat, DeclaredDecoders.For(type, flat.Shape.Type) ?? throw Unfit(name, type));
    }

    // The items of vectors in Fortran order lie apart; their window puts them together.
    private PlainColumn? ReadFortran(JsonElement items, FieldType type, long count)
    {
        if (Name(items, "array") is not { } name || Name(items, "missing") is not null || Find(name).Array is not { Shape: { IsFortran: true, Lengths.Length: > 1 } shape } array) return null;
        if (shape.Rows != count || shape.RowLength != type.Length) throw Unfit(name, type);
        HasRows = true;
        return new PlainColumn(array, new VectorDecoder(DeclaredDecoders.For(type.Item!, shape.Type) ?? throw Unfit(name, type), shape.Type.Bytes, shape.RowLength));
    }

    private PlainColumn ReadMember(string name, string member, FieldType type, long count)
    {
        var array = Flat(name, count, t => t.Kind == DtypeKind.Structure);
        var found = array.Shape.Type.Members.FirstOrDefault(m => m.Name == member) ?? throw new FormatException($"the array '{Quoting.Shorten(name)}' has no member '{Quoting.Shorten(member)}'");
        return new PlainColumn(array, DeclaredDecoders.For(type, found.Type) ?? throw Unfit(name, type), found.Offset);
    }

    private (IColumnPlan, Categories?) ReadNominal(JsonElement piece, ImmutableArray<string> labels, bool isOrdered, long count, int depth)
    {
        if (labels.Distinct(StringComparer.Ordinal).Count() != labels.Length) throw new FormatException("a category is there twice");
        if (labels.Any(l => l.Contains('\0', StringComparison.Ordinal))) throw new FormatException("a category has the character NUL in it");
        IColumnPlan plan = labels.IsEmpty
            ? ReadPlan(piece, FieldType.String, count, depth)
            : new NominalColumn(Flat(Required(piece, "codes"), count, NominalColumn.AreCodes), labels.Length);
        return (plan, new Categories(labels, isOrdered));
    }

    private ListColumn ReadList(JsonElement piece, long count, Func<long, IColumnPlan> read)
    {
        var starts = Starts(piece, count);
        // The last place is the number of items, which their arrays must have.
        Span<byte> last = stackalloc byte[8];
        starts.Bytes.Prepare(cancellationToken);
        starts.Bytes.Read(count * 8, last);
        var items = BitConverter.ToInt64(last);
        if (items < 0) throw new FormatException("a list has less than no items");
        return new ListColumn(starts, read(items), items);
    }

    private StoredArray Starts(JsonElement piece, long count) => Flat(Required(piece, "offsets"), checked(count + 1), t => t is { Kind: DtypeKind.Signed, Bytes: 8, IsBigEndian: false });

    private static bool IsIndex(Dtype type) => type is { Kind: DtypeKind.Signed, Bytes: 4 or 8, IsBigEndian: false };

    // The elements of an array one after the other, whatever its axes.
    private StoredArray Flat(string name, long? count, Func<Dtype, bool> isFit)
    {
        var array = Find(name).Array;
        var shape = array.Shape;
        if (!isFit(shape.Type)) throw new FormatException($"the array '{Quoting.Shorten(name)}' has elements of another type");
        if (shape.IsFortran && shape.Lengths.Length > 1) throw new FormatException($"the array '{Quoting.Shorten(name)}' is in Fortran order");
        var elements = checked(shape.Rows * shape.RowLength);
        if (count is { } wanted && elements != wanted)
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"the array '{Quoting.Shorten(name)}' has {elements:N0} elements in place of {wanted:N0}"));
        HasRows = true;
        return shape.Lengths.Length == 1 ? array : new StoredArray(new ArrayShape(shape.Type, [elements]).Check(array.Bytes), array.Bytes);
    }

    private NpzArray Find(string name) => arrays.TryGetValue(name, out var array) ? array : throw new FormatException($"there is no array '{Quoting.Shorten(name)}'");

    private static string? Name(JsonElement piece, string key) => piece.TryGetProperty(key, out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;

    private static string Required(JsonElement piece, string key) => Name(piece, key) ?? throw new FormatException($"'{key}' is missing");

    private static FormatException Unfit(string name, FieldType type) => new($"the array '{Quoting.Shorten(name)}' has elements that are no {Quoting.Shorten(type.ToString())}");
}
