using Zenset.Model;

namespace Zenset.Formats.Csv.Types;

/// <summary>Whether a cell fits a plan, and whether a wider plan of the same family would hold it.</summary>
internal static unsafe class PlanFit
{
    /// <summary>The cell is a value of the plan; null when it is missing.</summary>
    public static bool? Fits(ColumnPlan plan, MissingWords missing, byte* p, byte* end)
    {
        if (plan.Type.Kind == FieldKind.String) return p == end ? null : true;
        RecordSplitter.Trim(ref p, ref end);
        if (p == end) return null;
        if (missing.IndexOf(new ReadOnlySpan<byte>(p, (int)(end - p))) >= 0) return null;
        var order = plan.Layout?.Order ?? DateOrder.YearMonthDay;
        var separator = plan.Layout?.Separator ?? (byte)'-';
        return plan.Type.Kind switch
        {
            FieldKind.Boolean => Booleans.TryParse(new ReadOnlySpan<byte>(p, (int)(end - p)), out _),
            FieldKind.Int64 when plan.Numbers.IsPlain => new Int64Parser().TryParse(p, end, out _),
            FieldKind.Int64 => new IntegerParser<long>(plan.Numbers).TryParse(p, end, out _),
            FieldKind.UInt64 => new IntegerParser<ulong>(plan.Numbers).TryParse(p, end, out _),
            FieldKind.Decimal => new DecimalParser<Int128>(plan.Type.Precision, plan.Type.Scale, plan.Numbers).TryParse(p, end, out _),
            FieldKind.Float64 => NumberShape.Of(p, end, plan.Numbers).IsNumber || (plan.Numbers.IsPlain && new DoubleParser().TryParse(p, end, out _)),
            FieldKind.Date => new DateParser(order, separator).TryParse(p, end, out _),
            FieldKind.Time => new TimeOfDayParser(plan.Type.Unit == TimeUnit.Nanosecond ? 1_000_000_000 : 1_000_000).TryParse(p, end, out _),
            FieldKind.Timestamp => new TimestampParser(order, separator, plan.Type.Zone is not null, plan.Type.Unit == TimeUnit.Nanosecond ? 1_000_000_000 : 1_000_000).TryParse(p, end, out _),
            _ => false,
        };
    }

    /// <summary>
    /// A cell that does not fit is of the same family: a number that is larger or has a fraction, a date with a time, any value in a
    /// column that had none. A wider type holds it and all before it.
    /// </summary>
    public static bool CanWiden(ColumnPlan plan, byte* p, byte* end)
    {
        if (plan.IsForced) return false;
        RecordSplitter.Trim(ref p, ref end);
        switch (plan.Type.Kind)
        {
            case FieldKind.Null:
                return true;
            case FieldKind.Int64 or FieldKind.UInt64 or FieldKind.Decimal:
                return NumberShape.Of(p, end, plan.Numbers).IsNumber;
            case FieldKind.Date or FieldKind.Timestamp:
                return TimeText.TryParse(p, end, out var parts) && (parts.Orders & plan.Layout!.Order) != 0 && parts.Separator == plan.Layout.Separator
                    && !(parts.HasZone ^ (plan.Type.Zone is not null));
            case FieldKind.Time:
                return TimeText.TryParseTime(p, end, out _);
            default:
                return false;
        }
    }
}
