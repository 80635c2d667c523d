using System.Globalization;
using System.Runtime.CompilerServices;
using Zenset.DuckDb;
using Zenset.Formats.Arff.Header;
using Zenset.Formats.Text;

namespace Zenset.Formats.Arff;

/// <summary>Dense rows: a cell for every attribute.</summary>
internal sealed unsafe partial class ArffScan
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ReadDense(ChunkBuilder chunk, int row, byte* p, byte* end)
    {
        var first = p;
        if (ReadCells(chunk, row, p, end, byBlanks: false)) return true;
        // Weka takes blanks for separators too; a row that is short of commas and has blanks may be meant so.
        if (_failure.Code == ArffErrors.Quote || _failure.Code == ArffErrors.Weight) return false;
        if (new ReadOnlySpan<byte>(first, (int)(end - first)).IndexOfAny((byte)' ', (byte)'\t') < 0) return false;
        var failure = _failure;
        Forget(chunk, row);
        if (ReadCells(chunk, row, first, end, byBlanks: true)) return true;
        _failure = failure;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ReadCells(ChunkBuilder chunk, int row, byte* p, byte* end, bool byBlanks)
    {
        var plans = _plans;
        var vectorStart = row;
        _sparse?.BeginRow(chunk, plans.Length);
        for (var i = 0; i < plans.Length; i++)
        {
            var plan = plans[i] ?? PlanOf(i);
            if (plan.Shape == ArffShape.Vector && plan.Output >= 0)
            {
                i += ReadVectorRun(plan, _layout.RunLengths[i], row, ref p, end);
                if (i == plans.Length) break;
                plan = plans[i] ?? PlanOf(i);
            }
            SkipBlanks(ref p, end);
            if (p == end || i > 0 && *p == '%')
            {
                // Nothing after a last comma is an empty cell, too.
                if (i == 0 || i + 1 < plans.Length || !IsAfterComma(p) || !TryReadEmpty(chunk, row, plan)) return TooFew(i, p);
                continue;
            }
            // The usual cells: a number, or a bare nominal value, with a comma or the end right after it.
            byte* after = null;
            switch (plan.Kind)
            {
                case ArffKind.Numeric:
                    after = NumberParser.ParseDouble(p, end, out var number);
                    if (after == null || after < end && *after != ',') break;
                    WriteNumber(plan, row, vectorStart, number);
                    p = after;
                    goto Taken;
                case ArffKind.Integer when plan.IsInteger && plan.Output >= 0:
                    after = NumberParser.ParseInt64(p, end, out var whole);
                    if (after == null || after < end && *after != ',') break;
                    ((long*)_data[plan.Output])[row] = whole;
                    p = after;
                    goto Taken;
                case ArffKind.Nominal when plan.Output >= 0:
                    after = FindBareEnd(p, end);
                    if (after == null) break;
                    var code = plan.Codes!.Find(new ReadOnlySpan<byte>(p, (int)(after - p)));
                    if (code < 0) break;
                    WriteCode(chunk, plan, row, code);
                    p = after;
                    goto Taken;
            }
            if (!ReadCell(chunk, row, plan, ref p, end, byBlanks)) return false;
        Taken:
            if (p < end && *p == ',')
            {
                p++;
            }
            else if (p < end && (*p == ' ' || *p == '\t'))
            {
                SkipBlanks(ref p, end);
                if (p < end && *p == ',') p++;
                else if (!byBlanks && i + 1 < plans.Length && p < end && *p != '%') return TooFew(i + 1, p);
            }
        }
        if (!ReadEnd(row, ref p, end)) return false;
        _sparse?.FinishRow(row);
        return true;
    }

    // The rest of a vector as long as its cells are bare numbers, each with a comma right after it; returns how many. What is odd, and the
    // last cell of the row, is left for the general way.
    private int ReadVectorRun(ArffCellPlan plan, int most, int row, ref byte* p, byte* end)
    {
        var items = VectorFor(plan).From(row, plan.Position);
        var count = 0;
        while (count < most)
        {
            var after = NumberParser.ParseDouble(p, end, out var number);
            if (after == null || after >= end || *after != ',') break;
            items[count++] = number;
            p = after + 1;
        }
        return count;
    }

    // End of a value of letters, digits, '-', '_', '.', '<', '>', '=' and bytes above ASCII, if a comma or the end of the row comes
    // right after it; null sends the cell the long way.
    private static byte* FindBareEnd(byte* p, byte* end)
    {
        var bare = BareBytes;
        while (p < end && bare[*p]) p++;
        return p == end || *p == ',' ? p : null;
    }

    private static readonly bool[] BareBytes =
        [.. Enumerable.Range(0, 256).Select(b => char.IsAsciiLetterOrDigit((char)b) || b >= 128 || "-_.<>=+/:".Contains((char)b, StringComparison.Ordinal))];

    private static bool IsAfterComma(byte* p)
    {
        do p--;
        while (*p is (byte)' ' or (byte)'\t');
        return *p == ',';
    }

    // liac-arff and spreadsheets write nothing for a missing value. Weka takes commas for blanks and so never sees such a cell.
    private bool TryReadEmpty(ChunkBuilder chunk, int row, ArffCellPlan plan)
    {
        if (_table.Options.Strict) return false;
        _emptyCells++;
        WriteMissing(chunk, row, plan);
        return true;
    }

    // After the last cell: nothing, a comment, or an instance weight in braces.
    private bool ReadEnd(int row, ref byte* p, byte* end)
    {
        SkipBlanks(ref p, end);
        var weight = 1.0;
        if (p < end && *p == '{')
        {
            var place = p++;
            SkipBlanks(ref p, end);
            var after = p < end ? NumberParser.ParseDouble(p, end, out weight) : null;
            if (after == null) return Fail(ArffErrors.Weight, null, place, "an instance weight that is no number", "Write it as {2.5} after the last cell.");
            p = after;
            SkipBlanks(ref p, end);
            if (p == end || *p != '}') return Fail(ArffErrors.Weight, null, place, "the brace of an instance weight is not closed", "Write it as {2.5} after the last cell.");
            p++;
            SkipBlanks(ref p, end);
            _learnedWeights = !_hasWeights;
        }
        if (_weightOutput >= 0) _weights[row] = weight;
        return p == end || *p == '%' || TooMany(p, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteNumber(ArffCellPlan plan, int row, int vectorRow, double number)
    {
        if (plan.Output < 0) return;
        if (plan.Shape == ArffShape.Scalar) ((double*)_data[plan.Output])[row] = number;
        else if (plan.Shape == ArffShape.Vector) VectorFor(plan).Write(vectorRow, plan.Position, number);
        else AddUnlessZero(plan, number);
    }

    // A dense row in a table that is kept sparse. Negative zero is not what an entry that is left out means.
    private void AddUnlessZero(ArffCellPlan plan, double number)
    {
        if (BitConverter.DoubleToInt64Bits(number) != 0) _sparse!.Add(plan.Position, number);
    }

    private VectorOutput VectorFor(ArffCellPlan plan)
    {
        foreach (var vector in _vectors)
        {
            if (vector.Output == plan.Output) return vector;
        }
        throw new InvalidOperationException("A vector attribute has no vector column.");
    }

    private bool TooFew(int cells, byte* place) => Fail(
        ArffErrors.CellCount, null, place,
        string.Create(CultureInfo.InvariantCulture, $"the row has {cells:N0} cells, and there are {_plans.Length:N0} attributes"),
        "A value with blanks or commas needs quotes; a missing value is a question mark. Or keep going without such rows: --on-error skip.");

    private bool TooMany(byte* place, byte* end)
    {
        var cells = _plans.Length + 1;
        for (var p = place; p < end; p++) cells += *p == ',' ? 1 : 0;
        return Fail(
            ArffErrors.CellCount, null, place,
            string.Create(CultureInfo.InvariantCulture, $"the row has {cells:N0} cells, and there are {_plans.Length:N0} attributes"),
            "A value with blanks or commas needs quotes. Or keep going without such rows: --on-error skip.");
    }
}
