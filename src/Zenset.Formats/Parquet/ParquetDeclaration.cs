using Zenset.Model;
using Zenset.Parquet;

namespace Zenset.Formats.Parquet;

/// <summary>A schema element as it is to be written.</summary>
/// <remarks>Numbers: <c>enum ConvertedType</c> and <c>union LogicalType</c> of parquet.thrift 2.11.</remarks>
internal sealed record ParquetDeclaration(string Name, ParquetRepetition Repetition)
{
    public const int Utf8 = 0, Map = 1, List = 3, Decimal = 5, Date = 6, TimeMillis = 7, TimeMicros = 8, TimestampMillis = 9, TimestampMicros = 10, Interval = 21;

    /// <summary>Physical type; null for a group.</summary>
    public ParquetType? Type { get; init; }

    /// <summary>Bytes of a fixed-length array.</summary>
    public int TypeLength { get; init; }

    /// <summary>The older annotation.</summary>
    public int? Converted { get; init; }

    /// <summary>Decimal.</summary>
    public int Precision { get; init; }

    /// <summary>Decimal.</summary>
    public int Scale { get; init; }

    /// <summary>Field of the union LogicalType; null for none.</summary>
    public int? Logical { get; init; }

    /// <summary>Time and timestamp (8): unit.</summary>
    public TimeUnit Unit { get; init; }

    /// <summary>Time and timestamp (8): on the UTC time line.</summary>
    public bool IsUtc { get; init; }

    /// <summary>Elements below it.</summary>
    public IReadOnlyList<ParquetDeclaration> Children { get; init; } = [];

    /// <summary>Columns below it.</summary>
    public IEnumerable<ParquetDeclaration> Columns => Type is null ? Children.SelectMany(c => c.Columns) : [this];

    /// <summary>This element and all below it, depth first, as the footer lists them.</summary>
    public IEnumerable<ParquetDeclaration> Elements => Children.SelectMany(c => c.Elements).Prepend(this);

    /// <summary>Writes it as a SchemaElement.</summary>
    public void Write(ThriftWriter writer)
    {
        writer.BeginStruct();
        if (Type is { } type) writer.I32(1, (int)type);
        if (TypeLength > 0) writer.I32(2, TypeLength);
        writer.I32(3, (int)Repetition);
        writer.Text(4, Name);
        if (Type is null) writer.I32(5, Children.Count);
        if (Converted is { } converted) writer.I32(6, converted);
        if (Converted == Decimal)
        {
            writer.I32(7, Scale);
            writer.I32(8, Precision);
        }
        if (Logical is { } logical)
        {
            writer.Field(10, ThriftType.Struct);
            writer.BeginStruct();
            writer.Field(logical, ThriftType.Struct);
            writer.BeginStruct();
            if (logical is LogicalTime or LogicalTimestamp)
            {
                writer.Boolean(1, IsUtc);
                writer.Field(2, ThriftType.Struct);
                writer.BeginStruct();
                writer.Field(Unit switch { TimeUnit.Millisecond => 1, TimeUnit.Microsecond => 2, _ => 3 }, ThriftType.Struct);
                writer.BeginStruct();
                writer.EndStruct();
                writer.EndStruct();
            }
            writer.EndStruct();
            writer.EndStruct();
        }
        writer.EndStruct();
    }

    public const int LogicalTime = 7, LogicalTimestamp = 8, LogicalNull = 11, LogicalUuid = 14, LogicalFloat16 = 15;
}
