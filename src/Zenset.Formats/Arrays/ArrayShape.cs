using System.Collections.Immutable;
using System.Globalization;
using Zenset.Formats.Arrays.Dtypes;

namespace Zenset.Formats.Arrays;

/// <summary>Type, shape and order of an array: what its header says.</summary>
/// <param name="Type">Type of an element.</param>
/// <param name="Lengths">Length of every axis; none for a single element.</param>
/// <param name="IsFortran">The first axis varies fastest, in place of the last.</param>
internal sealed record ArrayShape(Dtype Type, ImmutableArray<long> Lengths, bool IsFortran = false)
{
    // Rows of no bytes cost the file nothing: this many at most.
    private const long MaxEmptyRows = 1 << 20;

    /// <summary>Rows: the first axis. A single element is one row.</summary>
    public long Rows => Lengths.IsEmpty ? 1 : Lengths[0];

    /// <summary>Elements of a row.</summary>
    public int RowLength { get; private init; }

    /// <summary>Bytes of a row.</summary>
    public int RowBytes => RowLength * Type.Bytes;

    /// <summary>Bytes of all.</summary>
    public long Bytes => Rows * RowBytes;

    /// <summary>The shape of a row.</summary>
    public ImmutableArray<long> RowLengths => Lengths.IsEmpty ? [] : Lengths.RemoveAt(0);

    /// <summary>Checks an announced shape against the bytes there are, before anything is allocated by it.</summary>
    /// <exception cref="SourceDataException">It cannot be.</exception>
    public ArrayShape Check(ArrayBytes bytes)
    {
        // Steps in 128 bits, so that no product of two of them is wrong.
        Int128 row = 1;
        foreach (var length in RowLengths)
        {
            row *= length;
            if (row > int.MaxValue) throw TooLarge(bytes);
        }
        var rowBytes = row * Type.Bytes;
        if (rowBytes > Dtype.MaxBytes) throw TooLarge(bytes);
        if (rowBytes == 0 && Rows > MaxEmptyRows)
            throw new NotSupportedSourceException(ArrayErrors.TooLarge, string.Create(CultureInfo.InvariantCulture, $"it announces {Rows:N0} rows of no bytes"), bytes.Locate());
        if (rowBytes * Rows > bytes.Length)
        {
            throw new SourceDataException(
                ArrayErrors.CutOff, string.Create(CultureInfo.InvariantCulture, $"its header announces {rowBytes * Rows:N0} bytes {DtypeText.Shape(Lengths)}, and there are {bytes.Length:N0}"),
                bytes.Locate(), "Fetch or write the file again.");
        }
        return this with { RowLength = (int)row };
    }

    private NotSupportedSourceException TooLarge(ArrayBytes bytes) => new(
        ArrayErrors.TooLarge, string.Create(CultureInfo.InvariantCulture, $"a row of shape {DtypeText.Shape(RowLengths)} is larger than {Dtype.MaxBytes >> 30} GiB"), bytes.Locate(),
        "The first axis makes the rows: reshape or transpose the array so that a row is smaller.");
}

/// <summary>An array in a file.</summary>
/// <param name="Shape">What it is; checked against the bytes.</param>
/// <param name="Bytes">Where it is.</param>
internal sealed record StoredArray(ArrayShape Shape, ArrayBytes Bytes);
