using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Formats.Arrays.Sparse;
using Zenset.Formats.Text;
using Zenset.Model;

namespace Zenset.Formats.MatrixMarket;

/// <summary>An opened Matrix Market file: a row of the matrix is a row of the table.</summary>
internal sealed class MtxReader : IReader
{
    private readonly TextInput _input;
    private readonly MtxDense? _dense;

    private MtxReader(TextInput input, MtxHeader header, Engine engine, long? segmentBytes)
    {
        _input = input;
        var name = Path.GetFileNameWithoutExtension(input.Name) is { Length: > 0 } stem ? stem : "matrix";
        Description = new DatasetDescription { Text = header.Comment };
        if (header.IsCoordinate)
        {
            Tables = [new Coordinates(name, input, header, engine, segmentBytes)];
            return;
        }
        _dense = new MtxDense(header, input);
        var element = Dtype.Simple(header.Item.Kind switch { FieldKind.Float64 => DtypeKind.Float, FieldKind.Int64 => DtypeKind.Signed, _ => DtypeKind.Unsigned }, 8);
        var array = new StoredArray(new ArrayShape(element, [header.Rows, header.Columns], IsFortran: true).Check(_dense), _dense);
        var columns = ArrayFields.Of(array, MtxFormat.FieldName).ToList();
        Tables = [new ArrayTable(name, header.Rows, [.. columns.Select(c => c.Field)], [.. columns.Select(c => c.Plan)], ImmutableSortedDictionary<string, string>.Empty)];
    }

    public DatasetDescription Description { get; }
    public IReadOnlyList<ITable> Tables { get; }
    public IReadOnlyList<Finding> Findings => [];
    public ImmutableSortedDictionary<string, string> Options => ImmutableSortedDictionary<string, string>.Empty;

    public static MtxReader Open(ReadRequest request, long? segmentBytes, CancellationToken cancellationToken)
    {
        var input = TextInput.Open(request.Source, null, cancellationToken);
        try
        {
            var header = MtxHeader.Read(input);
            if (header.IsCoordinate) Triplets.RequireRows(header.Rows, input.Length ?? request.Source.RawBytes * 1000, new SourceLocation { Source = input.Name });
            var reader = new MtxReader(input, header, request.Engine, segmentBytes);
            ArrayFields.RequireFields(reader.Tables[0].Fields.Select(f => f.Name), request.Types);
            if (request.Types.Values.FirstOrDefault(t => !t.Equals(reader.Tables[0].Fields[0].Type)) is { } other)
                throw new NotSupportedSourceException(CoreErrors.UnsupportedType, $"field '{MtxFormat.FieldName}' is {reader.Tables[0].Fields[0].Type} and cannot be read as {other}", fix: "Leave out --type.");
            return reader;
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        _dense?.Dispose();
        _input.Dispose();
        return ValueTask.CompletedTask;
    }

    // Files list entries by column, as SciPy and most others write them: the engine sorts.
    private sealed class Coordinates(string name, TextInput input, MtxHeader header, Engine engine, long? segmentBytes) : ITable
    {
        public string Name => name;
        public ImmutableArray<Field> Fields { get; } = [new Field { Name = MtxFormat.FieldName, Type = FieldType.Sparse(header.Item, header.Columns) }];
        public ImmutableSortedDictionary<string, string> SourceMetadata => ImmutableSortedDictionary<string, string>.Empty;

        public TableContent OpenContent() => new TableContent.Segmented(new TripletSort(engine, header.Item, header.Rows, header.Columns, cancellationToken => new MtxTriplets(
            header, input, new TextSegments(input, header.DataOffset, new LineCutter(), (text, index) => new MtxTriplets.MtxSegment(text, index), header.Entries, segmentBytes), cancellationToken)));
    }
}
