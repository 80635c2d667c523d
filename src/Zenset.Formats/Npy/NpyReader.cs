using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Zenset.Formats.Arrays;
using Zenset.Model;

namespace Zenset.Formats.Npy;

/// <summary>An opened npy file: one array, one table.</summary>
internal sealed class NpyReader : IReader
{
    private readonly PlainFile _plain;
    private readonly SafeFileHandle _file;
    private readonly List<Finding> _findings = [];

    private NpyReader(PlainFile plain, SafeFileHandle file)
    {
        _plain = plain;
        _file = file;
    }

    public DatasetDescription Description { get; } = new();
    public IReadOnlyList<ITable> Tables { get; private set; } = [];
    public IReadOnlyList<Finding> Findings => _findings;
    public ImmutableSortedDictionary<string, string> Options { get; private set; } = ImmutableSortedDictionary<string, string>.Empty;

    public static async ValueTask<NpyReader> OpenAsync(ReadRequest request, long? segmentRows, CancellationToken cancellationToken)
    {
        var plain = await request.Source.OpenPlainFileAsync(cancellationToken).ConfigureAwait(false);
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(plain.Path);
            var reader = new NpyReader(plain, file);
            reader.Tables = [reader.Understand(request, segmentRows)];
            return reader;
        }
        catch
        {
            file?.Dispose();
            plain.Dispose();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        _plain.Dispose();
        return ValueTask.CompletedTask;
    }

    private ArrayTable Understand(ReadRequest request, long? segmentRows)
    {
        var name = request.Source.Name;
        var announced = ReadHeader(new SourceLocation { Source = name }, out var headerBytes);
        var bytes = new FileArrayBytes(_file, headerBytes, Math.Max(0, RandomAccess.GetLength(_file) - headerBytes), name);
        var shape = announced.Check(bytes);
        if (shape.Bytes < bytes.Length)
        {
            _findings.Add(new Finding
            {
                Code = "npy/trailing-bytes", Severity = Severity.Warning,
                Message = string.Create(CultureInfo.InvariantCulture, $"{bytes.Length - shape.Bytes:N0} bytes follow the array; they were left out"),
                Fix = "If they are further arrays, save each in a file of its own, or all as npz.",
            });
        }
        var asColumns = request.Options.Get(NpyFormat.ColumnsOption, false);
        Options = Options.Add(NpyFormat.ColumnsOption.Name, asColumns ? "yes" : "no");
        var columns = ArrayFields.Of(new StoredArray(shape, bytes), NpyFormat.FieldName, asColumns).ToList();
        ArrayFields.RequireFields(columns.Select(c => c.Field.Name), request.Types);
        columns = ArrayFields.WithTypes(columns, request.Types);
        return new ArrayTable(
            Path.GetFileNameWithoutExtension(name) is { Length: > 0 } stem ? stem : "array", shape.Rows, [.. columns.Select(c => c.Field)], [.. columns.Select(c => c.Plan)],
            ArrayMetadata.Of([("", shape)]))
        { SegmentRows = segmentRows };
    }

    private ArrayShape ReadHeader(SourceLocation place, out int headerBytes)
    {
        using var stream = new FileStream(_plain.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096);
        return NpyHeader.Read(stream, place, out headerBytes);
    }
}
