using Zenset.Model;

namespace Zenset.Formats.Csv.Types;

/// <summary>Whether a cell fits a type that the user insists on; <see cref="PlanFit"/> knows those that are found out.</summary>
internal static unsafe class ForcedFit
{
    /// <summary>The cell is a value of the plan; null when it is missing.</summary>
    public static bool? Fits(ColumnPlan plan, MissingWords missing, byte* p, byte* end)
    {
        RecordSplitter.Trim(ref p, ref end);
        if (p == end || missing.IndexOf(new ReadOnlySpan<byte>(p, (int)(end - p))) >= 0) return null;
        return plan.Type.Kind switch
        {
            FieldKind.Int8 => new IntegerParser<sbyte>(plan.Numbers).TryParse(p, end, out _),
            FieldKind.Int16 => new IntegerParser<short>(plan.Numbers).TryParse(p, end, out _),
            FieldKind.Int32 => new IntegerParser<int>(plan.Numbers).TryParse(p, end, out _),
            FieldKind.Int128 => new IntegerParser<Int128>(plan.Numbers).TryParse(p, end, out _),
            FieldKind.UInt8 => new IntegerParser<byte>(plan.Numbers).TryParse(p, end, out _),
            FieldKind.UInt16 => new IntegerParser<ushort>(plan.Numbers).TryParse(p, end, out _),
            FieldKind.UInt32 => new IntegerParser<uint>(plan.Numbers).TryParse(p, end, out _),
            FieldKind.Float16 or FieldKind.Float32 => new SingleParser(plan.Numbers).TryParse(p, end, out _),
            FieldKind.Uuid => new UuidParser().TryParse(p, end, out _),
            _ => PlanFit.Fits(plan, missing, p, end),
        };
    }
}
