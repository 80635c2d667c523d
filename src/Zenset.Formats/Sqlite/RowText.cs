using System.Globalization;
using System.Text;
using Zenset.Formats.Sqlite.Database;
using Zenset.Formats.Sqlite.Schema;
using Zenset.Model;

namespace Zenset.Formats.Sqlite;

/// <summary>Rows and values as SQL has them.</summary>
internal static class RowText
{
    /// <summary>The statement that would insert the row at which <paramref name="values"/> stands: what is kept of a row that is left out.</summary>
    public static byte[] Of(TableInfo table, SqliteStatement values)
    {
        var text = new StringBuilder($"INSERT INTO {Sql.Name(table.Name)} VALUES (");
        for (var i = 0; i < table.Columns.Length; i++) text.Append(i == 0 ? "" : ", ").Append(Literal(values, i + 1, int.MaxValue));
        return Encoding.UTF8.GetBytes(text.Append(");").ToString());
    }

    /// <summary>A value as a literal, of a text or blob its first bytes.</summary>
    public static string Literal(SqliteStatement values, int column, int mostBytes)
    {
        switch (values.ClassOf(column))
        {
            case StorageClass.Integer:
                return values.Integer(column).ToString(CultureInfo.InvariantCulture);
            case StorageClass.Real:
                return values.Real(column).ToString("R", CultureInfo.InvariantCulture);
            case StorageClass.Text:
                var text = values.Bytes(column);
                return Sql.Text(mostBytes == int.MaxValue ? Encoding.UTF8.GetString(text) : Quoting.Shorten(text, mostBytes));
            case StorageClass.Blob:
                var bytes = values.Bytes(column);
                return $"x'{Convert.ToHexString(bytes[..Math.Min(bytes.Length, mostBytes)])}{(bytes.Length > mostBytes ? "…" : "")}'";
            case StorageClass.Null:
            default:
                return "NULL";
        }
    }
}
