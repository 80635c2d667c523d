using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Zenset.Formats.Arrays;
using Zenset.Model;

namespace Zenset.Formats.Idx;

/// <summary>An opened IDX file: one array, one field.</summary>
internal sealed class IdxReader : IReader
{
    private readonly PlainFile _plain;
    private readonly SafeFileHandle _file;
    private readonly List<Finding> _findings = [];

    private IdxReader(PlainFile plain, SafeFileHandle file)
    {
        _plain = plain;
        _file = file;
    }

    public DatasetDescription Description { get; } = new();
    public IReadOnlyList<ITable> Tables { get; private set; } = [];
    public IReadOnlyList<Finding> Findings => _findings;
    public ImmutableSortedDictionary<string, string> Options => ImmutableSortedDictionary<string, string>.Empty;

    public static async ValueTask<IdxReader> OpenAsync(ReadRequest request, long? segmentRows, CancellationToken cancellationToken)
    {
        var plain = await request.Source.OpenPlainFileAsync(cancellationToken).ConfigureAwait(false);
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(plain.Path);
            var reader = new IdxReader(plain, file);
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
        var announced = IdxHeader.Parse(request.Source.Head.Bytes.Span) ?? throw new SourceDataException(
            IdxErrors.Header, "it does not begin as an IDX file does", new SourceLocation { Source = name }, "Check the file; its first four bytes are 0, 0, the element type and the number of axes.");
        var headerBytes = IdxHeader.Bytes(announced.Lengths.Length);
        var bytes = new FileArrayBytes(_file, headerBytes, Math.Max(0, RandomAccess.GetLength(_file) - headerBytes), name);
        var shape = announced.Check(bytes);
        if (shape.Bytes < bytes.Length)
        {
            _findings.Add(new Finding
            {
                Code = "idx/trailing-bytes", Severity = Severity.Warning,
                Message = string.Create(CultureInfo.InvariantCulture, $"{bytes.Length - shape.Bytes:N0} bytes follow the array; they were left out"),
            });
        }
        var columns = ArrayFields.Of(new StoredArray(shape, bytes), IdxFormat.FieldName).ToList();
        ArrayFields.RequireFields(columns.Select(c => c.Field.Name), request.Types);
        columns = ArrayFields.WithTypes(columns, request.Types);
        // Big-endian is the rule of the format, and no wish of whoever wrote the array.
        var kept = shape with { Type = shape.Type with { IsBigEndian = false } };
        var stem = Path.GetFileNameWithoutExtension(name);
        return new ArrayTable(stem.Length > 0 ? stem : "array", shape.Rows, [.. columns.Select(c => c.Field)], [.. columns.Select(c => c.Plan)], ArrayMetadata.Of([("", kept)])) { SegmentRows = segmentRows };
    }
}
