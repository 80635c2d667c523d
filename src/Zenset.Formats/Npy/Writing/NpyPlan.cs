using System.Collections.Immutable;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Decoding;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Formats.Arrays.Writing;
using Zenset.Model;

namespace Zenset.Formats.Npy.Writing;

/// <summary>How a table becomes one array.</summary>
/// <param name="Record">Type of what is written for a row; the texts in it have no length yet.</param>
/// <param name="Members">For each field, its type in the record.</param>
/// <param name="Lengths">The array's axes after the first; null for a single element without axes.</param>
/// <param name="IsStructure">A row is a structure with a member for each field.</param>
internal sealed record NpyPlan(Dtype Record, ImmutableArray<Dtype> Members, ImmutableArray<long>? Lengths, bool IsStructure)
{
    /// <summary>The array is written with its first axis varying fastest, as the source had it.</summary>
    public bool IsFortran { get; init; }

    /// <summary>The plan for a table that <see cref="NpyLosses.ObstacleOf"/> has nothing against.</summary>
    public static NpyPlan For(TableShape table, OptionValues options)
    {
        var fields = table.Fields;
        ImmutableArray<Dtype> types = [.. fields.Select(f => DtypeChoice.For(f.Type, f.SourceFormat) ?? throw new InvalidOperationException($"{f.Type} has no element type."))];
        var asked = options.Has(NpyFormat.MatrixOption);
        var isMatrix = options.Get(NpyFormat.MatrixOption, false);
        if (ArrayMetadata.Read(table.SourceMetadata) is [var (_, source)] && (!asked || isMatrix == IsMatrix(source, fields)) && FromSource(source, fields) is { } plan) return plan;
        if (isMatrix) return Matrix(types[0], fields.Length);
        if (fields.Length > 1) return new NpyPlan(Dtype.Structure(fields.Zip(types, (f, t) => (f.Name, t))), types, [], IsStructure: true);
        return Single(types[0], []);
    }

    /// <summary>The types as they are with the texts' lengths.</summary>
    public NpyPlan WithWidths(Queue<int> widths)
    {
        if (widths.Count == 0) return this;
        var record = DtypeChoice.WithWidths(Record, widths);
        return this with { Record = record, Members = IsStructure ? [.. record.Members.Select(m => m.Type)] : [record] };
    }

    /// <summary>The encoder of a row for each field, and where in the record it goes.</summary>
    public IEnumerable<(int Offset, CellEncoder Encoder)> Encoders(ImmutableArray<Field> fields) => fields.Select((f, i) =>
        (IsStructure ? Record.Members[i].Offset : Record.Kind == DtypeKind.Subarray && fields.Length > 1 ? i * Record.Item!.Bytes : 0, DtypeChoice.Encoder(f.Type, Members[i], f.Categories)));

    /// <summary>The shape of the array with so many rows.</summary>
    public ArrayShape ShapeOf(long rows)
    {
        var element = Record;
        var axes = new List<long>();
        if (Lengths is not null || rows != 1) axes.Add(rows);
        if (Lengths is { IsEmpty: false } lengths)
        {
            axes.AddRange(lengths);
            element = element.Item!;
        }
        // Vectors of vectors have their axes one after the other.
        while (element.Kind == DtypeKind.Subarray)
        {
            axes.AddRange(element.Shape.Select(n => (long)n));
            element = element.Item!;
        }
        return new ArrayShape(element, [.. axes], IsFortran && axes.Count > 1);
    }

    private static NpyPlan Single(Dtype type, ImmutableArray<long> lengths) => new(type, [type], lengths, IsStructure: false);

    private static NpyPlan Matrix(Dtype item, int columns) =>
        new(Dtype.Subarray(item, columns), [.. Enumerable.Repeat(item, columns)], [], IsStructure: false);

    private static bool IsMatrix(ArrayShape source, ImmutableArray<Field> fields) => fields.Length > 1 && source.Type.Kind != DtypeKind.Structure;

    // As the source had it: byte order, lengths of text, padding, axes. Only where the fields still are what it gave.
    private static NpyPlan? FromSource(ArrayShape source, ImmutableArray<Field> fields)
    {
        var type = source.Type;
        ImmutableArray<long>? lengths = source.Lengths.IsEmpty ? null : source.RowLengths;
        if (type.Kind == DtypeKind.Structure)
        {
            if (type.Members.Length != fields.Length || source.Lengths.Length > 1) return null;
            var isSame = type.Members.Zip(fields).All(pair => pair.First.Name == pair.Second.Name && Fits(pair.First.Type, pair.Second));
            return isSame ? new NpyPlan(type, [.. type.Members.Select(m => m.Type)], lengths, IsStructure: true) : null;
        }
        if (IsMatrix(source, fields))
            return source.Lengths is [_, var columns] && columns == fields.Length && fields.All(f => Fits(type, f)) ? Matrix(type, fields.Length) with { IsFortran = source.IsFortran } : null;
        if (fields.Length != 1) return null;
        if (source.Lengths.Length < 2) return Fits(type, fields[0]) ? Single(type, []) with { Lengths = lengths } : null;
        if (fields[0].Type is not { Kind: FieldKind.FixedList, Length: var length }) return null;
        var product = source.RowLengths.Aggregate((Int128)1, (a, n) => a * n);
        return product == length && Fits(type, fields[0] with { Type = fields[0].Type.Item! }) && product * type.Bytes <= Dtype.MaxBytes
            ? Single(Dtype.Subarray(type, (int)length), source.RowLengths) with { IsFortran = source.IsFortran } : null;
    }

    private static bool Fits(Dtype type, Field field)
    {
        if (field.IsNominal) return false;
        if (type.Kind == DtypeKind.TimeDelta) return field.SourceFormat == $"{ArrayFields.Duration}[{type.Step}]" && field.Type.Kind == FieldKind.Int64;
        return CellDecoders.For(type).Type.Equals(field.Type) || type.Kind == DtypeKind.Bytes && field.Type.Kind == FieldKind.String;
    }
}
