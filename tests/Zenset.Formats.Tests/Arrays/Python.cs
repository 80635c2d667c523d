namespace Zenset.Formats.Tests.Arrays;

/// <summary>Python with NumPy, SciPy and scikit-learn: independent writers and readers.</summary>
internal static class Python
{
    /// <summary>They can be asked.</summary>
    public static bool IsThere { get; } = PythonProcess.Has("numpy, scipy.sparse, scipy.io, sklearn.datasets");

    /// <summary>Runs a script of <c>tests/independent</c>.</summary>
    public static string Run(string script, params string[] arguments) => PythonProcess.Run(Path.Combine("tests", "independent", script), arguments);

    /// <summary>Runs a few lines, with NumPy as <c>np</c> and the arguments as <c>a</c>.</summary>
    public static string Do(string lines, params string[] arguments) => PythonProcess.Do($"import numpy as np\n{lines}", arguments);
}
