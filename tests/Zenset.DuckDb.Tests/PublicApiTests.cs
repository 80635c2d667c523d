using System.Reflection;
using System.Runtime.CompilerServices;

namespace Zenset.DuckDb.Tests;

/// <summary>The public API is written down, so that a change to it is seen in review. <c>ZENSET_ACCEPT=1</c> rewrites the file.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_IsTheOneWrittenDown()
    {
        var file = Path.Combine(Path.GetDirectoryName(ThisFile())!, "PublicApi.expected.txt");
        var api = string.Join('\n', typeof(Engine).Assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Lines)) + "\n";

        if (Environment.GetEnvironmentVariable("ZENSET_ACCEPT") == "1") File.WriteAllText(file, api);

        Assert.Equal(File.ReadAllText(file), api);
    }

    private static IEnumerable<string> Lines(Type type)
    {
        yield return type.FullName!;
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        if (type.IsEnum)
        {
            yield return $"  {string.Join(", ", Enum.GetNames(type))}";
            yield break;
        }

        var members = type.GetMembers(Own)
            .Where(member => member is not MethodInfo { IsSpecialName: true } && member.GetCustomAttribute<CompilerGeneratedAttribute>() is null)
            .Select(member => $"  {member}");
        foreach (var line in members.Order(StringComparer.Ordinal)) yield return line;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
