using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Arff.Header;
using Zenset.Formats.Text;

namespace Zenset.Formats.Arff;

/// <summary>Sparse rows: <c>{index value, index value}</c>. What is not named is 0, the first category, or 1970 (ARFF §9.2, "Sparse ARFF files").</summary>
internal sealed unsafe partial class ArffScan
{
    private bool ReadSparse(ChunkBuilder chunk, int row, byte* p, byte* end)
    {
        WriteDefaults(chunk, row);
        // An entry has at least four bytes, but for the last.
        _sparse?.BeginRow(chunk, (int)(end - p) / 4 + 1);
        var previous = -1;
        while (true)
        {
            SkipBlanks(ref p, end);
            if (p == end) return Fail(ArffErrors.SparseRow, null, p, "the brace of a sparse row is not closed", "The line may have been cut: compare the file with the original.");
            if (*p == '}') break;
            if (*p == ',')
            {
                p++;
                continue;
            }
            if (!ReadIndex(ref p, end, ref previous)) return false;
            // A number up to a comma, a blank or the brace is the usual entry.
            if (_sparsePositions is { } positions && positions[previous] >= 0)
            {
                var behind = NumberParser.ParseDouble(p, end, out var stored);
                if (behind != null && behind < end && *behind is (byte)',' or (byte)'}' or (byte)' ')
                {
                    _sparse?.Add(positions[previous], stored);
                    p = behind;
                    continue;
                }
            }
            var plan = PlanOf(previous);
            var after = plan.Attribute.Kind == ArffKind.Numeric ? NumberParser.ParseDouble(p, end, out var number) : Nothing(out number);
            if (after != null && after < end && *after is (byte)',' or (byte)'}' or (byte)' ')
            {
                WriteEntry(plan, row, number);
                p = after;
            }
            else if (!ReadEntry(chunk, row, plan, ref p, end))
            {
                return false;
            }
        }
        p++;
        SkipBlanks(ref p, end);
        if (p < end && *p == ',') p++;
        if (!ReadEnd(row, ref p, end)) return false;
        _sparse?.FinishRow(row);
        return true;
    }

    private static byte* Nothing(out double number)
    {
        number = 0;
        return null;
    }

    private bool ReadIndex(ref byte* p, byte* end, ref int previous)
    {
        var place = p;
        var after = NumberParser.ParseInt64(p, end, out var index);
        if (after == null || after == end || *after is not ((byte)' ' or (byte)'\t'))
            return Fail(ArffErrors.SparseRow, null, place, "an index and a value parted by a blank are expected", "A sparse row is {index value, index value}, indices from 0.");
        if (index < 0 || index >= _plans.Length)
        {
            return Fail(
                ArffErrors.SparseRow, null, place, string.Create(CultureInfo.InvariantCulture, $"index {index} is out of range: there are {_plans.Length:N0} attributes, from 0"),
                "Correct the index, or keep going without such rows: --on-error skip.");
        }
        if (index <= previous)
        {
            return Fail(
                ArffErrors.SparseRow, null, place, string.Create(CultureInfo.InvariantCulture, $"index {index} comes after index {previous}"),
                "Indices increase within a row. Sort them, or keep going without such rows: --on-error skip.");
        }
        previous = (int)index;
        p = after;
        SkipBlanks(ref p, end);
        return p < end || Fail(ArffErrors.SparseRow, null, place, "an index without a value", "A sparse row is {index value, index value}.");
    }

    private void WriteEntry(ArffCellPlan plan, int row, double number)
    {
        if (plan.Output < 0) return;
        if (plan.Shape == ArffShape.Sparse) _sparse!.Add(plan.Position, number);
        else WriteNumber(plan, row, row, number);
    }

    // Bare values end at a comma, a blank or the brace.
    private bool ReadEntry(ChunkBuilder chunk, int row, ArffCellPlan plan, ref byte* p, byte* end)
    {
        var stop = end;
        if (*p is not ((byte)'\'' or (byte)'"'))
        {
            var length = new ReadOnlySpan<byte>(p, (int)(end - p)).IndexOfAny((byte)',', (byte)'}');
            if (length >= 0) stop = p + length;
        }
        if (plan.Shape != ArffShape.Sparse) return ReadCell(chunk, row, plan, ref p, stop, byBlanks: false);
        var place = p;
        if (*p == '?')
        {
            p++;
            WriteMissing(chunk, row, plan);
            return true;
        }
        if (!TakeText(plan, ref p, stop, byBlanks: false, out var text)) return false;
        if (!TryNumber(text, out var number)) return NotANumber(plan, place, text);
        WriteEntry(plan, row, number);
        return true;
    }

    // What a sparse row leaves out is the first category.
    private void WriteTextDefaults(ChunkBuilder chunk, int row)
    {
        for (var i = 0; i < _plans.Length; i++)
        {
            if (_layout.Columns[_layout.Slots[i].Column].Shape != ArffShape.TextVector) continue;
            var plan = PlanOf(i);
            if (plan.Codes!.Count > 0) WriteCode(chunk, plan, row, 0);
            else WriteMissing(chunk, row, plan);
        }
    }

    private void WriteDefaults(ChunkBuilder chunk, int row)
    {
        foreach (var vector in _vectors) vector.ClearRow(row);
        if (_texts is not null) WriteTextDefaults(chunk, row);
        foreach (var plan in _scalars)
        {
            switch (plan.Attribute.Kind)
            {
                case ArffKind.Numeric or ArffKind.Integer:
                    ((long*)_data[plan.Output])[row] = 0;
                    break;
                case ArffKind.Nominal when plan.Codes!.Count > 0:
                    WriteCode(chunk, plan, row, 0);
                    break;
                case ArffKind.Date when plan.IsDays:
                    ((int*)_data[plan.Output])[row] = 0;
                    break;
                case ArffKind.Date:
                    ((long*)_data[plan.Output])[row] = 0;
                    break;
                case ArffKind.String:
                    // Weka's own value here is an artefact of its string table; "0" is what liac-arff reads.
                    chunk[plan.Output].SetTextInPlace(row, "0"u8);
                    break;
                case ArffKind.Nominal or ArffKind.Relational:
                    WriteMissing(chunk, row, plan);
                    break;
                default:
                    throw new InvalidOperationException($"The kind {plan.Attribute.Kind} has no default.");
            }
        }
    }
}
