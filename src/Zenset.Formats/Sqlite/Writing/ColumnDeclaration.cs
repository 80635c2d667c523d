using System.Globalization;
using Zenset.Formats.Sqlite.Schema;
using Zenset.Formats.Sqlite.Values;
using Zenset.Model;

namespace Zenset.Formats.Sqlite.Writing;

/// <summary>How a field is declared as a column.</summary>
/// <param name="Field">The field.</param>
/// <param name="Name">Name of the column.</param>
/// <param name="Type">Its declared type.</param>
internal sealed record ColumnDeclaration(Field Field, string Name, string Type)
{
    /// <summary>The declaration does not say everything: <see cref="FieldsTable"/> has to.</summary>
    public bool NeedsWord =>
        Field.Name != Name || Field.Categories is not null || Field.Role != FieldRole.None || Field.Description is not null
        || (Field.SourceFormat is not null && !IsTime) || !DeclaredType.Parse(Type).FieldType.Equals(Field.Type);

    private bool IsTime => Field.Type.Kind is FieldKind.Date or FieldKind.Time or FieldKind.Timestamp;

    /// <summary>Declares a field: as its source did, where that means the same, or by a name that everybody knows.</summary>
    public static ColumnDeclaration Of(Field field, string name, string? source) =>
        new(field, name, source is not null && IsPlain(source) && Means(source, field.Type) ? source : Usual(field.Type));

    // Affinity matters as much as the name: INTEGER and NUMERIC make numbers of texts that look like ones, so a column whose texts do has none.
    private static string Usual(FieldType type) => type.Kind switch
    {
        FieldKind.Boolean => "BOOLEAN",
        FieldKind.Int8 or FieldKind.Int16 or FieldKind.Int32 or FieldKind.Int64 or FieldKind.UInt8 or FieldKind.UInt16 or FieldKind.UInt32 => "INTEGER",
        // Digits as text where 64 bits are too few.
        FieldKind.UInt64 or FieldKind.Int128 or FieldKind.Null => "",
        FieldKind.Float16 or FieldKind.Float32 or FieldKind.Float64 => "REAL",
        FieldKind.Decimal => type.Precision <= DeclaredType.MostDecimalDigits ? string.Create(CultureInfo.InvariantCulture, $"DECIMAL({type.Precision},{type.Scale})") : "TEXT",
        FieldKind.Binary => "BLOB",
        FieldKind.Date => "DATE",
        FieldKind.Time => "TIME",
        FieldKind.Timestamp => type.Zone is null ? "TIMESTAMP" : "TIMESTAMPTZ",
        FieldKind.FixedList => VectorBytes.ItemBytes(type) > 0 ? "BLOB" : "TEXT",
        FieldKind.String or FieldKind.Uuid or FieldKind.Interval or FieldKind.List or FieldKind.Struct or FieldKind.Map or FieldKind.Sparse => "TEXT",
    };

    private static bool Means(string declared, FieldType type)
    {
        var kind = DeclaredType.Parse(declared).Kind;
        return type.Kind switch
        {
            FieldKind.Boolean => kind == DeclaredKind.Boolean,
            FieldKind.Int64 => kind == DeclaredKind.Integer,
            FieldKind.Float64 => kind == DeclaredKind.Real,
            FieldKind.Decimal => DeclaredType.Parse(declared).FieldType.Equals(type),
            FieldKind.String => kind == DeclaredKind.Text,
            FieldKind.Binary => kind == DeclaredKind.Blob && declared.Contains("BLOB", StringComparison.OrdinalIgnoreCase),
            FieldKind.Date => kind == DeclaredKind.Date,
            FieldKind.Time => kind == DeclaredKind.Time,
            FieldKind.Timestamp => kind == DeclaredKind.Timestamp,
            _ => false,
        };
    }

    // Names and digits only: it comes from a file, and becomes part of a statement.
    private static bool IsPlain(string declared)
    {
        var open = declared.IndexOf('(', StringComparison.Ordinal);
        var (words, digits) = open < 0 ? (declared, "") : (declared[..open], declared[open..]);
        return words.Length is > 0 and < 100 && char.IsAsciiLetter(words[0]) && words.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ' ')
            && !words.Split(' ').Any(Keywords.Contains)
            && (digits.Length == 0 || (digits[^1] == ')' && digits[1..^1] is { Length: > 0 and < 20 } inner && inner.Split(',') is { Length: <= 2 } parts
                && parts.All(p => p.Trim() is { Length: > 0 } number && number.All(char.IsAsciiDigit))));
    }

    // Words that are no names unless they are quoted, or would begin a constraint (https://sqlite.org/lang_keywords.html).
    private static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "ADD", "ALL", "ALTER", "ALWAYS", "AND", "AS", "AUTOINCREMENT", "BETWEEN", "CASE", "CHECK", "COLLATE", "COMMIT", "CONSTRAINT", "CREATE", "CROSS", "DEFAULT", "DEFERRABLE", "DELETE", "DISTINCT", "DROP", "ELSE",
        "ESCAPE", "EXCEPT", "EXISTS", "FOREIGN", "FROM", "FULL", "GENERATED", "GROUP", "HAVING", "IN", "INDEX", "INNER", "INSERT", "INTERSECT", "INTO", "IS", "ISNULL", "JOIN", "KEY", "LEFT", "LIMIT", "NATURAL", "NOT",
        "NOTHING", "NOTNULL", "NULL", "ON", "OR", "ORDER", "OUTER", "PRIMARY", "REFERENCES", "RETURNING", "RIGHT", "SELECT", "SET", "TABLE", "THEN", "TO", "TRANSACTION", "UNION", "UNIQUE", "UPDATE", "USING", "VALUES",
        "WHEN", "WHERE",
    };
}
