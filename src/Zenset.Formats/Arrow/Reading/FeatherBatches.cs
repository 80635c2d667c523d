using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Zenset.Formats.Arrow.Reading;

/// <summary>A file of Feather V1, the format before Arrow's own: one batch, and a table of contents at the end.</summary>
/// <remarks>
/// feather.fbs of Arrow 0.17, the last that says how it is written. An array is a bitmap (when values are missing), offsets (of text), and
/// values, each padded to eight bytes.
/// </remarks>
internal sealed unsafe class FeatherBatches : IBatches
{
    // enum Type.
    private const int Bool = 0, Int8 = 1, UInt8 = 5, UInt64 = 8, Float = 9, Double = 10, Utf8 = 11, Binary = 12, LargeUtf8 = 17, LargeBinary = 18;

    // union TypeMetadata.
    private const int Category = 1, Timestamp = 2, Date = 3, Time = 4;

    // Before it, buffers were not padded.
    private const int LeastVersion = 2;

    private readonly MappedFile _file;
    private readonly ArrowArray[] _columns;
    private readonly List<ArrowDictionary> _dictionaries = [];
    private readonly long _rows;
    private long _arrayBytes;

    private FeatherBatches(MappedFile file, FlatTable contents)
    {
        // CTable: description, number of rows, columns, version, metadata.
        _file = file;
        _rows = contents.Int64(1);
        if (contents.Int32(3) < LeastVersion)
        {
            throw new ArrowDataException(ArrowErrors.Unsupported, $"is of version {contents.Int32(3)} of Feather, from before 0.3", "Write it again with a current program.", isUnsupported: true);
        }
        var columns = contents.Tables(2);
        _columns = new ArrowArray[columns.Count];
        var fields = ImmutableArray.CreateBuilder<ArrowField>(columns.Count);
        for (var i = 0; i < _columns.Length; i++)
        {
            var (field, array) = ReadColumn(columns[i]);
            if (array.Length != _rows) throw ArrowDataException.Metadata($"column '{Quoting.Shorten(field.Name)}' has {array.Length:N0} values in a table of {_rows:N0} rows");
            _columns[i] = array;
            fields.Add(field);
        }
        Schema = new ArrowSchemaContent(fields.MoveToImmutable(), []);
    }

    public ArrowSchemaContent Schema { get; }

    public int Count => 1;

    public BatchFacts this[int batch] => new(_rows, 0, _file.Length, IsPlain: true);

    /// <summary>The bytes begin as a file of Feather V1 does.</summary>
    public static bool Begins(ReadOnlySpan<byte> head) => head.StartsWith("FEA1"u8);

    /// <summary>Reads the table of contents of a file, which the result then owns.</summary>
    /// <exception cref="ZensetException">It is damaged, or uses what is not read.</exception>
    public static FeatherBatches Open(MappedFile file, string sourceName)
    {
        var at = Math.Max(0, file.Length - 8);
        try
        {
            // The end: contents, their length, the magic bytes again.
            if (file.Length < 12 || !file.Span(at + 4, 4).SequenceEqual("FEA1"u8))
            {
                throw new ArrowDataException(ArrowErrors.NotArrow, $"begins as a Feather file and does not end as one (FEA1)", "It was cut off: fetch it again.");
            }
            var length = BinaryPrimitives.ReadInt32LittleEndian(file.Span(at, 4));
            if (length <= 0 || length > at - 4) throw ArrowDataException.Metadata($"the table of contents claims {length:N0} bytes");
            at -= length;
            return new FeatherBatches(file, FlatTable.Root(file.Span(at, length).ToArray()));
        }
        catch (ArrowDataException e)
        {
            throw e.At(new SourceLocation { Source = sourceName, Offset = at });
        }
        catch (FormatException e)
        {
            throw ArrowDataException.Metadata($"the table of contents is damaged ({e.Message.TrimEnd('.').ToLowerInvariant()})").At(new SourceLocation { Source = sourceName, Offset = at });
        }
    }

    public IReadOnlyList<ArrowDictionary> Generations(long dictionaryId) => [_dictionaries[(int)dictionaryId]];

    public ArrowArray[] Load(int batch, BatchMemory memory) => _columns;

    public void Dispose() => _file.Dispose();

