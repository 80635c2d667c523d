namespace Zenset.Model;

/// <summary>The kinds of value that a field can hold. A closed set: a switch over it has no default.</summary>
public enum FieldKind
{
    /// <summary>Nothing but missing values.</summary>
    Null,
    /// <summary>True or false.</summary>
    Boolean,
    /// <summary>Signed, 8 bits.</summary>
    Int8,
    /// <summary>Signed, 16 bits.</summary>
    Int16,
    /// <summary>Signed, 32 bits.</summary>
    Int32,
    /// <summary>Signed, 64 bits.</summary>
    Int64,
    /// <summary>Signed, 128 bits.</summary>
    Int128,
    /// <summary>Unsigned, 8 bits.</summary>
    UInt8,
    /// <summary>Unsigned, 16 bits.</summary>
    UInt16,
    /// <summary>Unsigned, 32 bits.</summary>
    UInt32,
    /// <summary>Unsigned, 64 bits.</summary>
    UInt64,
    /// <summary>IEEE 754 binary16.</summary>
    Float16,
    /// <summary>IEEE 754 binary32.</summary>
    Float32,
    /// <summary>IEEE 754 binary64.</summary>
    Float64,
    /// <summary>Decimal number of fixed precision and scale.</summary>
    Decimal,
    /// <summary>UTF-8 text.</summary>
    String,
    /// <summary>Bytes.</summary>
    Binary,
    /// <summary>128-bit identifier.</summary>
    Uuid,
    /// <summary>A day of the proleptic Gregorian calendar.</summary>
    Date,
    /// <summary>Time of day.</summary>
    Time,
    /// <summary>Date and time of day, without zone (local) or on the UTC time line (zoned).</summary>
    Timestamp,
    /// <summary>Months, days and microseconds.</summary>
    Interval,
    /// <summary>Any number of items of one type.</summary>
    List,
    /// <summary>A fixed number of items of one type: a vector.</summary>
    FixedList,
    /// <summary>Named members.</summary>
    Struct,
    /// <summary>Keys and values.</summary>
    Map,
    /// <summary>A vector of which only the stored entries are kept: two lists, indices (from 0, increasing) and values.</summary>
    Sparse,
}

/// <summary>Resolution of a time.</summary>
public enum TimeUnit
{
    /// <summary>Seconds.</summary>
    Second,
    /// <summary>Milliseconds.</summary>
    Millisecond,
    /// <summary>Microseconds.</summary>
    Microsecond,
    /// <summary>Nanoseconds.</summary>
    Nanosecond,
}

/// <summary>What a field is for.</summary>
public enum FieldRole
{
    /// <summary>Not said.</summary>
    None,
    /// <summary>An input of a model.</summary>
    Feature,
    /// <summary>What a model predicts.</summary>
    Target,
    /// <summary>Identifies the row; not an input.</summary>
    RowId,
    /// <summary>To be left out of modelling.</summary>
    Ignore,
    /// <summary>Names the split (train, test) that the row belongs to.</summary>
    Split,
    /// <summary>Weight of the row.</summary>
    Weight,
}
