using Zenset.Hdf5;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Own;

/// <summary>How values of a fixed number of bytes stand in a file that Zenset writes. In memory they are as the engine has them.</summary>
/// <param name="File">Type in the file.</param>
/// <param name="Memory">Type in memory.</param>
/// <param name="Units">What a count of time counts, as the CF conventions (§4.4) say it; null for what is no time.</param>
internal sealed record FlatStorage(Hdf5Type File, Hdf5Type Memory, string? Units = null)
{
    private static readonly string[] UnitNames = ["seconds", "milliseconds", "microseconds", "nanoseconds"];

    /// <summary>Where values are missing, and truth values: as h5py writes them.</summary>
    public static Hdf5Type Truth { get; } = Hdf5Type.Enumeration(Hdf5Type.Integer(1, true), ("FALSE", 0), ("TRUE", 1));

    /// <summary>A 128-bit number as the engine has it; HDF5 programs know no wider ones than 64 bits.</summary>
    private static Hdf5Type Halves { get; } = Hdf5Type.Compound(("low", Hdf5Type.Integer(8, false)), ("high", Hdf5Type.Integer(8, true)));

    private static Hdf5Type Interval { get; } = Hdf5Type.Compound(
        ("months", Hdf5Type.Integer(4, true)), ("days", Hdf5Type.Integer(4, true)), ("microseconds", Hdf5Type.Integer(8, true)));

    /// <summary>The storage of a type; null when its values have no fixed number of bytes, or have another form here than in the engine.</summary>
    public static FlatStorage? Of(FieldType type) => type.Kind switch
    {
        // Nothing but missing values; the number says how many.
        FieldKind.Null => Same(Hdf5Type.Integer(4, true)),
        FieldKind.Boolean => Same(Truth),
        FieldKind.Int8 => Same(Hdf5Type.Integer(1, true)),
        FieldKind.Int16 => Same(Hdf5Type.Integer(2, true)),
        FieldKind.Int32 => Same(Hdf5Type.Integer(4, true)),
        FieldKind.Int64 => Same(Hdf5Type.Integer(8, true)),
        FieldKind.UInt8 => Same(Hdf5Type.Integer(1, false)),
        FieldKind.UInt16 => Same(Hdf5Type.Integer(2, false)),
        FieldKind.UInt32 => Same(Hdf5Type.Integer(4, false)),
        FieldKind.UInt64 => Same(Hdf5Type.Integer(8, false)),
        FieldKind.Int128 => Same(Halves),
        FieldKind.Float16 => new FlatStorage(Hdf5Type.Float(2), Hdf5Type.Float(4)),
        FieldKind.Float32 => Same(Hdf5Type.Float(4)),
        FieldKind.Float64 => Same(Hdf5Type.Float(8)),
        // Whole numbers without the point, as wide as their digits ask for.
        FieldKind.Decimal => Same(FieldEngine.TypeOf(type).ValueBytes is var bytes and <= 8 ? Hdf5Type.Integer(bytes, true) : Halves),
        FieldKind.Date => Same(Hdf5Type.Integer(4, true)) with { Units = "days since 1970-01-01" },
        FieldKind.Time => Same(Hdf5Type.Integer(8, true)) with { Units = type.Unit == TimeUnit.Nanosecond ? "nanoseconds" : "microseconds" },
        FieldKind.Timestamp => Same(Hdf5Type.Integer(8, true)) with { Units = $"{UnitOf(type)} since 1970-01-01 00:00:00" },
        FieldKind.Interval => Same(Interval),
        FieldKind.String or FieldKind.Binary or FieldKind.Uuid or FieldKind.List or FieldKind.FixedList or FieldKind.Struct or FieldKind.Map or FieldKind.Sparse => null,
    };

    /// <summary>A dataset's type is the one that is written.</summary>
    public static bool Fits(Hdf5Type found, Hdf5Type written) =>
        found.Class == written.Class && found.Size == written.Size && found.IsSigned == written.IsSigned && found.IsVariable == written.IsVariable
        && (found.Item is null ? written.Item is null : written.Item is not null && Fits(found.Item, written.Item))
        && found.Members.Length == written.Members.Length && found.Members.Zip(written.Members).All(m => m.First.Name == m.Second.Name && Fits(m.First.Type, m.Second.Type));

    private static FlatStorage Same(Hdf5Type type) => new(type, type);

    // Zoned times of a coarser unit move in microseconds.
    private static string UnitOf(FieldType type) => UnitNames[type.Zone is not null && type.Unit < TimeUnit.Microsecond ? (int)TimeUnit.Microsecond : (int)type.Unit];
}
