using Zenset.Model;

namespace Zenset.Formats.Csv.Types;

/// <summary>
/// Finds the narrowest type that holds every cell of a column without changing what it says. Cells are added one by one; nothing of
/// them is kept but what was still possible.
/// </summary>
internal sealed unsafe class ColumnGuess(MissingWords missing, NumberFormat? given, TimeLayout? givenLayout)
{
    // 2^53: whole numbers up to it are exact as doubles.
    private const long ExactLimit = 1L << 53;

    private bool _mayBeBoolean = true;
    private bool _mayBePlain = true;
    private bool _mayBeComma = true;
    private bool _mayBeGrouped = true;
    private bool _isComma;
    private bool _isGrouped;
    private bool _mayBeTime = true;
    private bool _hasFraction;
    private bool _hasFloating;
    private bool _hasCode;
    private bool _hasInexactWhole;
    private bool _mayBeSigned = true;
    private bool _mayBeUnsigned = true;
    private int _wholeDigits;
    private int _fractionDigits;
    private DateOrder _orders = DateOrder.All;
    private TimeParts _parts;
    private bool _hasParts;
    private bool _hasDateOnly;
    private bool _hasDateTime;
    private bool _hasZone;
    private bool _lacksZone;
    private bool _mixedLayout;
    private int _maxFraction;
    private long _quotedFreely;
    private bool _hasEmptyText;

    /// <summary>Cells that are neither missing nor words for it.</summary>
    public long Values { get; private set; }

    /// <summary>Cells that are words for a missing value.</summary>
    public long MissingWordCount { get; private set; }

    /// <summary>The first such word.</summary>
    public int FirstMissingWord { get; private set; } = -1;

    /// <summary>Cells that stood without quotes, among those that could.</summary>
    public long Unquoted { get; private set; }

    /// <summary>Cells that stood in quotes without need.</summary>
    public long QuotedFreely => _quotedFreely;

    /// <summary>Cells that look like numbers.</summary>
    public long Numbers { get; private set; }

    /// <summary>The first cell that looks like none.</summary>
    public string? FirstWord { get; private set; }

    /// <summary>Every value is a date, but day and month could be either way round.</summary>
    public bool IsAmbiguousDate => Values > 0 && (_orders & (DateOrder.DayMonthYear | DateOrder.MonthDayYear)) == (DateOrder.DayMonthYear | DateOrder.MonthDayYear);

    /// <summary>Every value is a number, but a comma before three digits could be a decimal mark or a group mark.</summary>
    public bool IsAmbiguousNumber => Values > 0 && !_mayBePlain && _mayBeComma && _mayBeGrouped;

    /// <summary>Values are certainly written with a decimal comma.</summary>
    public bool HasDecimalComma => _mayBeComma && _isComma;

    /// <summary>Some numbers have more digits than a double keeps.</summary>
    public long LongNumbers { get; private set; }

    /// <summary>Takes a cell into account. <paramref name="p"/> … <paramref name="end"/> is its text as it stands.</summary>
    public void Add(byte* p, byte* end, bool isQuoted, bool neededQuotes)
    {
        if (isQuoted && !neededQuotes && p < end) _quotedFreely++;
        RecordSplitter.Trim(ref p, ref end);
        if (p == end)
        {
            if (isQuoted) _hasEmptyText = true;
            return;
        }
        if (!isQuoted) Unquoted++;
        var text = new ReadOnlySpan<byte>(p, (int)(end - p));
        var word = missing.IndexOf(text);
        if (word >= 0)
        {
            if (MissingWordCount++ == 0) FirstMissingWord = word;
            return;
        }
        Values++;
        if (_mayBeBoolean && !Booleans.TryParse(text, out _)) _mayBeBoolean = false;
        AddNumber(p, end);
        if (_orders != DateOrder.None) AddDate(p, end);
        if (_mayBeTime) AddTime(p, end);
    }

