using System.Runtime.CompilerServices;

namespace Zenset.Testing.Start;

/// <summary>Compiled into every test assembly, so that it runs when that is loaded.</summary>
internal static class TestAssemblyStart
{
    // CA2255: an assembly of tests is loaded by a host that is not ours; there is no other place to begin.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Start() => DecimalCommaCulture.Use();
}
