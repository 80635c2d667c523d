namespace Zenset.Formats.Csv.Types;

/// <summary>How numbers are written: the decimal mark, and what may stand between groups of three digits (0: nothing).</summary>
internal readonly record struct NumberFormat(byte Decimal, byte Thousands)
{
    /// <summary>1234.5.</summary>
    public static readonly NumberFormat Plain = new((byte)'.', 0);

    /// <summary>1.234,5 and 1234,5.</summary>
    public static readonly NumberFormat Comma = new((byte)',', (byte)'.');

    /// <summary>1,234.5.</summary>
    public static readonly NumberFormat Grouped = new((byte)'.', (byte)',');

    /// <summary>The library's own way.</summary>
    public bool IsPlain => Decimal == '.' && Thousands == 0;
}

/// <summary>What a text looks like as a number, without its value.</summary>
internal struct NumberShape
{
    /// <summary>It is a number in the format asked for.</summary>
    public bool IsNumber;

    /// <summary>Digits only, no mark, no exponent.</summary>
    public bool IsWhole;

    /// <summary>Has an exponent, or is <c>nan</c> or <c>inf</c>.</summary>
    public bool IsFloating;

    /// <summary>Written so that a whole number would not give it back: 007, -0.</summary>
    public bool IsCode;

    /// <summary>Digits before the mark, leading zeros not counted.</summary>
    public int WholeDigits;

    /// <summary>Digits after the mark.</summary>
    public int FractionDigits;

    /// <summary>From the first digit that is not zero to the last that is not zero.</summary>
    public int SignificantDigits;

    /// <summary>Groups of three digits are marked.</summary>
    public int Groups;

    /// <summary>Reads the shape of a text in a format.</summary>
    public static unsafe NumberShape Of(byte* p, byte* end, NumberFormat format)
    {
        var shape = default(NumberShape);
        if (p == end || end - p > 400) return shape;
        var negative = *p == '-';
        if (negative || *p == '+') p++;
        var first = p;
        var digits = 0;
        var sinceMark = 0;
        var lastNonZero = 0;
        var leading = true;
        for (; p < end; p++)
        {
            if (*p - (uint)'0' <= 9)
            {
                digits++;
                sinceMark++;
                if (leading && *p == '0') continue;
                leading = false;
                shape.WholeDigits++;
                if (*p != '0') lastNonZero = shape.WholeDigits;
                continue;
            }
            if (format.Thousands == 0 || *p != format.Thousands) break;
            // The first group has one to three digits, the others three.
            if (shape.Groups == 0 ? sinceMark is < 1 or > 3 : sinceMark != 3) return shape;
            shape.Groups++;
            sinceMark = 0;
        }
        if (shape.Groups > 0 && sinceMark != 3) return shape;
        var hasMark = p < end && *p == format.Decimal;
        var counted = shape.WholeDigits;
        if (hasMark)
        {
            p++;
            for (; p < end && *p - (uint)'0' <= 9; p++)
            {
                shape.FractionDigits++;
                if (counted > 0 || *p != '0') counted++;
                if (*p != '0') lastNonZero = counted;
            }
        }
        shape.SignificantDigits = lastNonZero;
        if (digits + shape.FractionDigits == 0)
        {
            shape.IsNumber = shape.IsFloating = IsWord(first, end);
            return shape;
        }
        shape.IsCode = (digits > 1 && *first == '0') || (!hasMark && negative && leading);
        if (p < end && (*p | 0x20) == 'e')
        {
            p++;
            if (p < end && *p is (byte)'-' or (byte)'+') p++;
            if (p == end) return shape;
            while (p < end && *p - (uint)'0' <= 9) p++;
            shape.IsFloating = true;
        }
        shape.IsNumber = p == end;
        shape.IsWhole = shape.IsNumber && !hasMark && !shape.IsFloating;
        return shape;
    }

    /// <summary>nan, inf or infinity, in any case.</summary>
    public static unsafe bool IsWord(byte* p, byte* end)
    {
        var length = end - p;
        if (length is not (3 or 8)) return false;
        var word = new ReadOnlySpan<byte>(p, (int)length);
        return length == 3
            ? System.Text.Ascii.EqualsIgnoreCase(word, "nan"u8) || System.Text.Ascii.EqualsIgnoreCase(word, "inf"u8)
            : System.Text.Ascii.EqualsIgnoreCase(word, "infinity"u8);
    }
}
