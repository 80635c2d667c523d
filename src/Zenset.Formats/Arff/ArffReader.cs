using System.Collections.Immutable;
using System.Globalization;
using Zenset.Formats.Arff.Header;
using Zenset.Formats.Text;
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
        Tables = table.Layout.HasFeatures ? [table, new ArffFeaturesTable(table)] : [table];
        Options = ImmutableSortedDictionary<string, string>.Empty
            .Add("encoding", input.Encoding.Name())
            .Add("sparse", table.IsSparse ? "yes" : "no");
    }

    public ArffTable Table { get; }
    public DatasetDescription Description { get; }
    public IReadOnlyList<ITable> Tables { get; }
    public IReadOnlyList<Finding> Findings => _findings;
    public ImmutableSortedDictionary<string, string> Options { get; }

    public static ArffReader Open(ReadRequest request, long? segmentBytes = null, CancellationToken cancellationToken = default)
    {
        var options = ArffOptions.From(request);
        var input = TextInput.Open(request.Source, options.Encoding, cancellationToken);
        try
        {
            var findings = new List<Finding>();
            var header = ArffHeaderParser.Parse(input, options.NumberDuplicates, findings);
            var table = new ArffTable(input, header, options, ArffSample.Take(input, header), request, findings) { SegmentBytes = segmentBytes };
            if (table.Layout.HasFeatures)
            {
                findings.Add(new Finding
                {
                    Code = "layout/vector", Severity = Severity.Note,
                    Message = string.Create(CultureInfo.InvariantCulture, $"{header.Attributes.Length:N0} attributes are kept in {table.Layout.Columns.Length:N0} fields; resource '{ArffLayout.FeaturesTable}' has their names"),
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

    public ValueTask DisposeAsync()
    {
        _input.Dispose();
        return ValueTask.CompletedTask;
    }
}
