using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Zenset.DuckDb;
using Zenset.Model;
using BitOperations = System.Numerics.BitOperations;

namespace Zenset.Integrity;

/// <summary>
/// Hashes of the values of a column, 64 bits each, from the engine's vectors: the same for the same value whatever its physical width.
/// Belongs to one thread.
/// </summary>
/// <remarks>Values and constants are documented in <c>docs/on-disk.md</c>, "Content hash", and never change.</remarks>
internal sealed class ValueHasher
{
    private const ulong MissingHash = 0x6D697373696E6721;
    private const ulong FirstFactor = 0x9E3779B97F4A7C15;
    private const ulong SecondFactor = 0xD6E8FEB86659FD93;
    private static readonly ulong NotANumber = BitConverter.DoubleToUInt64Bits(double.NaN);

    private readonly FieldType _type;
    private readonly ValueHasher[] _children;
    private readonly ulong[] _labels;
    private ulong[] _items = [];

    /// <summary>For the columns of a field.</summary>
    public ValueHasher(Field field)
        : this(field.Type) => _labels = field.Categories is { } categories ? [.. categories.Values.Select(v => HashText(Encoding.UTF8.GetBytes(v)))] : [];

    private ValueHasher(FieldType type)
    {
        _type = type;
        _labels = [];
        _children = type.Kind switch
        {
            FieldKind.List or FieldKind.FixedList => [new ValueHasher(type.Item!)],
            FieldKind.Map => [new ValueHasher(type.Key!), new ValueHasher(type.Item!)],
            FieldKind.Sparse => [new ValueHasher(FieldType.List(FieldType.Int32)), new ValueHasher(FieldType.List(type.Item!))],
            FieldKind.Struct => [.. type.Members.Select(m => new ValueHasher(m.Type))],
            _ => [],
        };
    }

    /// <summary>Writes the hashes of the first rows of <paramref name="vector"/>, as many as fit; returns how many of them are missing.</summary>
    public long Hash(Vector vector, Span<ulong> hashes)
    {
        HashValues(vector, hashes);
        if (!vector.HasMissing) return 0;
        var missing = 0L;
        for (var i = 0; i < hashes.Length; i++)
        {
            if (!vector.IsMissing(i)) continue;
            hashes[i] = MissingHash;
            missing++;
        }
        return missing;
    }

    private void HashValues(Vector vector, Span<ulong> hashes)
    {
        var n = hashes.Length;
        switch (vector.Type.Id)
        {
            case EngineTypeId.Boolean:
            case EngineTypeId.UTinyInt:
                var bytes = vector.Values<byte>();
                for (var i = 0; i < n; i++) hashes[i] = Mix(bytes[i]);
                break;
            case EngineTypeId.TinyInt:
                var tiny = vector.Values<sbyte>();
                for (var i = 0; i < n; i++) hashes[i] = Mix((ulong)tiny[i]);
                break;
            case EngineTypeId.SmallInt:
                var small = vector.Values<short>();
                for (var i = 0; i < n; i++) hashes[i] = Mix((ulong)small[i]);
                break;
            case EngineTypeId.USmallInt:
                var usmall = vector.Values<ushort>();
                for (var i = 0; i < n; i++) hashes[i] = Mix(usmall[i]);
                break;
            case EngineTypeId.Integer:
            case EngineTypeId.Date:
                var ints = vector.Values<int>();
                for (var i = 0; i < n; i++) hashes[i] = Mix((ulong)ints[i]);
                break;
            case EngineTypeId.UInteger:
                var uints = vector.Values<uint>();
                for (var i = 0; i < n; i++) hashes[i] = Mix(uints[i]);
                break;
            case EngineTypeId.BigInt:
            case EngineTypeId.UBigInt:
            case EngineTypeId.Time:
            case EngineTypeId.TimeNs:
            case EngineTypeId.Timestamp:
            case EngineTypeId.TimestampS:
            case EngineTypeId.TimestampMs:
            case EngineTypeId.TimestampNs:
            case EngineTypeId.TimestampTz:
                var longs = vector.Values<ulong>();
                for (var i = 0; i < n; i++) hashes[i] = Mix(longs[i]);
                break;
            case EngineTypeId.Float:
                var floats = vector.Values<float>();
                for (var i = 0; i < n; i++) hashes[i] = MixDouble(BitConverter.DoubleToUInt64Bits(floats[i]));
                break;
            case EngineTypeId.Double:
                var doubles = vector.Values<ulong>();
                for (var i = 0; i < n; i++) hashes[i] = MixDouble(doubles[i]);
                break;
            case EngineTypeId.Decimal:
                HashDecimals(vector, hashes);
                break;
            case EngineTypeId.HugeInt:
            case EngineTypeId.UHugeInt:
            case EngineTypeId.Uuid:
            case EngineTypeId.Interval:
                var wide = MemoryMarshal.Cast<UInt128, ulong>(vector.Values<UInt128>());
                for (var i = 0; i < n; i++) hashes[i] = Mix(Mix(wide[2 * i]) ^ wide[2 * i + 1]);
                break;
            case EngineTypeId.VarChar:
            case EngineTypeId.Blob:
                for (var i = 0; i < n; i++) hashes[i] = vector.IsMissing(i) ? 0 : HashText(vector.Text(i));
                break;
            case EngineTypeId.Enum:
                HashCodes(vector, hashes);
                break;
            case EngineTypeId.List:
            case EngineTypeId.Map:
                HashLists(vector, hashes);
                break;
            case EngineTypeId.Array:
                HashArrays(vector, hashes);
                break;
            case EngineTypeId.Struct:
                HashMembers(vector, hashes);
                break;
            default:
                throw new InvalidOperationException($"Values of type {vector.Type} have no hash.");
        }
    }

