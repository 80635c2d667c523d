namespace Zenset.DuckDb;

/// <summary>The engine's types and the layout of their values in a vector.</summary>
/// <remarks><c>duckdb_type</c> of duckdb.h 1.4.4; the numbers are part of the engine's ABI.</remarks>
public enum EngineTypeId
{
    /// <summary>INVALID: no type.</summary>
    Invalid = 0,

    /// <summary>BOOLEAN: one byte, 0 or 1.</summary>
    Boolean = 1,

    /// <summary>TINYINT: 8-bit signed.</summary>
    TinyInt = 2,

    /// <summary>SMALLINT: 16-bit signed.</summary>
    SmallInt = 3,

    /// <summary>INTEGER: 32-bit signed.</summary>
    Integer = 4,

    /// <summary>BIGINT: 64-bit signed.</summary>
    BigInt = 5,

    /// <summary>UTINYINT: 8-bit unsigned.</summary>
    UTinyInt = 6,

    /// <summary>USMALLINT: 16-bit unsigned.</summary>
    USmallInt = 7,

    /// <summary>UINTEGER: 32-bit unsigned.</summary>
    UInteger = 8,

    /// <summary>UBIGINT: 64-bit unsigned.</summary>
    UBigInt = 9,

    /// <summary>FLOAT: IEEE binary32.</summary>
    Float = 10,

    /// <summary>DOUBLE: IEEE binary64.</summary>
    Double = 11,

    /// <summary>TIMESTAMP: microseconds since 1970-01-01, no zone, <c>long</c>.</summary>
    Timestamp = 12,

    /// <summary>DATE: days since 1970-01-01, <c>int</c>.</summary>
    Date = 13,

    /// <summary>TIME: microseconds since midnight, <c>long</c>.</summary>
    Time = 14,

    /// <summary>INTERVAL: <see cref="EngineInterval"/>.</summary>
    Interval = 15,

    /// <summary>HUGEINT: <see cref="Int128"/>.</summary>
    HugeInt = 16,

    /// <summary>VARCHAR: UTF-8 text.</summary>
    VarChar = 17,

    /// <summary>BLOB: bytes.</summary>
    Blob = 18,

    /// <summary>DECIMAL: scaled integer: <c>short</c> to width 4, <c>int</c> to 9, <c>long</c> to 18, <see cref="Int128"/> to 38.</summary>
    Decimal = 19,

    /// <summary>TIMESTAMP_S: seconds since 1970-01-01, <c>long</c>.</summary>
    TimestampS = 20,

    /// <summary>TIMESTAMP_MS: milliseconds since 1970-01-01, <c>long</c>.</summary>
    TimestampMs = 21,

    /// <summary>TIMESTAMP_NS: nanoseconds since 1970-01-01, <c>long</c>.</summary>
    TimestampNs = 22,

    /// <summary>ENUM: code into the labels: <c>byte</c> to 255 labels, <c>ushort</c> to 65,535, else <c>uint</c>.</summary>
    Enum = 23,

    /// <summary>LIST: <see cref="ListEntry"/> and items.</summary>
    List = 24,

    /// <summary>STRUCT: members.</summary>
    Struct = 25,

    /// <summary>MAP: a list of structs of key and value.</summary>
    Map = 26,

    /// <summary>UUID: <see cref="Int128"/> with the top bit flipped, see <see cref="EngineUuid"/>.</summary>
    Uuid = 27,

    /// <summary>UNION: a tag and members.</summary>
    Union = 28,

    /// <summary>BIT: the number of padding bits, then the bits, as bytes.</summary>
    Bit = 29,

    /// <summary>TIME_TZ: 40 bits of microseconds, 24 bits of offset, <c>ulong</c>.</summary>
    TimeTz = 30,

    /// <summary>TIMESTAMP_TZ: microseconds since 1970-01-01 UTC, <c>long</c>.</summary>
    TimestampTz = 31,

    /// <summary>UHUGEINT: <see cref="UInt128"/>.</summary>
    UHugeInt = 32,

    /// <summary>ARRAY: a fixed number of items per row.</summary>
    Array = 33,

    /// <summary>ANY: any type, in signatures only.</summary>
    Any = 34,

    /// <summary>BIGNUM: integer of any size, as the engine's bytes.</summary>
    BigNum = 35,

    /// <summary>SQLNULL: the type of a bare NULL.</summary>
    SqlNull = 36,

    /// <summary>STRING_LITERAL: a literal before it is bound.</summary>
    StringLiteral = 37,

    /// <summary>INTEGER_LITERAL: a literal before it is bound.</summary>
    IntegerLiteral = 38,

    /// <summary>TIME_NS: nanoseconds since midnight, <c>long</c>.</summary>
    TimeNs = 39,

    /// <summary>GEOMETRY, newer than the header: convert it in SQL to read it.</summary>
    Geometry = 40,

    /// <summary>VARIANT, newer than the header: convert it in SQL to read it.</summary>
    Variant = 41,
}
