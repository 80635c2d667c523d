using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Zenset.DuckDb.Native;
using Zenset.DuckDb.Native.Handles;
using Zenset.DuckDb.Native.Layouts;

namespace Zenset.DuckDb.Tests;

/// <summary>Our imports, structures and enums against duckdb.h, and against what the library exports.</summary>
public sealed partial class HeaderTests
{
    // What each C type may be on our side. Opaque types (duckdb_vector, …) are read from the header: a handle class or a borrowed nint.
    private static readonly Dictionary<string, Type[]> Allowed = new()
    {
        ["void"] = [typeof(void)],
        ["bool"] = [typeof(bool)],
        ["uint8_t"] = [typeof(byte)],
        ["int32_t"] = [typeof(int)],
        ["int64_t"] = [typeof(long)],
        ["uint32_t"] = [typeof(uint)],
        ["uint64_t"] = [typeof(ulong)],
        ["idx_t"] = [typeof(ulong)],
        ["float"] = [typeof(float)],
        ["double"] = [typeof(double)],
        ["char *"] = [typeof(string), typeof(byte*)],
        ["char **"] = [typeof(byte**), typeof(nint).MakeByRefType()],
        ["void *"] = [typeof(nint), typeof(void*), typeof(byte*)],
        ["uint64_t *"] = [typeof(ulong*)],
        ["duckdb_logical_type *"] = [typeof(nint*), typeof(nint).MakeByRefType()],
        ["duckdb_result *"] = [typeof(DuckDbResult*), typeof(ResultHandle)],
        ["duckdb_result"] = [typeof(DuckDbResult)],
        ["duckdb_state"] = [typeof(State)],
        ["duckdb_type"] = [typeof(EngineTypeId)],
        ["duckdb_error_type"] = [typeof(DuckDbErrorType)],
        ["duckdb_result_type"] = [typeof(ResultType)],
        ["duckdb_query_progress_type"] = [typeof(DuckDbQueryProgress)],
        ["duckdb_date"] = [typeof(DuckDbDate)],
        ["duckdb_timestamp"] = [typeof(DuckDbTimestamp)],
    };

    private static readonly Dictionary<string, int> CSizes = new()
    {
        ["int8_t"] = 1,
        ["uint8_t"] = 1,
        ["bool"] = 1,
        ["int32_t"] = 4,
        ["uint32_t"] = 4,
        ["int64_t"] = 8,
        ["uint64_t"] = 8,
        ["idx_t"] = 8,
        ["double"] = 8,
    };

    private static readonly (Type, int)[] NewerThanTheHeader = [(typeof(EngineTypeId), (int)EngineTypeId.Geometry), (typeof(EngineTypeId), (int)EngineTypeId.Variant)];

