using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using BenchmarkDotNet.Attributes;
using Zenset.Formats.Text;

namespace Zenset.Benchmarks;

/// <summary>
/// How fast is text read as doubles? 100,000 normal deviates separated by commas, of six digits or of full precision, on one core.
/// Finding the cells is not part of it: their places are known. Not measured: exponents, integers.
/// </summary>
/// <remarks>No figures are recorded here yet; the tables of <c>bench/results</c> have those of whole commands.</remarks>
[MemoryDiagnoser]
public unsafe class NumberParsing : IDisposable
{
    private const int Count = 100_000;
    private byte* _text;
    private int _length;
    private int[] _starts = [];

    /// <summary>Digits of a number: six, or as many as it takes.</summary>
    [Params("G6", "R")]
    public string Digits { get; set; } = "G6";

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(20240607);
        var text = new StringBuilder();
        _starts = new int[Count + 1];
        for (var i = 0; i < Count; i++)
        {
            // Box-Muller: what measured columns look like, both signs, around one.
            var value = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            text.Append(value.ToString(Digits, CultureInfo.InvariantCulture)).Append(',');
            _starts[i + 1] = text.Length;
        }
        var bytes = Encoding.ASCII.GetBytes(text.ToString());
        _length = bytes.Length;
        _text = (byte*)NativeMemory.AllocZeroed((nuint)(_length + NumberParser.Padding));
        bytes.CopyTo(new Span<byte>(_text, _length));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public double LibraryUtf8Parser()
    {
        var sum = 0.0;
        for (var i = 0; i < Count; i++)
        {
            Utf8Parser.TryParse(Cell(i), out double value, out _);
            sum += value;
        }
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public double LibraryDoubleParse()
    {
        var sum = 0.0;
        for (var i = 0; i < Count; i++) sum += double.Parse(Cell(i), NumberStyles.Float, CultureInfo.InvariantCulture);
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public double Ours()
    {
        var sum = 0.0;
        for (var i = 0; i < Count; i++)
        {
            NumberParser.ParseDouble(_text + _starts[i], _text + _length, out var value);
            sum += value;
        }
        return sum;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        NativeMemory.Free(_text);
        _text = null;
        GC.SuppressFinalize(this);
    }

    public static IEnumerable<Func<CheckCase>> Cases() => new[] { "G6", "R" }.Select(digits => (Func<CheckCase>)(() =>
    {
        var numbers = new NumberParsing { Digits = digits };
        numbers.Setup();
        return new CheckCase($"{nameof(NumberParsing)}({digits})", numbers, [
            (nameof(LibraryUtf8Parser), () => numbers.LibraryUtf8Parser()),
            (nameof(LibraryDoubleParse), () => numbers.LibraryDoubleParse()),
            (nameof(Ours), () => numbers.Ours())]);
    }));

    private ReadOnlySpan<byte> Cell(int i) => new(_text + _starts[i], _starts[i + 1] - 1 - _starts[i]);
}
