namespace Zenset.DuckDb;

public sealed partial class EngineType
{
    /// <summary>The SQL text of the type, as CAST takes it.</summary>
    public override string ToString() => Id switch
    {
        EngineTypeId.Boolean => "BOOLEAN",
        EngineTypeId.TinyInt => "TINYINT",
        EngineTypeId.SmallInt => "SMALLINT",
        EngineTypeId.Integer => "INTEGER",
        EngineTypeId.BigInt => "BIGINT",
        EngineTypeId.HugeInt => "HUGEINT",
        EngineTypeId.UTinyInt => "UTINYINT",
        EngineTypeId.USmallInt => "USMALLINT",
        EngineTypeId.UInteger => "UINTEGER",
        EngineTypeId.UBigInt => "UBIGINT",
        EngineTypeId.UHugeInt => "UHUGEINT",
        EngineTypeId.Float => "FLOAT",
        EngineTypeId.Double => "DOUBLE",
        EngineTypeId.Date => "DATE",
        EngineTypeId.Time => "TIME",
        EngineTypeId.TimeNs => "TIME_NS",
        EngineTypeId.TimeTz => "TIME WITH TIME ZONE",
        EngineTypeId.Timestamp => "TIMESTAMP",
        EngineTypeId.TimestampS => "TIMESTAMP_S",
        EngineTypeId.TimestampMs => "TIMESTAMP_MS",
        EngineTypeId.TimestampNs => "TIMESTAMP_NS",
        EngineTypeId.TimestampTz => "TIMESTAMP WITH TIME ZONE",
        EngineTypeId.Interval => "INTERVAL",
        EngineTypeId.VarChar => "VARCHAR",
        EngineTypeId.Blob => "BLOB",
        EngineTypeId.Bit => "BIT",
        EngineTypeId.BigNum => "BIGNUM",
        EngineTypeId.Uuid => "UUID",
        EngineTypeId.SqlNull => "\"NULL\"",
        EngineTypeId.Decimal => $"DECIMAL({Width},{Scale})",
        EngineTypeId.List => $"{Item}[]",
        EngineTypeId.Array => $"{Item}[{Length}]",
        EngineTypeId.Map => $"MAP({Key}, {Value})",
        EngineTypeId.Struct => $"STRUCT({MemberText})",
        EngineTypeId.Union => $"UNION({MemberText})",
        EngineTypeId.Enum => $"ENUM({string.Join(", ", Labels.Select(SqlText.Literal))})",
        EngineTypeId.Geometry => "GEOMETRY",
        EngineTypeId.Variant => "VARIANT",
        EngineTypeId.Any => "ANY",
        EngineTypeId.Invalid or EngineTypeId.StringLiteral or EngineTypeId.IntegerLiteral => Id.ToString(),
        _ => $"type {(int)Id}",
    };

    private string MemberText => string.Join(", ", Members.Select(member => $"{SqlText.Identifier(member.Name)} {member.Type}"));
}
