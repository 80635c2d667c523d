namespace Zenset.Formats.Arff;

/// <summary>From an offset to line, column and row, by reading everything before it: only done for a failure.</summary>
internal static class ArffLocator
{
    public static SourceDataException Locate(ArffTable table, ArffFailure failure, long offset)
    {
        var location = Place(table, offset) with { Field = failure.Attribute };
        return new SourceDataException(failure.Code, failure.Problem, location, failure.Fix);
    }

    private static SourceLocation Place(ArffTable table, long offset)
    {
        long position = 0, line = 0, lineStart = 0, row = -1;
        var lineHasText = false;
        var isComment = false;
        var buffer = new byte[1 << 20];
        using var stream = table.Input.OpenSequential();
        for (int read; position <= offset && (read = stream.Read(buffer)) > 0;)
        {
            for (var i = 0; i < read && position <= offset; i++, position++)
            {
                var b = buffer[i];
                if (b == '\n')
                {
                    if (position == offset) break;
                    line++;
                    lineStart = position + 1;
                    lineHasText = false;
                }
                else if (!lineHasText && b is not ((byte)' ' or (byte)'\t' or (byte)'\r'))
                {
                    lineHasText = true;
                    isComment = b == '%';
                    if (!isComment && position >= table.Header.DataOffset) row++;
                }
            }
        }
        return new SourceLocation { Source = table.Input.Name, Line = line, Column = offset - lineStart, Row = Math.Max(0, row), Offset = offset };
    }
}