    // All widths of a decimal hash as the 128-bit number they are.
    private static void HashDecimals(Vector vector, Span<ulong> hashes)
    {
        switch (vector.Type.Width)
        {
            case <= 4:
                var shorts = vector.Values<short>();
                for (var i = 0; i < hashes.Length; i++) hashes[i] = MixWide(shorts[i]);
                break;
            case <= 9:
                var ints = vector.Values<int>();
                for (var i = 0; i < hashes.Length; i++) hashes[i] = MixWide(ints[i]);
                break;
            case <= 18:
                var longs = vector.Values<long>();
                for (var i = 0; i < hashes.Length; i++) hashes[i] = MixWide(longs[i]);
                break;
            default:
                var wide = MemoryMarshal.Cast<UInt128, ulong>(vector.Values<UInt128>());
                for (var i = 0; i < hashes.Length; i++) hashes[i] = Mix(Mix(wide[2 * i]) ^ wide[2 * i + 1]);
                break;
        }
    }

    private void HashCodes(Vector vector, Span<ulong> hashes)
    {
        var labels = _labels;
        switch (vector.Type.Labels.Length)
        {
            case < 256:
                var bytes = vector.Values<byte>();
                for (var i = 0; i < hashes.Length; i++) hashes[i] = vector.IsMissing(i) ? 0 : labels[bytes[i]];
                break;
            case < 65_536:
                var shorts = vector.Values<ushort>();
                for (var i = 0; i < hashes.Length; i++) hashes[i] = vector.IsMissing(i) ? 0 : labels[shorts[i]];
                break;
            default:
                var codes = vector.Values<uint>();
                for (var i = 0; i < hashes.Length; i++) hashes[i] = vector.IsMissing(i) ? 0 : labels[(int)codes[i]];
                break;
        }
    }

    private void HashLists(Vector vector, Span<ulong> hashes)
    {
        var items = HashItems(vector.Items, vector.Items.Count);
        var entries = vector.Entries;
        for (var i = 0; i < hashes.Length; i++)
        {
            // The entry of a missing list may hold anything.
            hashes[i] = vector.IsMissing(i) ? 0 : Fold(items.Slice((int)entries[i].Offset, (int)entries[i].Length));
        }
    }

    private void HashArrays(Vector vector, Span<ulong> hashes)
    {
        var length = (int)_type.Length;
        var items = HashItems(vector.Items, hashes.Length * length);
        for (var i = 0; i < hashes.Length; i++) hashes[i] = Fold(items.Slice(i * length, length));
    }

    private ReadOnlySpan<ulong> HashItems(Vector items, int count)
    {
        if (_items.Length < count) _items = new ulong[(int)BitOperations.RoundUpToPowerOf2((uint)count)];
        var hashes = _items.AsSpan(0, count);
        if (_type.Kind == FieldKind.Map) CombineMembers(items, hashes);
        else _children[0].Hash(items, hashes);
        return hashes;
    }

    private void HashMembers(Vector vector, Span<ulong> hashes) => CombineMembers(vector, hashes);

    private void CombineMembers(Vector vector, Span<ulong> hashes)
    {
        var member = ArrayPool<ulong>.Shared.Rent(hashes.Length);
        var one = member.AsSpan(0, hashes.Length);
        hashes.Fill(FirstFactor);
        for (var m = 0; m < _children.Length; m++)
        {
            _children[m].Hash(vector.Member(m), one);
            for (var i = 0; i < one.Length; i++) hashes[i] = Mix(hashes[i] ^ BitOperations.RotateLeft(one[i], 17));
        }
        ArrayPool<ulong>.Shared.Return(member);
    }

    private static ulong Fold(ReadOnlySpan<ulong> items)
    {
        var hash = Mix((ulong)items.Length ^ SecondFactor);
        foreach (var item in items) hash = Mix(hash ^ BitOperations.RotateLeft(item, 17));
        return hash;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value)
    {
        value *= FirstFactor;
        value ^= value >> 32;
        value *= SecondFactor;
        return value ^ value >> 32;
    }

    // Every NaN is one value; negative zero is another value than zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MixDouble(ulong bits) => Mix((bits & ~(1UL << 63)) > 0x7FF0000000000000 ? NotANumber : bits);

    private static ulong MixWide(long value) => Mix(Mix((ulong)value) ^ (ulong)(value >> 63));

    private static ulong HashText(ReadOnlySpan<byte> text)
    {
        var hash = (ulong)text.Length * FirstFactor;
        while (text.Length >= 8)
        {
            hash = (hash ^ MemoryMarshal.Read<ulong>(text)) * FirstFactor;
            hash ^= hash >> 32;
            text = text[8..];
        }
        ulong rest = 0;
        for (var i = 0; i < text.Length; i++) rest |= (ulong)text[i] << (8 * i);
        return Mix(hash ^ rest);
    }
}
