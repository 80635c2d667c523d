using System.Collections.Immutable;
using Zenset.Formats.Arrays.Decoding;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Model;

namespace Zenset.Formats.Arrays.Writing;

/// <summary>The element type for a field type, and the encoder between them.</summary>
internal static class DtypeChoice
{
    /// <summary>
    /// The element type; null when there is none. Text and bytes have no length here: <see cref="WithWidths"/> gives it.
    /// </summary>
    public static Dtype? For(FieldType type, string? sourceFormat = null) => type.Kind switch
    {
        FieldKind.Boolean => Dtype.Simple(DtypeKind.Boolean, 1),
        FieldKind.Int8 => Dtype.Simple(DtypeKind.Signed, 1),
        FieldKind.Int16 => Dtype.Simple(DtypeKind.Signed, 2),
        FieldKind.Int32 => Dtype.Simple(DtypeKind.Signed, 4),
        FieldKind.Int64 => DurationOf(sourceFormat) ?? Dtype.Simple(DtypeKind.Signed, 8),
        FieldKind.UInt8 => Dtype.Simple(DtypeKind.Unsigned, 1),
        FieldKind.UInt16 => Dtype.Simple(DtypeKind.Unsigned, 2),
        FieldKind.UInt32 => Dtype.Simple(DtypeKind.Unsigned, 4),
        FieldKind.UInt64 => Dtype.Simple(DtypeKind.Unsigned, 8),
        FieldKind.Float16 => Dtype.Simple(DtypeKind.Float, 2),
        FieldKind.Float32 => Dtype.Simple(DtypeKind.Float, 4),
        FieldKind.Float64 or FieldKind.Decimal or FieldKind.Int128 or FieldKind.Null => Dtype.Simple(DtypeKind.Float, 8),
        FieldKind.String => Dtype.Unicode(0),
        FieldKind.Binary => Dtype.ByteText(0),
        FieldKind.Uuid => new Dtype(DtypeKind.Void, 16),
        FieldKind.Date => Dtype.Time(DtypeKind.DateTime, "D"),
        FieldKind.Time => Dtype.Time(DtypeKind.TimeDelta, type.Unit == TimeUnit.Nanosecond ? "ns" : "us"),
        FieldKind.Timestamp => Dtype.Time(DtypeKind.DateTime, UnitOf(type)),
        FieldKind.FixedList => type.Length <= int.MaxValue && For(type.Item!, sourceFormat) is { } item && (long)item.Bytes * type.Length <= Dtype.MaxBytes ? Dtype.Subarray(item, (int)type.Length) : null,
        FieldKind.Struct => ForStruct(type),
        FieldKind.Interval or FieldKind.List or FieldKind.Map or FieldKind.Sparse => null,
    };

    /// <summary>A structure of two floating-point numbers of one width, called as <see cref="CellDecoders.ComplexParts"/>.</summary>
    public static bool IsComplex(FieldType type) =>
        type is { Kind: FieldKind.Struct, Members: [{ Name: "re", Type: var re }, { Name: "im", Type: var im }] } && re.Equals(im) && re.Kind is FieldKind.Float32 or FieldKind.Float64;

    /// <summary>The same type with room for the text and bytes in it.</summary>
    /// <param name="type">The type.</param>
    /// <param name="widths">Characters, or bytes, of each text in it, in order; taken from the front.</param>
    public static Dtype WithWidths(Dtype type, Queue<int> widths)
    {
        switch (type.Kind)
        {
            case DtypeKind.Unicode:
                return Dtype.Unicode(Math.Max(type.Bytes / 4, Math.Max(1, widths.Dequeue()))) with { IsBigEndian = type.IsBigEndian };
            case DtypeKind.Bytes:
                return Dtype.ByteText(Math.Max(type.Bytes, Math.Max(1, widths.Dequeue())));
            case DtypeKind.Subarray:
                var item = WithWidths(type.Item!, widths);
                return item == type.Item ? type : Dtype.Subarray(item, type.Shape);
            case DtypeKind.Structure:
                var members = type.Members.Select(m => m with { Type = WithWidths(m.Type, widths) }).ToImmutableArray();
                if (members.Zip(type.Members).All(pair => pair.First.Type.Bytes == pair.Second.Type.Bytes)) return type with { Members = members };
                var packed = Dtype.Structure(members.Select(m => (m.Name, m.Type)));
                return packed with { Members = [.. packed.Members.Zip(members, (p, m) => p with { Title = m.Title })] };
            default:
                return type;
        }
    }