    /// <summary>The type so far.</summary>
    /// <param name="keepText">Its cells were put in quotes on purpose: numbers among them are text.</param>
    /// <param name="preferComma">Another column has decimal commas: they decide doubtful ones.</param>
    public ColumnPlan Decide(bool keepText, bool preferComma)
    {
        if (Values == 0) return Plan(MissingWordCount > 0 || _hasEmptyText ? FieldType.String : FieldType.Null);
        if (keepText) return Plan(FieldType.String);
        if (_mayBeBoolean) return Plan(FieldType.Boolean);
        if (NumberFormatOf(preferComma) is { } format) return new ColumnPlan { Type = NumberType(), Numbers = format };
        if (_orders != DateOrder.None && TryDateType() is { } date) return date;
        if (_mayBeTime) return new ColumnPlan { Type = FieldType.Time(_maxFraction > 6 ? TimeUnit.Nanosecond : TimeUnit.Microsecond), Layout = LayoutOf(DateOrder.None) };
        return Plan(FieldType.String);
    }

    private static ColumnPlan Plan(FieldType type) => new() { Type = type };

    private NumberFormat? NumberFormatOf(bool preferComma)
    {
        if (given is { } format) return _mayBePlain ? format : null;
        if (_mayBePlain) return NumberFormat.Plain;
        if (_mayBeComma && (_isComma || preferComma && !_isGrouped)) return NumberFormat.Comma;
        return _mayBeGrouped && (_isGrouped || !_mayBeComma) ? NumberFormat.Grouped : null;
    }

    private FieldType NumberType()
    {
        if (!_hasFraction && !_hasFloating)
        {
            if (_hasCode) return FieldType.String;
            if (_mayBeSigned) return FieldType.Int64;
            if (_mayBeUnsigned) return FieldType.UInt64;
            return _wholeDigits <= 38 ? FieldType.Decimal(38, 0) : FieldType.String;
        }
        // A whole number that a double would round, beside fractions: a decimal keeps both.
        if (!_hasInexactWhole) return FieldType.Float64;
        return !_hasFloating && _wholeDigits + _fractionDigits <= 38 ? FieldType.Decimal(38, _fractionDigits) : FieldType.String;
    }

    private void AddNumber(byte* p, byte* end)
    {
        var shape = NumberShape.Of(p, end, given ?? NumberFormat.Plain);
        if (shape.IsNumber) Numbers++;
        else
        {
            _mayBePlain = false;
            FirstWord ??= Quoting.Shorten(new ReadOnlySpan<byte>(p, (int)(end - p)), 20);
        }
        if (given is null)
        {
            if (_mayBeComma)
            {
                var comma = NumberShape.Of(p, end, NumberFormat.Comma);
                if (!comma.IsNumber) _mayBeComma = false;
                // One comma before exactly three digits could mark a group.
                else if (comma.FractionDigits is > 0 and not 3 || comma is { FractionDigits: 3, Groups: > 0 } || comma is { FractionDigits: 3, WholeDigits: 0 or > 3 } || comma.Groups > 1) _isComma = true;
                if (!shape.IsNumber && comma.IsNumber) shape = comma;
            }
            if (_mayBeGrouped)
            {
                var grouped = NumberShape.Of(p, end, NumberFormat.Grouped);
                if (!grouped.IsNumber) _mayBeGrouped = false;
                else if (grouped.Groups > 1 || grouped is { Groups: > 0, FractionDigits: > 0 }) _isGrouped = true;
                if (!shape.IsNumber && grouped.IsNumber) shape = grouped;
            }
        }
        if (!shape.IsNumber) return;
        _wholeDigits = Math.Max(_wholeDigits, shape.WholeDigits);
        _fractionDigits = Math.Max(_fractionDigits, shape.FractionDigits);
        if (shape.SignificantDigits > 17) LongNumbers++;
        if (shape.IsFloating) _hasFloating = true;
        else if (!shape.IsWhole) _hasFraction = true;
        else AddWhole(p, end, shape);
    }

