using System.Globalization;

namespace Zenset.Formats.JsonLines;

/// <summary>Turns a text that is one array of objects into a temporary text with one element on each line, in constant memory.</summary>
internal sealed class JsonArrayText : IDisposable
{
    private readonly string _folder;

    private JsonArrayText(string folder, Source lines)
    {
        _folder = folder;
        Lines = lines;
    }

    /// <summary>The elements as lines, under the name of the source.</summary>
    public Source Lines { get; }

    /// <summary>The text begins with an array.</summary>
    public static bool IsArray(SourceHead head)
    {
        var text = head.Bytes.Span;
        if (text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) text = text[3..];
        text = text.TrimStart(" \t\r\n"u8);
        return text.Length > 0 && text[0] == '[';
    }

    /// <summary>Writes the temporary text.</summary>
    /// <exception cref="SourceDataException">The array does not end.</exception>
    public static JsonArrayText Open(Source source, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"zenset-{Guid.NewGuid():N}"));
        Directory.CreateDirectory(folder);
        try
        {
            var path = Path.Combine(folder, source.Name.Length == 0 ? "array.json" : Path.GetFileName(source.Name));
            using (var from = source.OpenRead())
            using (var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                Split(from, to, source.Name, cancellationToken);
                // An empty array is a text without rows, not an empty file.
                if (to.Length == 0) to.WriteByte((byte)'\n');
            }
            return new JsonArrayText(folder, Source.Open(path));
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public void Dispose()
    {
        Lines.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Only depth and texts matter here: what an element holds is checked when its line is read. Line ends inside an element stand outside
    // of texts, where they mean nothing.
    private static void Split(Stream from, FileStream to, string name, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 16];
        var output = new byte[buffer.Length];
        int depth = 0, read;
        long offset = 0;
        var (isText, isEscaped, isEnded, isFilled, isFirst) = (false, false, false, false, true);
        while ((read = from.Read(buffer)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var n = 0;
            for (var i = 0; i < read; i++)
            {
                var c = buffer[i];
                if (isEnded)
                {
                    if (c is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') continue;
                    throw Wrong(name, offset + i, "something follows the array");
                }
                isFilled |= depth > 0 && c is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or (byte)']');
                if (isText)
                {
                    isText = isEscaped || c != '"';
                    isEscaped = !isEscaped && c == '\\';
                    // A line end in a text is an error, which the line's reader will report.
                    output[n++] = c == '\n' ? (byte)1 : c;
                    continue;
                }
                switch (c)
                {
                    case (byte)'"':
                        isText = true;
                        output[n++] = c;
                        break;
                    case (byte)'[' or (byte)'{':
                        if (depth++ > 0) output[n++] = c;
                        break;
                    case (byte)']' or (byte)'}':
                        if (--depth > 0) output[n++] = c;
                        else
                        {
                            if (c == '}' || !isFilled && !isFirst) throw Wrong(name, offset + i, c == '}' ? "a brace closes the array" : "an element is missing after a comma");
                            output[n++] = (byte)'\n';
                            isEnded = true;
                        }
                        break;
                    case (byte)',' when depth == 1:
                        if (!isFilled) throw Wrong(name, offset + i, "an element is missing before a comma");
                        output[n++] = (byte)'\n';
                        isFilled = isFirst = false;
                        break;
                    case (byte)'\r' or (byte)'\n':
                        output[n++] = (byte)' ';
                        break;
                    default:
                        if (depth > 0) output[n++] = c;
                        break;
                }
            }
            to.Write(output, 0, n);
            offset += read;
        }
        if (!isEnded) throw Wrong(name, offset, "the array does not end: the file was cut off");
    }

    private static SourceDataException Wrong(string name, long offset, string problem) => new(
        JsonLinesErrors.Syntax, problem, new SourceLocation { Source = name, Offset = offset }, "Fetch or write the file again.");
}
