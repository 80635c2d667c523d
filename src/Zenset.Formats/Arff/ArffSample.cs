using Zenset.Formats.Arff.Header;
using Zenset.Formats.Text;

namespace Zenset.Formats.Arff;

/// <summary>What the first rows look like.</summary>
/// <param name="Rows">Rows looked at.</param>
/// <param name="Bytes">Their bytes, comments included.</param>
/// <param name="SparseRows">Those in braces.</param>
/// <param name="SparseEntries">Entries of those.</param>
/// <param name="HasWeights">One has a weight.</param>
/// <param name="FirstIsSparse">The first one is in braces.</param>
/// <param name="IsWhole">They are all rows.</param>
internal sealed record ArffSample(long Rows, long Bytes, long SparseRows, long SparseEntries, bool HasWeights, bool FirstIsSparse, bool IsWhole)
{
    private const int MaxBytes = 1 << 20;

    // A sparse vector pays when it is long and mostly empty; a short or full one is friendlier as columns.
    private const int LeastSparseAttributes = 100;
    private const double MostSparseDensity = 0.25;

    /// <summary>Looks at up to 1 MiB of rows.</summary>
    public static ArffSample Take(TextInput input, ArffHeader header)
    {
        var buffer = new byte[MaxBytes];
        using var stream = input.OpenSequential();
        SkipTo(stream, header.DataOffset, buffer);
        var read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        var isWhole = read < buffer.Length;
        var text = buffer.AsSpan(0, read);
        if (!isWhole) text = text[..(text.LastIndexOf((byte)'\n') + 1)];

        long rows = 0, sparse = 0, entries = 0;
        var weights = false;
        var firstIsSparse = false;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].Trim(" \t\r"u8);
            if (line.IsEmpty || line[0] == '%') continue;
            if (rows++ == 0) firstIsSparse = line[0] == '{';
            if (line[0] == '{')
            {
                sparse++;
                entries += line.Length > 2 ? line.Count((byte)',') + 1 : 0;
                weights |= line[..^1].TrimEnd(" \t"u8).LastIndexOf((byte)'{') > 0;
            }
            else if (line[^1] == '}')
            {
                var open = line.LastIndexOf((byte)'{');
                weights |= open > 0 && NumberParser.TryParseDouble(line[(open + 1)..^1].Trim(" \t"u8), out _);
            }
        }
        return new ArffSample(rows, text.Length, sparse, entries, weights, firstIsSparse, isWhole);
    }

    /// <summary>All rows are sparse and it pays to keep them so.</summary>
    public bool IsSparseTable(ArffHeader header) =>
        Rows > 0 && SparseRows == Rows && header.Attributes.Length > LeastSparseAttributes && SparseEntries < Rows * header.Attributes.Length * MostSparseDensity;

    /// <summary>Number of rows: exact for a small file, otherwise from the length of the first ones.</summary>
    public long? EstimateRows(TextInput input, ArffHeader header) =>
        IsWhole ? Rows : input.Length is { } length && Bytes > 0 ? (long)((double)(length - header.DataOffset) / Bytes * Rows) : null;

    private static void SkipTo(Stream stream, long offset, byte[] buffer)
    {
        while (offset > 0)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, offset));
            if (read == 0) return;
            offset -= read;
        }
    }
}
