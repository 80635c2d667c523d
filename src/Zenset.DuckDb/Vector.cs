using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using Zenset.DuckDb.Native;
using Zenset.DuckDb.Native.Layouts;

namespace Zenset.DuckDb;

/// <summary>The values of one column of a chunk, in the engine's own memory. Valid as long as its chunk.</summary>
public readonly unsafe ref struct Vector
{
    private readonly VectorState _state;

    internal Vector(VectorState state) => _state = state;

    /// <summary>The type; its <see cref="EngineTypeId"/> says how values lie in <see cref="Values"/>.</summary>
    public EngineType Type => _state.Type;

    /// <summary>Rows; for items of lists, items.</summary>
    public int Count => _state.Count;

    /// <summary>One bit per row, lowest first, set when the row has a value; empty when all have.</summary>
    public ReadOnlySpan<ulong> Validity => _state.Validity == null ? [] : new ReadOnlySpan<ulong>(_state.Validity, (_state.Count + 63) >> 6);

    /// <summary>Whether any row has no value.</summary>
    public bool HasMissing
    {
        get
        {
            var words = Validity;
            if (words.IsEmpty) return false;
            var last = _state.Count & 63;
            var whole = last == 0 ? words : words[..^1];
            return whole.ContainsAnyExcept(ulong.MaxValue) || (last != 0 && BitOperations.TrailingZeroCount(~words[^1]) < last);
        }
    }

    /// <summary>Whether the row has no value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsMissing(int row)
    {
        if ((uint)row >= (uint)_state.Count) ThrowRow(row);
        var validity = _state.Validity;
        return validity != null && (validity[row >> 6] >> (row & 63) & 1) == 0;
    }

    /// <summary>The values of all rows; what stands at a missing row means nothing.</summary>
    /// <typeparam name="T">A type of <see cref="EngineType.ValueBytes"/> bytes: the one that <see cref="EngineTypeId"/> names.</typeparam>
    /// <exception cref="InvalidOperationException">The type's values have another size, or are text or nested.</exception>
    public ReadOnlySpan<T> Values<T>() where T : unmanaged
    {
        if (sizeof(T) != _state.ValueBytes) ThrowSize(_state, typeof(T));
        return new ReadOnlySpan<T>(_state.Data, _state.Count);
    }

    /// <summary>VARCHAR: the UTF-8 bytes of a row. BLOB, BIT, BIGNUM: its bytes. Nothing is copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Text(int row)
    {
        if ((uint)row >= (uint)_state.Count) ThrowRow(row);
        if (!_state.IsText) ThrowUse(_state, nameof(Text));
        return DuckDbString.Read((DuckDbString*)_state.Data + row);
    }

    /// <summary>LIST and MAP: where the items of each row lie in <see cref="Items"/>.</summary>
    public ReadOnlySpan<ListEntry> Entries
    {
        get
        {
            if (!_state.HasEntries) ThrowUse(_state, nameof(Entries));
            return new ReadOnlySpan<ListEntry>(_state.Data, _state.Count);
        }
    }

    /// <summary>
    /// LIST: the items of all rows. MAP: structs of key and value. ARRAY: the items of row <c>r</c> begin at <c>r * Length</c>.
    /// </summary>
    public Vector Items
    {
        get
        {
            if (_state.Type.Id is not (EngineTypeId.List or EngineTypeId.Map or EngineTypeId.Array)) ThrowUse(_state, nameof(Items));
            return new Vector(_state.Children[0]);
        }
    }

    /// <summary>STRUCT and UNION: a member. For UNION, <c>Values&lt;byte&gt;</c> says which member each row has.</summary>
    public Vector Member(int member) => new(MemberOf(_state, member));

    internal static VectorState MemberOf(VectorState state, int member)
    {
        if (state.Type.Id is not (EngineTypeId.Struct or EngineTypeId.Union)) ThrowUse(state, nameof(Member));
        if ((uint)member >= (uint)state.Type.Members.Length)
            throw new ArgumentOutOfRangeException(nameof(member), member, $"{state.Type} has {state.Type.Members.Length} members.");
        return state.Children[state.Type.Id == EngineTypeId.Union ? member + 1 : member];
    }

    [DoesNotReturn]
    internal static void ThrowUse(VectorState state, string member) =>
        throw new InvalidOperationException($"A vector of {state.Type.Id} has no {member}.");

    [DoesNotReturn]
    internal static void ThrowSize(VectorState state, Type asked) => throw new InvalidOperationException(state.ValueBytes == 0
        ? $"A vector of {state.Type.Id} has no Values; use Text, Entries and Items, or Member."
        : $"The values of {state.Type.Id} have {state.ValueBytes} bytes; {asked.Name} has another size.");

    [DoesNotReturn]
    private void ThrowRow(int row) => throw new ArgumentOutOfRangeException(
        nameof(row), row, $"The vector has {_state.Count} rows now (a chunk lasts until the next Read).");
}
