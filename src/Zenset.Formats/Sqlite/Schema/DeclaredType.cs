using System.Globalization;
using Zenset.Model;

namespace Zenset.Formats.Sqlite.Schema;

/// <summary>What a declared type asks for.</summary>
internal enum DeclaredKind
{
    /// <summary>Nothing: whatever the values are.</summary>
    Any,
    /// <summary>Affinity INTEGER.</summary>
    Integer,
    /// <summary>Affinity REAL.</summary>
    Real,
    /// <summary>Affinity TEXT.</summary>
    Text,
    /// <summary>BLOB.</summary>
    Blob,
    /// <summary>A number, whole or not: NUMERIC without digits.</summary>
    Number,
    /// <summary>NUMERIC(10,2) and its like.</summary>
    Decimal,
    /// <summary>0 or 1.</summary>
    Boolean,
    /// <summary>A text <c>2020-01-31</c>.</summary>
    Date,
    /// <summary>A text <c>12:30:00</c>.</summary>
    Time,
    /// <summary>A text of both.</summary>
    Timestamp,
}

/// <summary>
/// A column's declared type, understood. SQLite itself only derives an affinity from it and takes nearly any value all the same; the names that
/// everybody else uses for dates, booleans and decimals say more.
/// </summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Precision">Of a decimal.</param>
/// <param name="Scale">Of a decimal.</param>
/// <remarks>https://sqlite.org/datatype3.html §3.1</remarks>
internal readonly record struct DeclaredType(DeclaredKind Kind, int Precision = 0, int Scale = 0)
{
    /// <summary>Most digits of a decimal that a REAL, as which SQLite keeps it, has room for.</summary>
    public const int MostDecimalDigits = 15;

    public static DeclaredType Parse(string declared)
    {
        var name = declared.ToUpperInvariant();
        var open = name.IndexOf('(', StringComparison.Ordinal);
        var word = (open < 0 ? name : name[..open]).Trim();
        switch (word)
        {
            case "":
                return new(DeclaredKind.Any);
            case "BOOLEAN" or "BOOL":
                return new(DeclaredKind.Boolean);
            case "DATE":
                return new(DeclaredKind.Date);
            case "TIME":
                return new(DeclaredKind.Time);
            case "DATETIME" or "TIMESTAMP" or "TIMESTAMPTZ" or "DATETIME2" or "SMALLDATETIME" or "TIMESTAMP WITH TIME ZONE" or "TIMESTAMP WITHOUT TIME ZONE":
                return new(DeclaredKind.Timestamp);
            case "NUMERIC" or "DECIMAL" or "NUMBER" or "DEC" or "MONEY" or "NUM":
                return open >= 0 && Digits(name[(open + 1)..]) is var (precision, scale) && precision is > 0 and <= MostDecimalDigits && scale <= precision
                    ? new(DeclaredKind.Decimal, precision, scale) : new(DeclaredKind.Number);
        }
        if (Has("INT")) return new(DeclaredKind.Integer);
        if (Has("CHAR") || Has("CLOB") || Has("TEXT")) return new(DeclaredKind.Text);
        if (Has("BLOB") || word is "BINARY" or "VARBINARY" or "BYTEA") return new(DeclaredKind.Blob);
        return new(Has("REAL") || Has("FLOA") || Has("DOUB") ? DeclaredKind.Real : DeclaredKind.Any);

        bool Has(string part) => word.Contains(part, StringComparison.Ordinal);
    }

    /// <summary>The field type when no value speaks against it.</summary>
    public FieldType FieldType => Kind switch
    {
        DeclaredKind.Any => FieldType.Null,
        DeclaredKind.Integer => FieldType.Int64,
        DeclaredKind.Real or DeclaredKind.Number => FieldType.Float64,
        DeclaredKind.Text => FieldType.String,
        DeclaredKind.Blob => FieldType.Binary,
        DeclaredKind.Decimal => FieldType.Decimal(Precision, Scale),
        DeclaredKind.Boolean => FieldType.Boolean,
        DeclaredKind.Date => FieldType.Date,
        DeclaredKind.Time => FieldType.Time(TimeUnit.Second),
        DeclaredKind.Timestamp => FieldType.Timestamp(TimeUnit.Second),
        _ => throw new InvalidOperationException($"{Kind} is no kind of type."),
    };

    // "10,2)" or "10)".
    private static (int Precision, int Scale)? Digits(string text)
    {
        var parts = text.TrimEnd().TrimEnd(')').Split(',');
        if (parts.Length > 2 || !int.TryParse(parts[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var precision)) return null;
        var scale = 0;
        return parts.Length == 1 || int.TryParse(parts[1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out scale) ? (precision, scale) : null;
    }
}
