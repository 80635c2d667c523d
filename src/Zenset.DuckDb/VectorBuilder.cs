using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Zenset.DuckDb.Native;
using Zenset.DuckDb.Native.Layouts;

namespace Zenset.DuckDb;

/// <summary>One column of a chunk that a scan fills, in the engine's own memory.</summary>
public readonly unsafe ref struct VectorBuilder
{
    private readonly VectorState _state;

    internal VectorBuilder(VectorState state) => _state = state;

    /// <summary>The type; its <see cref="EngineTypeId"/> says how values lie in <see cref="Values"/>.</summary>
    public EngineType Type => _state.Type;

    /// <summary>Room for the values of all rows. For UNION, the tags: which member each row has (mark the others missing).</summary>
    /// <typeparam name="T">A type of <see cref="EngineType.ValueBytes"/> bytes.</typeparam>
    /// <exception cref="InvalidOperationException">The type's values have another size, or are text or nested.</exception>
    public Span<T> Values<T>() where T : unmanaged
    {
        if (sizeof(T) != _state.ValueBytes) Vector.ThrowSize(_state, typeof(T));
        return new Span<T>(_state.Data, _state.Capacity);
    }

    /// <summary>Marks a row missing; the members of a struct and the items of an array with it.</summary>
    public void SetMissing(int row)
    {
        if ((uint)row >= (uint)_state.Capacity) ThrowRow(row);
        _state.SetMissing(row);
    }

    /// <summary>
    /// One bit per row, lowest first, to clear where the row is missing; all set at first. Members and items are not touched.
    /// </summary>
    public Span<ulong> Validity()
    {
        if (_state.Validity == null) _state.MakeValidityWritable();
        return new Span<ulong>(_state.Validity, (_state.Capacity + 63) >> 6);
    }

    /// <summary>VARCHAR, BLOB, BIT, BIGNUM: writes bytes, which the engine copies.</summary>
    /// <exception cref="ArgumentException">The column is VARCHAR and the bytes are not UTF-8.</exception>
    public void SetText(int row, ReadOnlySpan<byte> utf8)
    {
        if ((uint)row >= (uint)_state.Capacity) ThrowRow(row);
        if (!_state.IsText) Vector.ThrowUse(_state, "text");
        // The engine (1.5.5) makes a value missing, without a word, when it is long and not UTF-8, and takes it when it is short.
        if (_state.Type.Id == EngineTypeId.VarChar) SqlText.RequireUtf8(utf8, nameof(utf8));
        fixed (byte* text = utf8)
        {
            if (utf8.Length <= DuckDbString.InlineBytes)
                DuckDbString.WriteInline((DuckDbString*)_state.Data + row, ref *text, utf8.Length);
            else
                NativeMethods.duckdb_vector_assign_string_element_len(_state.Handle, (ulong)row, text, (ulong)utf8.Length);
        }
    }

    /// <summary>
    /// VARCHAR (UTF-8, which the caller has checked), BLOB, BIT, BIGNUM: writes bytes without a call into the engine. Up to 12 bytes
    /// are copied; of more only the address
    /// is kept: <paramref name="pinned"/> is native or pinned memory that stays as it is until the next <see cref="ITableScan.Read"/>
    /// or the scan's disposal.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetTextInPlace(int row, ReadOnlySpan<byte> pinned)
    {
        var state = _state;
        if ((uint)row >= (uint)state.Capacity) ThrowRow(row);
        if (!state.IsText) Vector.ThrowUse(state, "text");
        var cell = (DuckDbString*)state.Data + row;
        ref var text = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(pinned);
        if (pinned.Length <= DuckDbString.InlineBytes)
            DuckDbString.WriteInline(cell, ref text, pinned.Length);
        else
            DuckDbString.WritePointer(cell, (byte*)Unsafe.AsPointer(ref text), pinned.Length);
    }

    /// <summary>LIST and MAP: where the items of each row lie in <see cref="Items"/>. Write every row; rows may share items.</summary>
    public Span<ListEntry> Entries
    {
        get
        {
            if (!_state.HasEntries) Vector.ThrowUse(_state, nameof(Entries));
            return new Span<ListEntry>(_state.Data, _state.Capacity);
        }
    }

    /// <summary>
    /// LIST: items, as many as <see cref="ReserveItems"/> asked for. MAP: structs of key and value. ARRAY: <c>Length</c> per row.
    /// </summary>
    public VectorBuilder Items
    {
        get
        {
            if (_state.Type.Id is not (EngineTypeId.List or EngineTypeId.Map or EngineTypeId.Array)) Vector.ThrowUse(_state, nameof(Items));
            return new VectorBuilder(_state.Children[0]);
        }
    }

    /// <summary>
    /// LIST and MAP: makes room for this many items in all, keeping what is written. Spans over the items taken before are invalid
    /// afterwards.
    /// </summary>
    public void ReserveItems(long capacity)
    {
        if (!_state.HasEntries) Vector.ThrowUse(_state, nameof(Items));
        _state.ReserveItems(ItemCountOf(capacity));
    }

    /// <summary>LIST and MAP: says how many items were written in all; needed once per chunk that has any.</summary>
    public void SetItemCount(long count)
    {
        if (!_state.HasEntries) Vector.ThrowUse(_state, nameof(Items));
        if (count > _state.Children[0].Capacity)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"Room was reserved for {_state.Children[0].Capacity} items; call ReserveItems first.");
        }

        _state.SetItemCount(ItemCountOf(count));
    }

    /// <summary>STRUCT and UNION: a member.</summary>
    public VectorBuilder Member(int member) => new(Vector.MemberOf(_state, member));

    /// <summary>What has been written, to read it back; for the first <paramref name="rows"/> rows.</summary>
    public Vector View(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)rows, (uint)_state.Capacity, nameof(rows));
        _state.SetReadable(rows);
        return new Vector(_state);
    }

    private static int ItemCountOf(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, int.MaxValue);
        return (int)count;
    }

    [DoesNotReturn]
    private void ThrowRow(int row) =>
        throw new ArgumentOutOfRangeException(nameof(row), row, $"The vector has room for {_state.Capacity} rows (items: what ReserveItems asked for).");
}
