using System.Collections.Immutable;
using System.Globalization;
using Zenset.Formats.Arff.Header;
using Zenset.Formats.Text;
using Zenset.Formats.Wide;
using Zenset.Model;

namespace Zenset.Formats.Arff;

/// <summary>An opened ARFF file: its rows, and the names of the features where many share a column.</summary>
internal sealed class ArffReader : IReader
{
    private readonly TextInput _input;
    private readonly List<Finding> _findings;

    private ArffReader(TextInput input, List<Finding> findings, ArffTable table)
    {
        _input = input;
        _findings = findings;
        Table = table;
        Description = new DatasetDescription { Text = table.Header.Comment };
        Tables = table.Layout.HasFeatures ? [table, new FeaturesTable(table.Name, () => new ArffFeatures(table.Header.Attributes, table.Layout))] : [table];
        Options = ImmutableSortedDictionary<string, string>.Empty
            .Add("encoding", input.Encoding.Name())
            .Add("sparse", table.IsSparse ? "yes" : "no");
    }

    public ArffTable Table { get; }
    public DatasetDescription Description { get; }
    public IReadOnlyList<ITable> Tables { get; }
    public IReadOnlyList<Finding> Findings => [.. _findings, .. Table.RowFindings];
    public ImmutableSortedDictionary<string, string> Options { get; }

    public static ArffReader Open(ReadRequest request, long? segmentBytes = null, CancellationToken cancellationToken = default)
    {
        var options = ArffOptions.From(request);
        var input = TextInput.Open(request.Source, options.Encoding, cancellationToken);
        try
        {
            var findings = new List<Finding>();
            var header = ArffHeaderParser.Parse(input, options.NumberDuplicates, findings);
            if (header.HasCarriageReturns)
            {
                input.Dispose();
                input = TextInput.OpenWithLineFeeds(request.Source, options.Encoding, cancellationToken);
                findings.Clear();
                header = ArffHeaderParser.Parse(input, options.NumberDuplicates, findings);
            }
            header = header with { Attributes = WithTypes(header.Attributes, request.Types) };
            var table = new ArffTable(input, header, options, ArffSample.Take(input, header), request, findings) { SegmentBytes = segmentBytes };
            if (table.Layout.HasFeatures)
            {
                findings.Add(new Finding
                {
                    Code = "layout/vector", Severity = Severity.Note,
                    Message = string.Create(CultureInfo.InvariantCulture, $"{header.Attributes.Length:N0} attributes are kept in {table.Layout.Columns.Length:N0} fields; resource '{FeatureTable.Name}' has their names"),
                });
            }
            return new ArffReader(input, findings, table);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    // Types that the user insists on: the cells are read as those of such an attribute.
    private static ImmutableArray<ArffAttribute> WithTypes(ImmutableArray<ArffAttribute> attributes, IReadOnlyDictionary<string, FieldType> types)
    {
        if (types.Count == 0) return attributes;
        var unknown = types.Keys.FirstOrDefault(name => attributes.All(a => a.Name != name));
        if (unknown is not null)
        {
            var near = Quoting.Nearest(unknown, attributes.Take(10_000).Select(a => a.Name));
            throw new NotFoundException(CoreErrors.FieldNotFound, $"there is no attribute '{Quoting.Shorten(unknown)}' to give a type", near is null ? null : $"Did you mean '{Quoting.Shorten(near)}'?");
        }
        return [.. attributes.Select(a => types.TryGetValue(a.Name, out var type) ? WithType(a, type) : a)];
    }

    private static ArffAttribute WithType(ArffAttribute attribute, FieldType type) => type.Kind switch
    {
        FieldKind.Float64 => attribute with { Kind = ArffKind.Numeric },
        FieldKind.Int64 => attribute with { Kind = ArffKind.Integer },
        FieldKind.String => new ArffAttribute(attribute.Name, ArffKind.String, attribute.Line),
        _ => throw new NotSupportedSourceException(
            CoreErrors.UnsupportedType, $"attribute '{Quoting.Shorten(attribute.Name)}' cannot be read as {type}", fix: "An attribute can be read as float64, int64 or string."),
    };

    public ValueTask DisposeAsync()
    {
        _input.Dispose();
        return ValueTask.CompletedTask;
    }
}
