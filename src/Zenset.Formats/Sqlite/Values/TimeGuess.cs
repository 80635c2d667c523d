namespace Zenset.Formats.Sqlite.Values;

/// <summary>Finds the one way in which all texts of a column write dates and times.</summary>
internal sealed class TimeGuess
{
    private TimeLayout? _layout;
    private bool _omitted, _hasZeroFraction, _failed;

    /// <summary>Takes in a text.</summary>
    public void Observe(ReadOnlySpan<byte> text)
    {
        if (_failed) return;
        if (!TimeText.TryParse(text, out var time))
        {
            _failed = true;
            return;
        }
        if (time.Infinity != 0) return;
        if (time.Layout is { HasTime: true, Digits: 0 }) _omitted = true;
        else if (time.Layout.Digits > 0 && time.Nanoseconds % 1_000_000_000 == 0) _hasZeroFraction = true;
        var seen = time.Layout;
        if (_layout is { } known && known != seen)
        {
            // The same but for a fraction that one of them leaves out.
            if (known with { Digits = 0 } != seen with { Digits = 0 } || (known.Digits > 0 && seen.Digits > 0)) _failed = true;
            seen = known with { Digits = Math.Max(known.Digits, seen.Digits) };
        }
        _layout = seen;
        if (!time.TryUnits(seen.Unit, out _)) _failed = true;
    }

    /// <summary>The layout; null when there is none, or nothing was seen.</summary>
    public TimeLayout? Layout => _failed || _layout is not { } layout ? null
        : layout.Digits == 0 || !_omitted ? layout
        : _hasZeroFraction ? null : layout with { OmitsZero = true };

    /// <summary>Some text is no date or time, or not written as others are.</summary>
    public bool HasFailed => _failed || (_layout is not null && Layout is null);
}
