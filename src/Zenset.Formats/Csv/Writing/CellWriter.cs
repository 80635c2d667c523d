using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Zenset.DuckDb;
using Zenset.Formats.Csv.Types;
using Zenset.Model;

namespace Zenset.Formats.Csv.Writing;

/// <summary>Writes the values of one column. Belongs to one writer.</summary>
internal abstract class CellWriter
{
    /// <summary>A chunk begins.</summary>
    public abstract void Begin(Vector values);

    /// <summary>Writes a value that is there.</summary>
    public abstract void Write(OutputBuffer output, Vector values, int row);

    /// <summary>The writer for a field.</summary>
    public static CellWriter For(Field field, EngineType type, TimeLayout? layout, TextQuoter quoter, bool quoteAll)
    {
        CellWriter writer = type.Id switch
        {
            EngineTypeId.VarChar => new TextWriter(quoter),
            EngineTypeId.Enum => new LabelWriter(type, quoter),
            EngineTypeId.Boolean => new ValueWriter<byte>(static (to, value) => Copy(to, value == 0 ? "false"u8 : "true"u8)),
            EngineTypeId.TinyInt => Number<sbyte>(),
            EngineTypeId.SmallInt => Number<short>(),
            // A column without values has the type of a bare NULL, or INTEGER.
            EngineTypeId.Integer or EngineTypeId.SqlNull => Number<int>(),
            EngineTypeId.BigInt => Number<long>(),
            EngineTypeId.HugeInt => Number<Int128>(),
            EngineTypeId.UTinyInt => Number<byte>(),
            EngineTypeId.USmallInt => Number<ushort>(),
            EngineTypeId.UInteger => Number<uint>(),
            EngineTypeId.UBigInt => Number<ulong>(),
            EngineTypeId.Float => new ValueWriter<float>(static (to, value) => Floating(to, value)),
            EngineTypeId.Double => new ValueWriter<double>(static (to, value) => Floating(to, value)),
            EngineTypeId.Decimal => Decimals(type),
            EngineTypeId.Uuid => new ValueWriter<Int128>(static (to, value) => EngineUuid.ToGuid(value).TryFormat(to, out var n) ? n : 0),
            EngineTypeId.Date => new ValueWriter<int>((to, value) => Math.Abs((long)value) == int.MaxValue ? Infinite(to, value < 0) : TimeWriter.Write(to, layout!, value, 0)),
            EngineTypeId.Time => new ValueWriter<long>((to, value) => TimeWriter.Write(to, layout!, 0, value * 1_000)),
            EngineTypeId.TimeNs => new ValueWriter<long>((to, value) => TimeWriter.Write(to, layout!, 0, value)),
            EngineTypeId.TimestampS => Timestamps(layout!, 1),
            EngineTypeId.TimestampMs => Timestamps(layout!, 1_000),
            EngineTypeId.Timestamp or EngineTypeId.TimestampTz => Timestamps(layout!, 1_000_000),
            EngineTypeId.TimestampNs => Timestamps(layout!, 1_000_000_000),
            _ => throw new NotSupportedSourceException(
                CoreErrors.UnsupportedType, $"field '{Quoting.Shorten(field.Name)}' has the type {type}, which CSV cannot hold", fix: "Leave it out with --columns."),
        };
        return quoteAll && writer is not (TextWriter or LabelWriter) ? new QuotedWriter(writer) : writer;
    }

    // The engine's dates have two that lie beyond all others.
    private static int Infinite(Span<byte> to, bool isNegative) => Copy(to, isNegative ? "-infinity"u8 : "infinity"u8);

    private static int Copy(Span<byte> to, ReadOnlySpan<byte> text)
    {
        text.CopyTo(to);
        return text.Length;
    }

    private static ValueWriter<T> Number<T>() where T : unmanaged, IUtf8SpanFormattable =>
        new(static (to, value) => value.TryFormat(to, out var n, default, CultureInfo.InvariantCulture) ? n : 0);

