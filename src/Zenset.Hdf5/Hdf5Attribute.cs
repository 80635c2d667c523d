using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Zenset.Hdf5;

/// <summary>The value of an attribute: numbers or texts.</summary>
/// <param name="Type">Type in the file.</param>
/// <param name="Values">Each a <see cref="long"/>, <see cref="double"/> or <see cref="string"/>.</param>
/// <param name="IsScalar">One value, not a list that has one.</param>
public sealed record Hdf5Attribute(Hdf5Type Type, ImmutableArray<object> Values, bool IsScalar = false)
{
    /// <summary>The only text; null when it is none.</summary>
    public string? Text => Values is [string text] ? text : null;

    /// <summary>The only whole number; null when it is none.</summary>
    public long? Number => Values is [long number] ? number : null;

    /// <summary>All texts; null when they are none.</summary>
    public ImmutableArray<string>? Texts => Values.All(v => v is string) ? [.. Values.Cast<string>()] : null;

    /// <summary>All values, as a person would read them.</summary>
    public override string ToString() => Values is [var only] && IsScalar ? Show(only) : $"[{string.Join(", ", Values.Select(Show))}]";

    private static string Show(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;

    internal static unsafe ImmutableArray<object> ValuesOf(Hdf5Type type, Hdf5Type layout, byte* at, int count, GlobalHeap? heap)
    {
        var values = ImmutableArray.CreateBuilder<object>(count);
        for (var i = 0; i < count; i++, at += layout.Size)
        {
            var bytes = new ReadOnlySpan<byte>(at, layout.Size);
            values.Add(type.Class switch
            {
                Hdf5Class.Float => layout.Size == 4 ? (double)BinaryPrimitives.ReadSingleLittleEndian(bytes) : BinaryPrimitives.ReadDoubleLittleEndian(bytes),
                Hdf5Class.String when type.IsVariable => Encoding.UTF8.GetString(heap is null ? [] : heap.Text(*(HeapReference*)at)),
                Hdf5Class.String => Encoding.UTF8.GetString(FixedText.Trim(bytes, type.Padding)),
                _ => WholeNumber(bytes, layout.IsSigned),
            });
        }
        return values.ToImmutable();
    }

    private static long WholeNumber(ReadOnlySpan<byte> bytes, bool isSigned)
    {
        Span<byte> whole = stackalloc byte[8];
        whole.Fill(isSigned && bytes[^1] >= 0x80 ? (byte)0xFF : (byte)0);
        bytes.CopyTo(whole);
        return BinaryPrimitives.ReadInt64LittleEndian(whole);
    }
}
