using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Arrays.Decoding;

/// <summary>Turns elements of an array into values of a vector. Holds no state of a scan: safe from several threads.</summary>
internal abstract unsafe class CellDecoder(FieldType type)
{
    /// <summary>The field type that comes out.</summary>
    public FieldType Type { get; } = type;

    /// <summary>Decodes <paramref name="count"/> elements, <paramref name="stride"/> bytes apart, to the vector's places from <paramref name="at"/> on.</summary>
    /// <exception cref="BadCellException">An element is no value of the type.</exception>
    public abstract void Decode(VectorBuilder target, int at, byte* from, long stride, int count);
}
