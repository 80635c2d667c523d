namespace Zenset.Formats.LibSvm;

/// <summary>From an offset to line, column and row, by reading everything before it: only done for a failure.</summary>
internal static class LibSvmLocator
{
    public static SourceDataException Locate(LibSvmTable table, LibSvmFailure failure, long offset) => new(failure.Code, failure.Problem, Place(table, offset), failure.Fix);

    private static SourceLocation Place(LibSvmTable table, long offset)
    {
        long position = 0, line = 0, lineStart = 0, row = -1;
        var isDecided = false;
        var buffer = new byte[1 << 20];
        using var stream = table.Input.OpenSequential();
        for (int read; position <= offset && (read = stream.Read(buffer)) > 0;)
        {
            for (var i = 0; i < read && position <= offset; i++, position++)
            {
                var b = buffer[i];
                if (b == '\n' && position < offset)
                {
                    line++;
                    lineStart = position + 1;
                    isDecided = false;
                }
                else if (!isDecided && position >= table.Input.Start && b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                {
                    isDecided = true;
                    if (b != '#') row++;
                }
            }
        }
        return new SourceLocation { Source = table.Input.Name, Line = line, Column = offset - lineStart, Row = Math.Max(0, row), Offset = offset };
    }
}
