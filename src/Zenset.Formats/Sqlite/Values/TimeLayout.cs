using System.Text;
using Zenset.Model;

namespace Zenset.Formats.Sqlite.Values;

/// <summary>How a text writes a date, a time of day or both: <c>2020-01-31</c>, <c>12:30:00.250</c>, <c>2020-01-31 12:30:00+00:00</c>.</summary>
/// <param name="Between">Between date and time: a blank or <c>T</c>; 0 when there is only one of them.</param>
/// <param name="HasDate">There is a date.</param>
/// <param name="HasTime">There is a time of day.</param>
/// <param name="Digits">Digits of the second's fraction: 0, 3, 6 or 9.</param>
/// <param name="OmitsZero">A fraction of 0 is not written, as Python's <c>isoformat</c> does not.</param>
/// <param name="Zone">How UTC is marked: <c>Z</c>, <c>+</c> for <c>+00:00</c>, 0 for not at all.</param>
internal readonly record struct TimeLayout(byte Between, bool HasDate, bool HasTime, int Digits, bool OmitsZero, byte Zone)
{
    /// <summary>Resolution of what is written.</summary>
    public TimeUnit Unit => (TimeUnit)(Digits / 3);

    /// <summary>Type of texts like these.</summary>
    public FieldType Type => (HasDate, HasTime) switch
    {
        (true, false) => FieldType.Date,
        (false, _) => FieldType.Time(Unit),
        _ => FieldType.Timestamp(Unit, Zone == 0 ? null : "UTC"),
    };

    /// <summary>As <see cref="Field.SourceFormat"/> has it, in the letters of Java.</summary>
    public string Pattern
    {
        get
        {
            var text = new StringBuilder(HasDate ? "yyyy-MM-dd" : "");
            if (Between != 0) text.Append(Between == 'T' ? "'T'" : " ");
            if (HasTime) text.Append("HH:mm:ss");
            if (Digits > 0) text.Append(OmitsZero ? "[." : ".").Append('S', Digits).Append(OmitsZero ? "]" : "");
            return text.Append(Zone switch { (byte)'Z' => "XXX", (byte)'+' => "xxx", _ => "" }).ToString();
        }
    }

    /// <summary>How values of a field are written: as its source wrote them, if that loses nothing.</summary>
    public static TimeLayout Of(Field field)
    {
        var type = field.Type;
        var usual = new TimeLayout(
            type.Kind == FieldKind.Timestamp ? (byte)' ' : (byte)0, type.Kind != FieldKind.Time, type.Kind != FieldKind.Date,
            type.Kind == FieldKind.Date ? 0 : 3 * (int)type.Unit, false, type.Zone is null ? (byte)0 : (byte)'+');
        if (field.SourceFormat is not { } pattern || type.Kind != FieldKind.Timestamp) return usual;
        foreach (var between in " T"u8)
        {
            foreach (var zone in type.Zone is null ? "\0"u8 : "Z+"u8)
            {
                foreach (var omitsZero in new[] { false, true })
                {
                    var layout = usual with { Between = between, Zone = zone, OmitsZero = omitsZero && usual.Digits > 0 };
                    if (layout.Pattern == pattern) return layout;
                }
            }
        }
        return usual;
    }
}