    // Shortest text that gives the number back; a point tells it from a whole number.
    private static int Floating<T>(Span<byte> to, T value) where T : unmanaged, IUtf8SpanFormattable
    {
        value.TryFormat(to, out var n, default, CultureInfo.InvariantCulture);
        if (to[..n].IndexOfAny(".EN"u8) < 0 && to[n - 1] != 'y')
        {
            to[n++] = (byte)'.';
            to[n++] = (byte)'0';
        }
        return n;
    }

    private static CellWriter Decimals(EngineType type)
    {
        var scale = type.Scale;
        return type.Width switch
        {
            <= 4 => new ValueWriter<short>((to, value) => Scaled(to, value, scale)),
            <= 9 => new ValueWriter<int>((to, value) => Scaled(to, value, scale)),
            <= 18 => new ValueWriter<long>((to, value) => Scaled(to, value, scale)),
            _ => new ValueWriter<Int128>((to, value) => Scaled(to, value, scale)),
        };
    }

    private static int Scaled(Span<byte> to, Int128 value, int scale)
    {
        Span<byte> digits = stackalloc byte[48];
        (value < 0 ? -value : value).TryFormat(digits, out var n, default, CultureInfo.InvariantCulture);
        var at = 0;
        if (value < 0) to[at++] = (byte)'-';
        if (n <= scale)
        {
            to[at++] = (byte)'0';
            if (scale > 0) to[at++] = (byte)'.';
            to.Slice(at, scale - n).Fill((byte)'0');
            at += scale - n;
            digits[..n].CopyTo(to[at..]);
            return at + n;
        }
        digits[..(n - scale)].CopyTo(to[at..]);
        at += n - scale;
        if (scale == 0) return at;
        to[at++] = (byte)'.';
        digits.Slice(n - scale, scale).CopyTo(to[at..]);
        return at + scale;
    }

    private static ValueWriter<long> Timestamps(TimeLayout layout, long unitsPerSecond)
    {
        var unitsPerDay = unitsPerSecond * 86_400;
        var nanoseconds = 1_000_000_000 / unitsPerSecond;
        return new ValueWriter<long>((to, value) =>
        {
            if (value is long.MaxValue or -long.MaxValue) return Infinite(to, value < 0);
            var (days, rest) = Math.DivRem(value, unitsPerDay);
            if (rest < 0) (days, rest) = (days - 1, rest + unitsPerDay);
            return TimeWriter.Write(to, layout, (int)days, rest * nanoseconds);
        });
    }

    private sealed unsafe class ValueWriter<T>(ValueWriter<T>.Format format) : CellWriter
        where T : unmanaged
    {
        public delegate int Format(Span<byte> to, T value);

        private T* _values;

        // The memory is the engine's and stays until the next chunk.
        public override void Begin(Vector values) => _values = (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(values.Values<T>()));

        public override void Write(OutputBuffer output, Vector values, int row) => output.Advance(format(output.Room(TimeWriter.MostBytes), _values[row]));
    }

    private sealed class TextWriter(TextQuoter quoter) : CellWriter
    {
        public override void Begin(Vector values)
        {
        }

        public override void Write(OutputBuffer output, Vector values, int row) => quoter.Write(output, values.Text(row));
    }

    private sealed class LabelWriter(EngineType type, TextQuoter quoter) : CellWriter
    {
        private readonly byte[][] _labels = [.. type.Labels.Select(Encoding.UTF8.GetBytes)];

        public override void Begin(Vector values)
        {
        }

        public override void Write(OutputBuffer output, Vector values, int row) => quoter.Write(output, _labels[type.ValueBytes switch
        {
            1 => values.Values<byte>()[row],
            2 => values.Values<ushort>()[row],
            _ => (int)values.Values<uint>()[row],
        }]);
    }

    private sealed class QuotedWriter(CellWriter inner) : CellWriter
    {
        public override void Begin(Vector values) => inner.Begin(values);

        public override void Write(OutputBuffer output, Vector values, int row)
        {
            output.Add((byte)'"');
            inner.Write(output, values, row);
            output.Add((byte)'"');
        }
    }
}
