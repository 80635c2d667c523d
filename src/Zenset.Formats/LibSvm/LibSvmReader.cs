using System.Collections.Immutable;
using System.Globalization;
using Zenset.Formats.Text;
using Zenset.Model;

namespace Zenset.Formats.LibSvm;

/// <summary>An opened LibSVM text.</summary>
internal sealed class LibSvmReader : IReader
{
    private readonly TextInput _input;

    private LibSvmReader(TextInput input, LibSvmTable table)
    {
        _input = input;
        Tables = [table];
        Options = ImmutableSortedDictionary<string, string>.Empty.Add("index-base", table.IndexBase.ToString(CultureInfo.InvariantCulture));
    }

    public DatasetDescription Description { get; } = new();
    public IReadOnlyList<ITable> Tables { get; }
    public IReadOnlyList<Finding> Findings => [];
    public ImmutableSortedDictionary<string, string> Options { get; }

    public static LibSvmReader Open(ReadRequest request, long? segmentBytes, CancellationToken cancellationToken)
    {
        var input = TextInput.Open(request.Source, null, cancellationToken);
        try
        {
            return new LibSvmReader(input, LibSvmTable.Open(input, request, segmentBytes, cancellationToken));
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
