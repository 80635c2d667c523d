using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Arff.Header;

namespace Zenset.Formats.Arff;

/// <summary>Relational cells: a small table in one quoted text, its rows parted by line breaks, read into a list of structs.</summary>
internal sealed unsafe partial class ArffScan
{
    private bool ReadRelational(VectorBuilder list, int row, ArffCellPlan plan, byte* place, ReadOnlySpan<byte> text)
    {
        var start = plan.ItemsUsed;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].Trim(" \t\r"u8);
            if (line.IsEmpty || line[0] == '%') continue;
            list.ReserveItems(RoomFor(plan.ItemsUsed + 1));
            // Counted at once: what a row that fails has marked missing is then not used again.
            var item = (int)plan.ItemsUsed++;
            for (var c = 0; c < plan.Children.Length; c++)
            {
                if (!TakeNested(ref line, out var cell, out var isMissing)) return NestedCount(plan, place, c);
                var member = list.Items.Member(c);
                if (isMissing) WriteNestedMissing(member, item, plan.Children[c]);
                else if (!WriteNested(member, item, plan.Children[c], place, cell)) return false;
            }
            if (!line.Trim(" \t"u8).IsEmpty) return NestedCount(plan, place, plan.Children.Length + 1);
        }
        list.Entries[row] = new ListEntry((ulong)start, (ulong)(plan.ItemsUsed - start));
        return true;
    }

    private static long RoomFor(long items) => Math.Max(2048, (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)items));

    // Takes one cell and the separator after it. Escapes inside a nested quote were doubled by the outer one, and are decoded here.
    private bool TakeNested(ref ReadOnlySpan<byte> line, out ReadOnlySpan<byte> cell, out bool isMissing)
    {
        cell = default;
        isMissing = false;
        line = line.TrimStart(" \t"u8);
        if (line.IsEmpty) return false;
        if (line[0] is (byte)'\'' or (byte)'"')
        {
            fixed (byte* open = line)
            {
                var p = open + 1;
                var end = open + line.Length;
                var inner = line[1..];
                var stop = inner.IndexOfAny(line[0], (byte)'\\');
                if (stop < 0) return false;
                // Scratch memory and the outer text outlive this block; the outer text is native memory already.
                if (inner[stop] == line[0])
                {
                    cell = inner[..stop];
                    line = inner[(stop + 1)..];
                }
                else
                {
                    if (!TakeEscaped(line[0], stop, ref p, end, out cell)) return false;
                    line = line[(int)(p - open)..];
                }
            }
        }
        else
        {
            var length = line.IndexOf((byte)',');
            if (length < 0) length = line.Length;
            cell = line[..length].TrimEnd(" \t"u8);
            isMissing = cell.SequenceEqual("?"u8);
            line = line[length..];
        }
        line = line.TrimStart(" \t"u8);
        if (!line.IsEmpty && line[0] == ',') line = line[1..];
        return true;
    }

    private bool WriteNested(VectorBuilder vector, int item, ArffCellPlan plan, byte* place, ReadOnlySpan<byte> text)
    {
        switch (plan.Attribute.Kind)
        {
            case ArffKind.Numeric or ArffKind.Integer:
                if (!TryNumber(text, out var number)) return NotANumber(plan, place, text);
                vector.Values<double>()[item] = number;
                return true;
            case ArffKind.Nominal:
                if (plan.Codes!.Find(text) < 0)
                {
                    return Fail(
                        ArffErrors.UndeclaredCategory, plan, place,
                        string.Create(CultureInfo.InvariantCulture, $"value '{Quoting.Shorten(text)}' is not among the {plan.Codes.Count:N0} declared categories"),
                        "Correct or quote the value, or declare it in the header.");
                }
                vector.SetText(item, text);
                return true;
            case ArffKind.String:
                vector.SetText(item, text);
                return true;
            case ArffKind.Date:
                if (!plan.Pattern!.TryParse(text, out var micros)) return NotADate(plan, place, text);
                if (plan.IsDays) vector.Values<int>()[item] = DaysOf(micros);
                else vector.Values<long>()[item] = micros;
                return true;
            case ArffKind.Relational:
                // A relational attribute inside another is escaped once more.
                var inner = text;
                if (!ReadRelational(vector, item, plan, place, inner)) return false;
                vector.SetItemCount(plan.ItemsUsed);
                return true;
            default:
                throw new InvalidOperationException($"The kind {plan.Attribute.Kind} has no reader.");
        }
    }

    private static void WriteNestedMissing(VectorBuilder vector, int item, ArffCellPlan plan)
    {
        vector.SetMissing(item);
        if (plan.Attribute.Kind == ArffKind.Relational) vector.Entries[item] = new ListEntry((ulong)plan.ItemsUsed, 0);
    }

    private bool NestedCount(ArffCellPlan plan, byte* place, int cells) => Fail(
        ArffErrors.CellCount, plan, place,
        string.Create(CultureInfo.InvariantCulture, $"a row of the relational value has {cells:N0} cells, and the attribute has {plan.Children.Length:N0}"),
        "Rows of a relational value are parted by \\n inside its quotes.");
}
