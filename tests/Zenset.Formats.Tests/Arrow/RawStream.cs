using System.Buffers.Binary;
using Zenset.Formats.Arrow;

namespace Zenset.Formats.Tests.Arrow;

/// <summary>An Arrow stream of one batch, of which the header says whatever a test wants.</summary>
internal static class RawStream
{
    /// <summary>The bytes of the stream.</summary>
    /// <param name="fields">Columns.</param>
    /// <param name="rows">Rows that the batch claims.</param>
    /// <param name="nodes">Length and number of missing values of each array.</param>
    /// <param name="buffers">Offset and length of each buffer.</param>
    /// <param name="body">What they lie in.</param>
    /// <param name="variadic">Numbers of buffers of views.</param>
    /// <param name="codec">0 for LZ4, 1 for zstd.</param>
    public static byte[] Make(ArrowField[] fields, long rows, (long, long)[] nodes, (long, long)[] buffers, byte[] body, long[]? variadic = null, int? codec = null)
    {
        var stream = new MemoryStream();
        WriteSchema(stream, fields);
        WriteBatch(stream, rows, nodes, buffers, body, variadic, codec);
        return stream.ToArray();
    }

    /// <summary>The schema that a stream begins with.</summary>
    public static void WriteSchema(Stream stream, ArrowField[] fields, bool isBigEndian = false) => WriteMessage(stream, ArrowSchema.WriteMessage(new ArrowSchemaContent([.. fields], [], isBigEndian)));

    /// <summary>A batch of honest buffers, one after the other; of a dictionary, where an id is given.</summary>
    public static void WriteBatch(Stream stream, long rows, (long, long)[] nodes, byte[][] buffers, long[]? variadic = null, (long Id, bool IsDelta)? dictionary = null)
    {
        var body = new MemoryStream();
        var places = new List<(long, long)>();
        foreach (var buffer in buffers)
        {
            places.Add((body.Length, buffer.Length));
            body.Write(buffer);
            body.Write(new byte[-buffer.Length & 7]);
        }
        WriteBatch(stream, rows, nodes, [.. places], body.ToArray(), variadic, null, dictionary);
    }

    private static void WriteBatch(
        Stream stream, long rows, (long, long)[] nodes, (long, long)[] buffers, byte[] body, long[]? variadic, int? codec, (long Id, bool IsDelta)? dictionary = null)
    {
        var builder = new FlatBuilder();
        var message = builder.Table(builder.Root(), true, true, true, true);
        builder.Int64(FlatBuilder.Place(message, 0), 4);
        builder.Int64(FlatBuilder.Place(message, 1), dictionary is null ? 3 : 2);
        builder.Int64(FlatBuilder.Place(message, 3), body.Length);
        var place = FlatBuilder.Place(message, 2);
        if (dictionary is { } d)
        {
            var header = builder.Table(place, true, true, true);
            builder.Int64(FlatBuilder.Place(header, 0), d.Id);
            builder.Int64(FlatBuilder.Place(header, 2), d.IsDelta ? 1 : 0);
            place = FlatBuilder.Place(header, 1);
        }
        var batch = builder.Table(place, true, true, true, codec is not null, variadic is not null);
        builder.Int64(FlatBuilder.Place(batch, 0), rows);
        builder.Structs(FlatBuilder.Place(batch, 1), Pairs(nodes), 16);
        builder.Structs(FlatBuilder.Place(batch, 2), Pairs(buffers), 16);
        if (codec is { } c) builder.Int64(FlatBuilder.Place(builder.Table(FlatBuilder.Place(batch, 3), true), 0), c);
        if (variadic is not null) builder.Structs(FlatBuilder.Place(batch, 4), Numbers(variadic), 8);
        WriteMessage(stream, builder.Bytes);
        stream.Write(body);
    }

    /// <summary>Numbers of eight bytes.</summary>
    public static byte[] Numbers(params long[] numbers)
    {
        var bytes = new byte[numbers.Length * 8];
        for (var i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * 8), numbers[i]);
        return bytes;
    }

    /// <summary>Numbers of four bytes.</summary>
    public static byte[] Words(params int[] numbers)
    {
        var bytes = new byte[numbers.Length * 4];
        for (var i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * 4), numbers[i]);
        return bytes;
    }

    /// <summary>A message with its marker and length.</summary>
    public static void WriteMessage(Stream stream, ReadOnlySpan<byte> metadata)
    {
        stream.Write([0xFF, 0xFF, 0xFF, 0xFF]);
        stream.Write(BitConverter.GetBytes(metadata.Length));
        stream.Write(metadata);
    }

    private static byte[] Pairs((long, long)[] pairs) => Numbers([.. pairs.SelectMany(p => new[] { p.Item1, p.Item2 })]);
}