    /// <summary>The encoder of values of <paramref name="field"/>'s type as elements of <paramref name="type"/>.</summary>
    public static CellEncoder Encoder(FieldType field, Dtype type, Categories? categories = null)
    {
        var swaps = type.IsBigEndian;
        switch (field.Kind)
        {
            case FieldKind.Boolean: return new CopyEncoder<byte>(0, false);
            case FieldKind.Int8: return new CopyEncoder<sbyte>(0, false);
            case FieldKind.UInt8: return new CopyEncoder<byte>(0, false);
            case FieldKind.Int16 or FieldKind.UInt16: return new CopyEncoder<short>(0, swaps);
            case FieldKind.Int32 or FieldKind.UInt32: return new CopyEncoder<int>(0, swaps);
            case FieldKind.Int64 when type.Kind == DtypeKind.TimeDelta: return new CopyEncoder<long>(TimeUnits.NotATime, swaps);
            case FieldKind.Int64 or FieldKind.UInt64: return new CopyEncoder<long>(0, swaps);
            case FieldKind.Float16: return new ConvertEncoder<float, Half>(f => (Half)f, Half.NaN, swaps);
            case FieldKind.Float32: return new CopyEncoder<float>(float.NaN, swaps);
            case FieldKind.Float64: return new CopyEncoder<double>(double.NaN, swaps);
            case FieldKind.Null: return new ConvertEncoder<int, double>(_ => double.NaN, double.NaN, swaps);
            case FieldKind.Int128: return new ConvertEncoder<Int128, double>(n => (double)n, double.NaN, swaps);
            case FieldKind.Decimal: return Decimal(field, swaps);
            case FieldKind.Uuid: return new ConvertEncoder<Int128, Int128>(n => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(n ^ Int128.MinValue), 0, false);
            case FieldKind.String when categories is { Values.Length: > 0 }: return new LabelEncoder(categories.Values, new UnicodeEncoder(type.Bytes / 4, swaps));
            case FieldKind.String: return type.Kind == DtypeKind.Unicode ? new UnicodeEncoder(type.Bytes / 4, swaps) : new BytesEncoder(type.Bytes);
            case FieldKind.Binary: return new BytesEncoder(type.Bytes);
            case FieldKind.Date:
                return new ConvertEncoder<int, long>(
                days => days is int.MaxValue or -int.MaxValue ? TimeUnits.NotATime : TimeUnits.TryFromDays(days, type.Step, out var steps) ? steps : throw NotWhole(type.Step), TimeUnits.NotATime, swaps);
            case FieldKind.Time: return new CopyEncoder<long>(TimeUnits.NotATime, swaps);
            case FieldKind.Timestamp:
                var factor = TimeUnits.Factor(type.Step);
                return new ConvertEncoder<long, long>(
                    t => t is long.MaxValue or -long.MaxValue ? TimeUnits.NotATime : t % factor == 0 ? t / factor : throw NotWhole(type.Step), TimeUnits.NotATime, swaps);
            case FieldKind.FixedList: return new VectorEncoder(Encoder(field.Item!, type.Item!), type.Item!.Bytes, type.Length);
            case FieldKind.Struct when type.Kind == DtypeKind.Complex:
                var part = Dtype.Simple(DtypeKind.Float, type.Bytes / 2, swaps);
                return new StructEncoder(type.Bytes, [.. field.Members.Select((m, i) => (i * part.Bytes, Encoder(m.Type, part)))]);
            case FieldKind.Struct: return new StructEncoder(type.Bytes, [.. field.Members.Zip(type.Members, (f, m) => (m.Offset, Encoder(f.Type, m.Type)))]);
            default: throw new InvalidOperationException($"{field} has no element type.");
        }
    }

    // In a zone, times coarser than microseconds move as these.
    private static string UnitOf(FieldType type) => type.Unit switch
    {
        TimeUnit.Second => type.Zone is null ? "s" : "us",
        TimeUnit.Millisecond => type.Zone is null ? "ms" : "us",
        TimeUnit.Microsecond => "us",
        TimeUnit.Nanosecond => "ns",
    };

    // Durations keep their step in the field: timedelta64[ms].
    private static Dtype? DurationOf(string? sourceFormat)
    {
        if (sourceFormat is null || !sourceFormat.StartsWith(ArrayFields.Duration, StringComparison.Ordinal)) return null;
        try
        {
            return DtypeParser.Parse(new PythonLiteral.Text("<m8" + sourceFormat[ArrayFields.Duration.Length..])) is { Kind: DtypeKind.TimeDelta } duration ? duration : null;
        }
        catch (Exception e) when (e is FormatException or UnreadableDtypeException)
        {
            return null;
        }
    }

    private static Dtype? ForStruct(FieldType type)
    {
        if (type.Members.IsEmpty) return null;
        if (IsComplex(type)) return Dtype.Simple(DtypeKind.Complex, type.Members[0].Type.Kind == FieldKind.Float32 ? 8 : 16);
        var members = new List<(string, Dtype)>();
        foreach (var member in type.Members)
        {
            // A member without a name would be read as padding.
            if (member.Name.Length == 0 || For(member.Type) is not { } of) return null;
            members.Add((member.Name, of));
        }
        return Dtype.Structure(members);
    }

    private static CellEncoder Decimal(FieldType type, bool swaps)
    {
        var scale = type.Scale;
        return FieldEngine.TypeOf(type).ValueBytes switch
        {
            2 => new ConvertEncoder<short, double>(n => Exactly(n, scale), double.NaN, swaps),
            4 => new ConvertEncoder<int, double>(n => Exactly(n, scale), double.NaN, swaps),
            8 => new ConvertEncoder<long, double>(n => Exactly(n, scale), double.NaN, swaps),
            _ => new ConvertEncoder<Int128, double>(n => Exactly(n, scale), double.NaN, swaps),
        };
    }

    // The nearest double to the decimal: digits and scale go through the parser, which rounds once.
    private static double Exactly(Int128 digits, int scale) =>
        double.Parse(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{digits}E-{scale}"), System.Globalization.CultureInfo.InvariantCulture);

    private static NotSupportedSourceException NotWhole(TimeStep step) => new(
        CoreErrors.CannotWrite, $"a time is no whole number of [{step}], which the source's array counted in", fix: "Export through another format, or name the fields with --columns: then the finest type is written.");
}
