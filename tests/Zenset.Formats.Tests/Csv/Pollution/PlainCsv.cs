using System.Text;

namespace Zenset.Formats.Tests.Csv.Pollution;

/// <summary>The obvious reader of RFC 4180 text, to judge our own writer by: commas, doubled quotes, LF or CRLF.</summary>
internal static class PlainCsv
{
    public static List<List<(string Text, bool IsQuoted)>> Read(string text)
    {
        var rows = new List<List<(string, bool)>>();
        var row = new List<(string, bool)>();
        var cell = new StringBuilder();
        bool isQuoted = false, inQuotes = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (inQuotes)
            {
                if (c != '"') cell.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[++i]);
                else inQuotes = false;
            }
            else if (c == '"' && cell.Length == 0)
            {
                inQuotes = isQuoted = true;
            }
            else if (c is ',' or '\n')
            {
                row.Add((cell.ToString(), isQuoted));
                cell.Clear();
                isQuoted = false;
                if (c == ',') continue;
                rows.Add(row);
                row = [];
            }
            else if (c != '\r')
            {
                cell.Append(c);
            }
        }
        if (row.Count > 0 || cell.Length > 0) rows.Add([.. row, (cell.ToString(), isQuoted)]);
        return rows;
    }

    public static List<List<string>> Texts(string text) => [.. Read(text).Select(r => r.Select(c => c.Text).ToList())];
}