    private void AddWhole(byte* p, byte* end, NumberShape shape)
    {
        // Minus zero is a number that only a floating-point type holds; other leading zeros are part of a code.
        if (shape.IsCode)
        {
            if (shape.WholeDigits == 0 && *p == '-') _hasFraction = true;
            else _hasCode = true;
        }
        if (*p == '-') _mayBeUnsigned = false;
        if (shape.WholeDigits <= 15) return;
        Span<byte> digits = stackalloc byte[64];
        var length = 0;
        for (; p < end && length < digits.Length; p++)
        {
            if (*p == '-' || *p - (uint)'0' <= 9) digits[length++] = *p;
        }
        var isSigned = System.Buffers.Text.Utf8Parser.TryParse(digits[..length], out long value, out var used) && used == length;
        if (!isSigned) _mayBeSigned = false;
        if (!isSigned && !(System.Buffers.Text.Utf8Parser.TryParse(digits[..length], out ulong _, out used) && used == length)) _mayBeUnsigned = false;
        if (!isSigned || value is > ExactLimit or < -ExactLimit) _hasInexactWhole = true;
    }

    private void AddDate(byte* p, byte* end)
    {
        if (!TimeText.TryParse(p, end, out var parts))
        {
            _orders = DateOrder.None;
            return;
        }
        _orders &= givenLayout is null ? parts.Orders : parts.Orders & givenLayout.Order;
        if (_hasParts && parts.Separator != _parts.Separator) _orders = DateOrder.None;
        if (parts.Between != 0)
        {
            _hasDateTime = true;
            if (parts.HasZone) _hasZone = true;
            else _lacksZone = true;
        }
        else
        {
            _hasDateOnly = true;
        }
        Note(parts);
    }

    private void AddTime(byte* p, byte* end)
    {
        if (!TimeText.TryParseTime(p, end, out var parts))
        {
            _mayBeTime = false;
            return;
        }
        Note(parts);
    }

    private void Note(TimeParts parts)
    {
        if (!_hasParts)
        {
            _parts = parts;
            _hasParts = true;
        }
        else if (parts.IsPadded != _parts.IsPadded || parts.Between != _parts.Between || parts.HasSeconds != _parts.HasSeconds
            || parts.IsHourPadded != _parts.IsHourPadded || parts.FractionDigits != _parts.FractionDigits || parts.HasZone != _parts.HasZone)
        {
            // 1/2/2018 and 12/10/2018 in one column: written without padding.
            _mixedLayout = true;
            if (!parts.IsPadded) _parts.IsPadded = false;
        }
        _maxFraction = Math.Max(_maxFraction, parts.FractionDigits);
    }

    private ColumnPlan? TryDateType()
    {
        if (!System.Numerics.BitOperations.IsPow2((int)_orders) || (_hasDateTime && _hasZone && (_lacksZone || _hasDateOnly))) return null;
        var layout = LayoutOf(_orders);
        if (!_hasDateTime) return new ColumnPlan { Type = FieldType.Date, Layout = layout };
        return new ColumnPlan
        {
            Type = FieldType.Timestamp(_maxFraction > 6 ? TimeUnit.Nanosecond : TimeUnit.Microsecond, _hasZone ? "UTC" : null),
            Layout = layout,
        };
    }

    private TimeLayout LayoutOf(DateOrder order) => new()
    {
        Order = order,
        Separator = _parts.Separator == 0 ? (byte)'-' : _parts.Separator,
        IsPadded = _parts.IsPadded,
        Between = _hasDateTime && _parts.Between == 0 ? (byte)' ' : _parts.Between,
        HasTime = order == DateOrder.None || _hasDateTime,
        IsHourPadded = _parts.IsHourPadded || (_hasDateOnly && _hasDateTime),
        HasSeconds = _parts.HasSeconds || _maxFraction > 0 || (_mixedLayout && (_hasDateTime || order == DateOrder.None)),
        FractionDigits = _mixedLayout ? 0 : _parts.FractionDigits,
        HasZone = _hasZone,
    };
}
