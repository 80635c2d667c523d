using System.Runtime.InteropServices;
using Zenset.DuckDb;

namespace Zenset.Formats.Hdf5.Writing;

/// <summary>
/// Lists, and what is stored as such (maps, vectors of what is no number): the items of all rows one after the other, and where those of each row
/// begin. Not HDF5's own lists, which are not compressed and whose items cannot be missing.
/// </summary>
/// <param name="offsets">Where the items of each row begin; one more than there are rows.</param>
/// <param name="missing">Says where lists are missing.</param>
/// <param name="items">Writes items; for a map, structs of key and value.</param>
/// <param name="vectorLength">Items of each, when they are vectors.</param>
internal sealed class ListWriter(OffsetOutput offsets, MissingOutput missing, ColumnWriter items, int? vectorLength) : ColumnWriter
{
    public override void Append(Vector values, int first, int count)
    {
        missing.Append(values, first, count);
        var of = values.Items;
        if (vectorLength is not null)
        {
            AppendVectors(values, first, count);
            return;
        }
        // Lists that lie side by side are written at once.
        var run = new ItemRange(0, 0);
        for (var row = first; row < first + count; row++)
        {
            var range = values.IsMissing(row) ? new ItemRange(0, 0) : ItemRange.Of(values, row, 0);
            offsets.Add(range.Length);
            if (range.Length == 0) continue;
            if (range.First != run.First + run.Length)
            {
                if (run.Length > 0) items.Append(of, run.First, run.Length);
                run = range;
                continue;
            }
            run = run with { Length = run.Length + range.Length };
        }
        if (run.Length > 0) items.Append(of, run.First, run.Length);
    }

    public override void AppendMissing(int count)
    {
        missing.AppendAll(count);
        for (; count > 0; count--) AddMissing();
    }

    public override void Finish()
    {
        offsets.Finish();
        missing.Finish();
        items.Finish();
    }

    public override void Dispose()
    {
        offsets.Dispose();
        missing.Dispose();
        items.Dispose();
    }

    private void AppendVectors(Vector values, int first, int count)
    {
        for (var row = first; row < first + count; row++)
        {
            if (values.IsMissing(row))
            {
                AddMissing();
                continue;
            }
            var range = ItemRange.Of(values, row, vectorLength!.Value);
            offsets.Add(range.Length);
            items.Append(values.Items, range.First, range.Length);
        }
    }

    // A missing vector has items too, as many as any: the engine sets room aside for them.
    private void AddMissing()
    {
        offsets.Add(vectorLength ?? 0);
        if (vectorLength is > 0 and var length) items.AppendMissing(length);
    }
}

/// <summary>Where rows begin among items.</summary>
internal sealed class OffsetOutput : IDisposable
{
    private readonly DatasetOutput _output;
    private long _total;

    public OffsetOutput(DatasetOutput output)
    {
        _output = output;
        Add(0);
    }

    /// <summary>Rows so far.</summary>
    public long Rows => _output.Rows - 1;

    /// <summary>A row of so many items.</summary>
    public void Add(int items)
    {
        _total += items;
        MemoryMarshal.Cast<byte, long>(_output.Next(1, out _))[0] = _total;
    }

    public void Finish() => _output.Flush();

    public void Dispose() => _output.Dispose();
}
