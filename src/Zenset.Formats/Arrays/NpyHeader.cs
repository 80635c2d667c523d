using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Zenset.Formats.Arrays.Dtypes;

namespace Zenset.Formats.Arrays;

/// <summary>The header of an npy file: type, order and shape of the one array that follows.</summary>
/// <remarks>NumPy Enhancement Proposal 1 and the docs of numpy.lib.format, versions 1.0, 2.0 and 3.0.</remarks>
internal static class NpyHeader
{
    /// <summary>A header is longer than this only in an attack; NumPy itself takes 10,000 characters unless told otherwise.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Magic, version and the longest length field.</summary>
    private const int PreludeBytes = 12;

    // Data begin at a multiple of this many bytes, for readers that map the file (numpy.lib.format.ARRAY_ALIGN).
    private const int Alignment = 64;

    // Room for the first length to grow to any number: it is known after the rows (numpy.lib.format.GROWTH_AXIS_MAX_DIGITS).
    private const int GrowthDigits = 21;

    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a header.</summary>
    /// <param name="stream">Stands at the magic; afterwards at the data.</param>
    /// <param name="place">For messages.</param>
    /// <param name="headerBytes">Bytes before the data.</param>
    /// <exception cref="SourceDataException">It is none, or damaged.</exception>
    /// <exception cref="NotSupportedSourceException">The element type is not read.</exception>
    public static ArrayShape Read(Stream stream, SourceLocation place, out int headerBytes)
    {
        Span<byte> prelude = stackalloc byte[PreludeBytes];
        var read = stream.ReadAtLeast(prelude[..10], 10, throwOnEndOfStream: false);
        if (read < 10 || !prelude.StartsWith(Magic)) throw Bad("it does not begin as an npy file does", place);
        var version = (Major: prelude[6], Minor: prelude[7]);
        if (version.Major is 0 or > 3 || version.Minor != 0)
            throw new NotSupportedSourceException(ArrayHeaderErrors.Version, string.Create(CultureInfo.InvariantCulture, $"it has version {version.Major}.{version.Minor} of the npy format, and those up to 3.0 are known"), place);
        headerBytes = version.Major == 1 ? 10 : 12;
        if (version.Major > 1 && stream.ReadAtLeast(prelude[10..12], 2, throwOnEndOfStream: false) < 2) throw Bad("the header ends early", place);
        var length = version.Major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(prelude[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(prelude[8..]);
        if (length > MaxBytes) throw Bad(string.Create(CultureInfo.InvariantCulture, $"the header claims {length:N0} bytes"), place);
        var text = new byte[length];
        if (stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false) < text.Length) throw Bad("the header ends early", place);
        headerBytes += (int)length;
        try
        {
            return Parse((version.Major == 3 ? new UTF8Encoding(false, throwOnInvalidBytes: true) : Encoding.Latin1).GetString(text));
        }
        catch (UnreadableDtypeException e)
        {
            throw new NotSupportedSourceException(e.IsPickle ? ArrayHeaderErrors.Pickle : ArrayHeaderErrors.ElementType, e.Message, place, e.Fix);
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            throw Bad($"the header {(e is FormatException ? e.Message : "is not UTF-8")}: {Quoting.Shorten(text)}", place);
        }
    }

    /// <summary>The header of a plain array of <paramref name="shape"/>; always of the same length for up to 10^21 rows.</summary>
    public static byte[] Write(ArrayShape shape)
    {
        var rows = shape.Lengths.IsEmpty ? GrowthDigits : GrowthDigits - shape.Lengths[0].ToString(CultureInfo.InvariantCulture).Length;
        var text = $"{{'descr': {DtypeText.Of(shape.Type)}, 'fortran_order': {(shape.IsFortran ? "True" : "False")}, 'shape': {DtypeText.Shape(shape.Lengths)}, }}{new string(' ', rows)}";
        // Version 1 where it does, as every reader knows it: Latin-1 and up to 65,535 bytes.
        var isLatin = text.All(c => c < 256);
        var bytes = (isLatin ? Encoding.Latin1 : Encoding.UTF8).GetBytes(text);
        var isLong = bytes.Length + Alignment > ushort.MaxValue;
        var major = !isLatin ? 3 : isLong ? 2 : 1;
        var prelude = major == 1 ? 10 : 12;
        var total = (prelude + bytes.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var header = new byte[total];
        header.AsSpan(prelude).Fill((byte)' ');
        header[^1] = (byte)'\n';
        Magic.CopyTo(header);
        header[6] = (byte)major;
        if (major == 1) BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(total - prelude));
        else BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), (uint)(total - prelude));
        bytes.CopyTo(header, prelude);
        return header;
    }

    /// <summary>The shape that the text of a header, or of the metadata that we keep, describes.</summary>
    /// <exception cref="FormatException">None.</exception>
    /// <exception cref="UnreadableDtypeException">One of elements that are not read.</exception>
    public static ArrayShape Parse(string text)
    {
        if (PythonLiteral.Parse(text) is not PythonLiteral.Dictionary { Entries: { Length: 3 } entries }) throw new FormatException("is not a dictionary of descr, fortran_order and shape");
        var values = new Dictionary<string, PythonLiteral>(StringComparer.Ordinal);
        foreach (var entry in entries) values[entry.Key] = entry.Value;
        if (!values.TryGetValue("descr", out var descr) || !values.TryGetValue("shape", out var shape) || !values.TryGetValue("fortran_order", out var order))
            throw new FormatException("is not a dictionary of descr, fortran_order and shape");
        if (order is not PythonLiteral.Flag { Value: var isFortran }) throw new FormatException("has a fortran_order that is neither True nor False");
        if (shape is not PythonLiteral.Sequence { IsTuple: true, Items: { Length: <= 64 } lengths }) throw new FormatException("has a shape that is no tuple");
        var axes = lengths.Select(l => l is PythonLiteral.Number { Value: >= 0 and var n } ? n : throw new FormatException("has a shape with something else than lengths")).ToImmutableArray();
        var type = DtypeParser.Parse(descr);
        foreach (var member in type.Members) RequireMemberNames(member.Type);
        // An element that is an array itself has its axes after those of the array.
        if (type.Kind == DtypeKind.Subarray && !isFortran)
        {
            axes = axes.AddRange(type.Shape.Select(n => (long)n));
            type = type.Item!;
        }
        if (type.Kind == DtypeKind.Subarray) throw new FormatException("has elements that are arrays of arrays");
        return new ArrayShape(type, axes, isFortran);
    }

    // Members of the outermost structure are fields; those within are members of structs, whose names the engine compares without case.
    private static void RequireMemberNames(Dtype type)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in type.Members)
        {
            if (member.Name.Length == 0 || !names.Add(member.Name))
                throw new UnreadableDtypeException($"its structures have members without a name, or whose names differ in case only, such as '{Quoting.Shorten(member.Name)}'", "Rename them.");
            RequireMemberNames(member.Type);
        }
        if (type.Item is { } item) RequireMemberNames(item);
    }

    private static SourceDataException Bad(string what, SourceLocation place) => new(ArrayHeaderErrors.Header, what, place, "Fetch the file again, or save it again with numpy.save.");
}

/// <summary>Failures of headers.</summary>
internal static class ArrayHeaderErrors
{
    public static readonly ErrorCode Header = new("npy/header", "The file, or an array in it, has no npy header, or one that is damaged.");
    public static readonly ErrorCode Version = new("npy/version", "The npy format has a version that did not exist when this version of Zenset was made.");
    public static readonly ErrorCode Pickle = new("npy/pickle", "The elements are pickled Python objects. Reading them can run any code, so they are refused, always. Save the array with a plain type.");
    public static readonly ErrorCode ElementType = new("npy/element-type", "The elements have a type that Zenset does not hold, such as long double. The message says what to convert them to.");

    public static ImmutableArray<ErrorCode> All { get; } = [Header, Version, Pickle, ElementType];
}