    private static readonly string Header = CommentPattern().Replace(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data/duckdb/duckdb.h")), "");

    private static readonly Dictionary<string, (string Returns, string[] Parameters)> Functions = FunctionPattern().Matches(Header)
        .ToDictionary(match => match.Groups[2].Value, match => (CType(match.Groups[1].Value), Parameters(match.Groups[3].Value)));

    private static MethodInfo[] Imports => [.. typeof(NativeMethods).GetMethods(BindingFlags.Static | BindingFlags.Public)
        .Where(method => method.Name.StartsWith("duckdb_", StringComparison.Ordinal))];

    [Fact]
    public void Header_IsUnderstood()
    {
        Assert.True(Functions.Count > 400, $"{Functions.Count} functions");
        Assert.True(Imports.Length > 80, $"{Imports.Length} imports");
        Assert.Equal("duckdb_state", Functions["duckdb_query"].Returns);
        Assert.Equal(["duckdb_connection", "char *", "duckdb_result *"], Functions["duckdb_query"].Parameters);
    }

    [Fact]
    public void Imports_HaveTheSignaturesOfTheHeader()
    {
        var wrong = new List<string>();
        foreach (var import in Imports)
        {
            if (!Functions.TryGetValue(import.Name, out var function))
            {
                wrong.Add($"{import.Name}: not in the header");
                continue;
            }

            var ours = import.GetParameters();
            if (!Fits(function.Returns, import.ReturnType)) wrong.Add($"{import.Name}: returns {function.Returns}, ours {import.ReturnType}");
            if (ours.Length != function.Parameters.Length) wrong.Add($"{import.Name}: {function.Parameters.Length} parameters, ours {ours.Length}");
            foreach (var (c, parameter) in function.Parameters.Zip(ours))
                if (!Fits(c, parameter.ParameterType)) wrong.Add($"{import.Name}: parameter {parameter.Name} is {c}, ours {parameter.ParameterType}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Imports_AreExportedByTheLibrary()
    {
        var library = NativeLibrary.Load("duckdb", typeof(Engine).Assembly, null);

        var missing = Imports.Where(import => !NativeLibrary.TryGetExport(library, import.Name, out _)).Select(import => import.Name);

        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("duckdb_result", typeof(DuckDbResult))]
    [InlineData("duckdb_query_progress_type", typeof(DuckDbQueryProgress))]
    [InlineData("duckdb_date", typeof(DuckDbDate))]
    [InlineData("duckdb_timestamp", typeof(DuckDbTimestamp))]
    [InlineData("duckdb_interval", typeof(EngineInterval))]
    [InlineData("duckdb_list_entry", typeof(ListEntry))]
    [InlineData("duckdb_hugeint", typeof(Int128))]
    [InlineData("duckdb_uhugeint", typeof(UInt128))]
    public void Structures_HaveTheSizeAndOffsetsOfTheHeader(string name, Type type)
    {
        var body = Regex.Match(Header, $@"typedef struct \{{([^}}]*)\}} {name};").Groups[1].Value;
        var expected = new List<int>();
        var size = 0;
        foreach (Match field in Regex.Matches(body, @"([\w ]+?\**)\s*(\**\w+);"))
        {
            var bytes = field.Value.Contains('*', StringComparison.Ordinal) ? 8 : CSizes.GetValueOrDefault(field.Groups[1].Value.Trim(), 8);
            size = (size + bytes - 1) / bytes * bytes;
            expected.Add(size);
            size += bytes;
        }

        var fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, fields.Select(field => (int)Marshal.OffsetOf(type, field.Name)));
        Assert.Equal(size, SizeOf(type));
    }

    [Fact]
    public unsafe void StringCell_HasTheLayoutOfTheHeader()
    {
        DuckDbString cell;

        Assert.Equal(16, sizeof(DuckDbString));
        Assert.Equal(4, (byte*)&cell.prefix - (byte*)&cell);
        Assert.Equal(8, (byte*)&cell.ptr - (byte*)&cell);
        Assert.Contains("char inlined[12];", Header, StringComparison.Ordinal);
    }

    [Fact]
    public void HugeIntegers_AreLowWordFirst()
    {
        var words = MemoryMarshal.Cast<Int128, ulong>([new Int128(upper: 1, lower: 2)]);

        Assert.Equal([2, 1], words.ToArray());
    }

    [Theory]
    [InlineData("DUCKDB_TYPE", "DUCKDB_TYPE_", typeof(EngineTypeId))]
    [InlineData("duckdb_error_type", "DUCKDB_(?:ERROR_)?", typeof(DuckDbErrorType))]
    [InlineData("duckdb_result_type", "DUCKDB_RESULT_TYPE_", typeof(ResultType))]
    public void Enums_HaveTheNumbersOfTheHeader(string name, string prefix, Type type)
    {
        var body = Regex.Match(Header, $@"typedef enum {name} \{{([^}}]*)\}}").Groups[1].Value;

        var expected = Regex.Matches(body, prefix + @"(\w+) = (\d+)").Select(match => (int.Parse(match.Groups[2].Value), Plain(match.Groups[1].Value)));
        var ours = Enum.GetValuesAsUnderlyingType(type).Cast<int>().Where(value => !NewerThanTheHeader.Contains((type, value))).Select(value => (value, Plain(Enum.GetName(type, value)!)));

        Assert.Equal(expected.Order(), ours.Order());
    }

    [Fact]
    public void VectorSize_IsTheOneBuildersAssume() => Assert.Equal((ulong)ChunkBuilder.MaxRows, NativeMethods.duckdb_vector_size());

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant() switch
    {
        "UNKNOWN" => "INVALID",
        var plain => plain,
    };

    private static int SizeOf(Type type) =>
        (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    private static bool Fits(string c, Type ours)
    {
        if (Allowed.TryGetValue(c, out var types)) return types.Contains(ours);
        if (c.EndsWith("_callback_t", StringComparison.Ordinal) || Regex.IsMatch(c, "^duckdb_table_function(_bind|_init)?_t$")) return ours.IsFunctionPointer;
        var opaque = c.TrimEnd('*', ' ');
        if (!Regex.IsMatch(Header, $@"typedef struct _{opaque} \{{\s*void \*internal_ptr;\s*\}} \* {opaque};")) return false;
        return c.EndsWith('*')
            ? ours == typeof(nint).MakeByRefType()
            : ours == typeof(nint) || (ours.IsSubclassOf(typeof(EngineHandle)) && Plain(opaque) == "DUCKDB" + Plain(ours.Name[..^"Handle".Length]));
    }

    private static string[] Parameters(string text) => text.Trim().Length == 0
        ? []
        : [.. text.Split(',').Select(parameter => CType(Regex.Replace(parameter.Trim(), @"\w+$", "")))];

    private static string CType(string text)
    {
        var stars = text.Count(character => character == '*');
        var name = Regex.Replace(text, @"\b(const|struct)\b|\*", "").Trim();
        return stars == 0 ? name : $"{name} {new string('*', stars)}";
    }

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex CommentPattern();

    [GeneratedRegex(@"DUCKDB_C_API\s+([\w\s]+?[\s*]+)(duckdb_\w+)\(([^)]*)\);")]
    private static partial Regex FunctionPattern();
}
