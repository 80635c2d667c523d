using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using Zenset.Formats.Arrow.Reading.Columns;
using Zenset.Formats.Parquet;
using Zenset.Model;

namespace Zenset.Formats.Arrow.Reading;

/// <summary>A column of the file as a field, and how it is copied.</summary>
/// <param name="Field">The field.</param>
/// <param name="MakeReader">Makes who copies it, for one scan.</param>
internal sealed record FieldPlan(Field Field, Func<ColumnReader> MakeReader)
{
    // Text of categories, of which every row may have any: beyond this it is a dictionary for compression.
    private const long MostCategoryBytes = 16 << 20;

    /// <summary>The plan of a column; <paramref name="declared"/> is what Zenset itself wrote about it, or null.</summary>
    /// <exception cref="ArrowDataException">The column is refused.</exception>
    public static FieldPlan Of(ArrowField arrow, string name, Field? declared, IBatches batches)
    {
        var type = ArrowTypes.Of(arrow);
        if (declared is not null && Refine(arrow, type, declared.Type) is { } refined) type = refined;
        else declared = null;
        var field = new Field
        {
            Name = name, Type = type, Role = declared?.Role ?? FieldRole.None, Description = declared?.Description,
            SourceFormat = declared?.SourceFormat ?? ArrowTypes.SourceFormat(arrow),
        };
        if (!arrow.IsDictionary || type.Kind != FieldKind.String) return new FieldPlan(field, () => ColumnReaders.Of(arrow, type));
        var codes = new List<int[]>();
        if (FindCategories(arrow, batches.Generations(arrow.DictionaryId), codes) is not { } categories) return new FieldPlan(field, () => ColumnReaders.Of(arrow, type));
        return new FieldPlan(field with { Categories = categories }, () => ColumnReaders.Of(arrow, categories, codes));
    }

    // What the file's types cannot say: that two lists are one sparse vector.
    private static FieldType? Refine(ArrowField arrow, FieldType type, FieldType declared) => (type.Kind, declared.Kind) switch
    {
        (FieldKind.Struct, FieldKind.Sparse) => arrow is { IsDictionary: false, Children: [{ Type: ArrowTypeId.List, IsDictionary: false }, { Type: ArrowTypeId.List, IsDictionary: false }] }
            && arrow.Children[0].Children is [{ IsDictionary: false }] && declared.Length <= int.MaxValue
            && type.Members[0].Type.Equals(FieldType.List(FieldType.Int32)) && type.Members[1].Type.Item is { } item && Refine(arrow.Children[1].Children[0], item, declared.Item!) is not null
                ? declared : null,
        (FieldKind.List, FieldKind.List) when arrow.Children.Length == 1 => Refine(arrow.Children[0], type.Item!, declared.Item!) is { } item ? FieldType.List(item) : null,
        (FieldKind.FixedList, FieldKind.FixedList) when type.Length == declared.Length => Refine(arrow.Children[0], type.Item!, declared.Item!) is { } item ? FieldType.FixedList(item, type.Length) : null,
        (FieldKind.Map, FieldKind.Map) => Refine(arrow.Children[0].Children[0], type.Key!, declared.Key!) is { } key && Refine(arrow.Children[0].Children[1], type.Item!, declared.Item!) is { } value ? FieldType.Map(key, value) : null,
        (FieldKind.Struct, FieldKind.Struct) when type.Members.Length == declared.Members.Length && arrow.Children.Length == type.Members.Length => RefineMembers(arrow, type, declared),
        _ => type.Equals(declared) ? type : null,
    };

    private static FieldType? RefineMembers(ArrowField arrow, FieldType type, FieldType declared)
    {
        var members = new List<FieldMember>();
        for (var i = 0; i < type.Members.Length; i++)
        {
            if (type.Members[i].Name != declared.Members[i].Name || Refine(arrow.Children[i], type.Members[i].Type, declared.Members[i].Type) is not { } member) return null;
            members.Add(new FieldMember(type.Members[i].Name, member));
        }
        return FieldType.Struct(members);
    }

    // Values of all generations, each once, in order of appearance; null when there are too many for categories, or one that the
    // engine cannot have as a label.
    private static Categories? FindCategories(ArrowField arrow, IReadOnlyList<ArrowDictionary> generations, List<int[]> codes)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var texts = new TextRows(arrow.Type);
        long bytesInAll = 0;
        foreach (var generation in generations)
        {
            if (generation.Count > 2L * DictionaryPages.MaxCategories) return null;
            var codesOfThis = new int[generation.Count];
            for (var i = 0; i < codesOfThis.Length; i++)
            {
                var (piece, row) = generation.Find(i);
                codesOfThis[i] = -1;
                if (piece.IsMissing(row)) continue;
                var bytes = texts.Row(piece, row);
                bytesInAll += bytes.Length;
                if (bytesInAll > MostCategoryBytes || bytes.Contains((byte)0)) return null;
                if (!Utf8.IsValid(bytes)) throw TextErrors.NotUtf8(bytes);
                var text = Encoding.UTF8.GetString(bytes);
                if (!known.TryGetValue(text, out var code)) known.Add(text, code = known.Count);
                codesOfThis[i] = code;
            }
            if (known.Count > DictionaryPages.MaxCategories) return null;
            codes.Add(codesOfThis);
        }
        // A file of which no batch has a dictionary, or a batch before the first.
        if (codes.Count == 0) codes.Add([]);
        return new Categories([.. known.OrderBy(k => k.Value).Select(k => k.Key)], arrow.IsOrdered);
    }
}
