namespace Zenset.Formats.Arrow.Reading;

/// <summary>Something is wrong with the data, said where the place is not known. Who knows it adds it: see <see cref="At"/>.</summary>
/// <remarks>Numbers in a problem are written the same everywhere, whatever the culture.</remarks>
internal sealed class ArrowDataException(ErrorCode code, FormattableString problem, string? fix = null, bool isUnsupported = false) : Exception(FormattableString.Invariant(problem))
{
    private const string FetchAgain = "Fetch or write the file again.";

    /// <summary>The buffers are not what their header says.</summary>
    public static ArrowDataException Damaged(FormattableString problem) => new(ArrowErrors.Data, problem, FetchAgain);

    /// <summary>The header says what cannot be.</summary>
    public static ArrowDataException Metadata(FormattableString problem) => new(ArrowErrors.Metadata, problem, FetchAgain);

    /// <summary>The same with its place.</summary>
    public ZensetException At(SourceLocation location) => isUnsupported
        ? new NotSupportedSourceException(code, Message, location, fix, this)
        : new SourceDataException(code, Message, location, fix, this);
}
