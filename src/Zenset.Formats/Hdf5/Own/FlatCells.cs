using Zenset.DuckDb;
using Zenset.Formats.Hdf5.Cells;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Own;

/// <summary>What takes values that stand as the engine has them.</summary>
internal static class FlatCells
{
    /// <summary>Makes it for a type that <see cref="FlatStorage"/> knows.</summary>
    public static Func<Cell> Of(FieldType type) => FieldEngine.TypeOf(type) switch
    {
        // Any byte but 0 is true, and the engine has only one.
        { Id: EngineTypeId.Boolean } => () => new BooleanCell(1),
        { ValueBytes: 1 } => () => new PlainCell<byte>(),
        { ValueBytes: 2 } => () => new PlainCell<short>(),
        { ValueBytes: 4 } => () => new PlainCell<int>(),
        { ValueBytes: 8 } => () => new PlainCell<long>(),
        _ => () => new PlainCell<Int128>(),
    };
}