    private (ArrowField, ArrowArray) ReadColumn(FlatTable column)
    {
        // Column: name, values, kind of metadata, metadata.
        var name = column.Text(0) ?? "";
        if (column.Table(1) is not { } values) throw new FormatException("A column has no values.");
        var metadata = column.Table(3);
        var field = FieldOf(name, values.Byte(0));
        switch (column.Byte(2))
        {
            case Category when metadata?.Table(0) is { } levels && field.Type == ArrowTypeId.Int:
                // CategoryMetadata: levels, whether they are ordered.
                var value = FieldOf(name, levels.Byte(0));
                field = value with
                {
                    IsDictionary = true,
                    DictionaryId = _dictionaries.Count,
                    IndexWidth = field.Width,
                    IsIndexSigned = field.IsSigned,
                    IsOrdered = metadata.Value.Boolean(1),
                };
                var dictionary = ArrowDictionary.Empty(0).With(ReadArray(levels, value, null));
                _dictionaries.Add(dictionary);
                return (field, ReadArray(values, field, dictionary));
            case Timestamp:
                field = new ArrowField(name, ArrowTypeId.Timestamp) { Unit = metadata?.Byte(0) ?? 0, Zone = metadata?.Text(1), Width = field.Width };
                break;
            case Date:
                field = new ArrowField(name, ArrowTypeId.Date) { Width = field.Width, Unit = field.Width == 64 ? 1 : 0 };
                break;
            case Time:
                field = new ArrowField(name, ArrowTypeId.Time) { Unit = metadata?.Byte(0) ?? 0, Width = field.Width };
                break;
            case 0:
                break;
            default:
                throw new FormatException("A column is of an unknown kind.");
        }
        if (field.Type == ArrowTypeId.Timestamp && field.Width != 64) throw new FormatException("Timestamps have not 64 bits.");
        ArrowTypes.Check(field);
        return (field, ReadArray(values, field, null));
    }

    private static ArrowField FieldOf(string name, int type) => type switch
    {
        Bool => new ArrowField(name, ArrowTypeId.Bool),
        >= Int8 and < UInt8 => new ArrowField(name, ArrowTypeId.Int) { Width = 8 << (type - Int8), IsSigned = true },
        >= UInt8 and <= UInt64 => new ArrowField(name, ArrowTypeId.Int) { Width = 8 << (type - UInt8) },
        Float => new ArrowField(name, ArrowTypeId.FloatingPoint) { Width = 1 },
        Double => new ArrowField(name, ArrowTypeId.FloatingPoint) { Width = 2 },
        Utf8 => new ArrowField(name, ArrowTypeId.Utf8),
        Binary => new ArrowField(name, ArrowTypeId.Binary),
        LargeUtf8 => new ArrowField(name, ArrowTypeId.LargeUtf8),
        LargeBinary => new ArrowField(name, ArrowTypeId.LargeBinary),
        _ => throw new ArrowDataException(ArrowErrors.Unsupported, $"column '{Quoting.Shorten(name)}' has the unknown Feather type {type}", "Write the file again as Feather V2.", isUnsupported: true),
    };

    // PrimitiveArray: type, encoding, offset, length, number of missing values, bytes in all.
    private ArrowArray ReadArray(FlatTable table, ArrowField field, ArrowDictionary? dictionary)
    {
        if (table.Byte(1) != 0) throw new ArrowDataException(ArrowErrors.Unsupported, $"column '{Quoting.Shorten(field.Name)}' has an encoding that no program wrote", "Write the file again as Feather V2.", isUnsupported: true);
        var (length, missing, bytes) = (table.Int64(3), table.Int64(4), table.Int64(5));
        if (length < 0 || missing < 0 || missing > length || bytes < 0) throw new FormatException("An array has a negative length.");
        // Each value takes a bit at least, so no count of bytes overflows below.
        if (length / 8 > bytes) throw ArrowDataException.Metadata($"an array of {bytes:N0} bytes claims {length:N0} values");
        // Writers lay one array after the other. If arrays could lie over each other, few bytes would be many columns.
        if ((_arrayBytes += bytes) > _file.Length) throw ArrowDataException.Metadata($"the arrays overlap");
        var rest = new NativeBuffer(_file.Pointer(table.Int64(2), bytes), bytes);
        var validity = missing > 0 ? Take(ref rest, (length >> 3) + 1 - ((length & 7) == 0 ? 1 : 0)).Start : null;
        var shape = field.IsDictionary ? BufferShape.Fixed : BufferShapes.Of(field);
        var isText = shape is BufferShape.Bytes32 or BufferShape.Bytes64;
        var first = shape switch
        {
            BufferShape.Bits => Take(ref rest, (length >> 3) + 1 - ((length & 7) == 0 ? 1 : 0)),
            BufferShape.Bytes32 => Take(ref rest, checked((length + 1) * 4)),
            BufferShape.Bytes64 => Take(ref rest, checked((length + 1) * 8)),
            _ => Take(ref rest, checked(length * (field.IsDictionary ? field.IndexWidth / 8 : BufferShapes.ValueBytes(field)))),
        };
        return new ArrowArray { Length = length, Validity = validity, First = first, Second = isText ? rest : default, Dictionary = dictionary };
    }

    private static NativeBuffer Take(ref NativeBuffer rest, long bytes)
    {
        if (bytes > rest.Length) throw ArrowDataException.Metadata($"an array of {rest.Length:N0} bytes needs {bytes:N0}");
        var taken = new NativeBuffer(rest.Start, bytes);
        var padded = Math.Min(rest.Length, (bytes + 7) / 8 * 8);
        rest = new NativeBuffer(rest.Start + padded, rest.Length - padded);
        return taken;
    }
}
