using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Columns;
using Zenset.Formats.Arrays.Decoding;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Formats.Arrays.Sparse;
using Zenset.Model;

namespace Zenset.Formats.Npz;

/// <summary>A sparse matrix as scipy.sparse.save_npz writes it: one sparse field.</summary>
internal static class ScipySparse
{
    /// <summary>What the field is called: the matrix has no name.</summary>
    public const string FieldName = "values";

    private static readonly HashSet<string> Parts = new(StringComparer.Ordinal) { "format", "shape", "data", "indices", "indptr", "row", "col", "offsets", "_is_array" };

    /// <summary>The table; null when the archive is something else.</summary>
    /// <exception cref="NotSupportedSourceException">It is a matrix of a kind that is not read.</exception>
    public static ITable? TryRead(ImmutableArray<NpzArray> arrays, string name, string source, Engine engine, long? segmentRows, CancellationToken cancellationToken)
    {
        var byName = arrays.ToDictionary(a => a.Name, StringComparer.Ordinal);
        if (!byName.Keys.All(Parts.Contains) || !byName.TryGetValue("format", out var format) || !byName.TryGetValue("shape", out var shapeArray) || !byName.TryGetValue("data", out var data)) return null;
        if (format.Shape.Bytes > 64 || SmallArray.Texts(format, 64, cancellationToken) is not [var kind] || SmallArray.Numbers(shapeArray, cancellationToken) is not [>= 0 and var rows, >= 0 and var columns]) return null;
        var place = new SourceLocation { Source = source };
        if (kind is not ("csr" or "csc" or "coo")) throw new NotSupportedSourceException(NpzErrors.SparseFormat, $"it is a sparse matrix stored as '{Quoting.Shorten(kind)}'", place, "Save it as csr: scipy.sparse.save_npz(path, matrix.tocsr()).");
        if (data.Shape is not { Lengths.Length: 1, Type.Kind: DtypeKind.Boolean or DtypeKind.Signed or DtypeKind.Unsigned or DtypeKind.Float } entries)
            throw new NotSupportedSourceException(NpzErrors.SparseFormat, $"its values are {DtypeText.Of(data.Shape.Type)}", data.Array.Bytes.Locate(), "Save the real and the imaginary part as matrices of their own.");
        Triplets.RequireColumns(columns, place);

        var decoder = CellDecoders.For(entries.Type);
        var values = new PlainColumn(data.Array, decoder);
        var field = new Field { Name = FieldName, Type = FieldType.Sparse(decoder.Type, columns) };
        var metadata = ImmutableSortedDictionary<string, string>.Empty;
        if (kind == "csr")
        {
            return new ArrayTable(
                name, rows, [field], [new SparseColumn(Index(byName, "indptr", rows + 1, place), Index(byName, "indices", entries.Rows, place), values, field.Type)], metadata)
            { SegmentRows = segmentRows };
        }
        var fileBytes = arrays.Sum(a => a.Shape.Bytes);
        Triplets.RequireRows(rows, fileBytes, place);
        var tripletSource = kind == "coo"
            ? new StoredTriplets(Index(byName, "row", entries.Rows, place), Index(byName, "col", entries.Rows, place), null, values, entries.Rows, rows, columns)
            : new StoredTriplets(Index(byName, "indices", entries.Rows, place), null, Index(byName, "indptr", columns + 1, place), values, entries.Rows, rows, columns);
        return new SparseTable(name, field, engine, rows, tripletSource);
    }

    private static StoredArray Index(Dictionary<string, NpzArray> arrays, string name, long length, SourceLocation place)
    {
        if (!arrays.TryGetValue(name, out var array)) throw new SourceDataException(ArrayErrors.BadSparse, $"the array '{name}' of a sparse matrix is missing", place, "Write the matrix again.");
        if (array.Shape is not { Lengths.Length: 1, Type: { Kind: DtypeKind.Signed, Bytes: 4 or 8, IsBigEndian: false } } || array.Shape.Rows != length)
            throw new SourceDataException(ArrayErrors.BadSparse, System.FormattableString.Invariant($"it has {array.Shape.Rows:N0} elements of {DtypeText.Of(array.Shape.Type)}, where {length:N0} whole numbers should be"), array.Array.Bytes.Locate(), "Write the matrix again.");
        return array.Array;
    }

    private sealed class SparseTable(string name, Field sparse, Engine engine, long rows, StoredTriplets source) : ITable
    {
        public string Name => name;
        public ImmutableArray<Field> Fields => [sparse];
        public ImmutableSortedDictionary<string, string> SourceMetadata => ImmutableSortedDictionary<string, string>.Empty;

        public TableContent OpenContent() => new TableContent.Segmented(new TripletSort(engine, sparse.Type.Item!, rows, sparse.Type.Length, cancellationToken =>
        {
            foreach (var array in source.Arrays) array.Bytes.Prepare(cancellationToken);
            return source;
        }));
    }
}
