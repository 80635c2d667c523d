namespace Zenset.Formats.Tests.Hdf5;

/// <summary>Python with h5py and pandas (PyTables): independent writers. Where they are absent there is nothing to test, except in CI, where they must be there.</summary>
internal static class Peers
{
    /// <summary>The HDF5 library is here. In CI it must be.</summary>
    public static bool HaveLibrary { get; } = Zenset.Hdf5.Hdf5Library.IsAvailable
        || (Environment.GetEnvironmentVariable("CI") == "true" ? throw new InvalidOperationException("The HDF5 library is not installed.") : false);

    /// <summary>They can be asked.</summary>
    public static bool AreThere { get; } = HaveLibrary && PythonProcess.Has("numpy, scipy.sparse, h5py, pandas, tables");

    /// <summary>Runs lines with <c>np</c>, <c>h5py</c>, <c>pd</c>, and <c>f</c>, a new file open for writing at the path.</summary>
    public static void Write(string path, string lines) =>
        Do($"import numpy as np, h5py\nwith h5py.File(a[0], 'w') as f:\n{Indent(lines)}", path);

    /// <summary>Runs lines with pandas as <c>pd</c>.</summary>
    public static void Pandas(string path, string lines) => Do($"import numpy as np, pandas as pd\n{lines}", path);

    /// <summary>Runs lines, with the arguments as <c>a</c>.</summary>
    public static string Do(string lines, params string[] arguments) => PythonProcess.Do(lines, arguments);

    private static string Indent(string lines) => string.Join('\n', lines.Split('\n').Select(l => "    " + l));
}
