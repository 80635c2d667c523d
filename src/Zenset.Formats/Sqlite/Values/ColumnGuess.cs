using Zenset.Formats.Sqlite.Database;
using Zenset.Formats.Sqlite.Schema;
using Zenset.Model;

namespace Zenset.Formats.Sqlite.Values;

/// <summary>
/// Finds the field of a column from its declaration and its values. A declaration that SQLite has no type for (DATE, BOOLEAN, DECIMAL …) holds as long as
/// all values are of that form; whole numbers give way to fractions. Anything else that does not fit is left for the reader to
/// report, row by row: text among numbers is no type.
/// </summary>
internal sealed class ColumnGuess(ColumnInfo column, ColumnReading? given)
{
    private const long MostExact = 1L << 53;

    private readonly DeclaredType _declared = DeclaredType.Parse(column.Declared);
    private readonly TimeGuess _times = new();
    private StorageClass _first = StorageClass.Null;
    private bool _hasReal, _hasText, _hasBlob, _hasBeyondExact, _isBoolean = true, _isDecimal = true;

    /// <summary>The column.</summary>
    public ColumnInfo Column => column;

    /// <summary>Takes in a value.</summary>
    public void Observe(SqliteStatement values, int index)
    {
        var kind = values.ClassOf(index);
        if (kind == StorageClass.Null) return;
        if (_first == StorageClass.Null) _first = kind;
        switch (kind)
        {
            case StorageClass.Integer:
                var whole = values.Integer(index);
                _hasBeyondExact |= whole is < -MostExact or > MostExact;
                _isBoolean &= whole is 0 or 1;
                _isDecimal &= _declared.Kind == DeclaredKind.Decimal && Decimals.TryFromInteger(whole, _declared.Precision, _declared.Scale, out _);
                break;
            case StorageClass.Real:
                _hasReal = true;
                _isDecimal &= _declared.Kind == DeclaredKind.Decimal && Decimals.TryFromReal(values.Real(index), _declared.Precision, _declared.Scale, out _);
                break;
            case StorageClass.Text:
                _hasText = true;
                if (_declared.Kind is DeclaredKind.Date or DeclaredKind.Time or DeclaredKind.Timestamp) _times.Observe(values.Bytes(index));
                break;
            default:
                _hasBlob = true;
                break;
        }
    }

    /// <summary>What is written in <c>zenset_fields</c> is not so: from now on values count.</summary>
    public void BreakTrust() => IsTrustBroken = true;

    /// <summary>Whether that was so.</summary>
    public bool IsTrustBroken { get; private set; }

    /// <summary>The type is one that <c>zenset_fields</c> names.</summary>
    public bool IsTrusted => given is { IsTrusted: true } && !IsTrustBroken;

    /// <summary>What the column is read as, by everything seen so far.</summary>
    public ColumnReading Decide()
    {
        if (given is not null && !(given.IsTrusted && IsTrustBroken)) return given;
        var layout = _times.HasFailed ? null : _times.Layout;
        var type = Type(layout);
        if (type.Kind is not (FieldKind.Date or FieldKind.Time or FieldKind.Timestamp)) layout = null;
        var field = new Field { Name = column.Name, Type = layout?.Type ?? type, SourceFormat = layout?.Pattern };
        var isOpen = _first == StorageClass.Null && _declared.Kind is not (DeclaredKind.Integer or DeclaredKind.Real or DeclaredKind.Text or DeclaredKind.Blob);
        return new ColumnReading(field, layout) { IsOpen = isOpen };
    }

    /// <summary>What is odd about it; null when it is as declared.</summary>
    public string? Note(ColumnReading reading)
    {
        if (given is { IsAskedFor: true }) return null;
        if (IsTrustBroken) return $"its values are not what zenset_fields says they are; taken as {reading.Field.Type}";
        if (given is not null || _declared.Kind == DeclaredKind.Any || reading.Field.Type.Kind == _declared.FieldType.Kind) return null;
        return _declared.Kind == DeclaredKind.Number && reading.Field.Type.Kind == FieldKind.Int64
            ? null : $"declared {Quoting.Shorten(column.Declared)}, but not all values are of that kind; taken as {reading.Field.Type}";
    }

    private FieldType Type(TimeLayout? layout)
    {
        var isText = _first == StorageClass.Text && !_hasBlob && !_hasReal;
        return _declared.Kind switch
        {
            DeclaredKind.Integer => _hasReal && !_hasBeyondExact ? FieldType.Float64 : FieldType.Int64,
            DeclaredKind.Real => FieldType.Float64,
            DeclaredKind.Text => FieldType.String,
            // A BLOB that only ever holds text is a text.
            DeclaredKind.Blob => _hasText && !_hasBlob ? ByValues() : FieldType.Binary,
            DeclaredKind.Decimal when _first == StorageClass.Null || (_isDecimal && !_hasText && !_hasBlob) => _declared.FieldType,
            DeclaredKind.Boolean when _first == StorageClass.Null || (_isBoolean && _first == StorageClass.Integer && !_hasReal) => FieldType.Boolean,
            DeclaredKind.Date or DeclaredKind.Time or DeclaredKind.Timestamp when _first == StorageClass.Null => _declared.FieldType,
            // Whichever of the three the texts are: a DATE with times of day is common.
            DeclaredKind.Date or DeclaredKind.Time or DeclaredKind.Timestamp when isText && layout is { } found => found.Type,
            DeclaredKind.Date or DeclaredKind.Timestamp when isText && !_times.HasFailed => _declared.FieldType,
            _ => ByValues(),
        };
    }

    // The first value decides between numbers, texts and bytes.
    private FieldType ByValues() => _first switch
    {
        StorageClass.Integer or StorageClass.Real => _hasReal ? FieldType.Float64 : FieldType.Int64,
        StorageClass.Text => FieldType.String,
        StorageClass.Blob => FieldType.Binary,
        _ => _declared.FieldType,
    };
}
