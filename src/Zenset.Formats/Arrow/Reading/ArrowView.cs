using System.Runtime.InteropServices;

namespace Zenset.Formats.Arrow.Reading;

/// <summary>A text or bytes by reference. Up to twelve bytes stand in the view itself, after the length.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Prefix">The first four.</param>
/// <param name="Buffer">Which of the buffers has them.</param>
/// <param name="Offset">Where they begin there.</param>
/// <remarks>Arrow columnar format, "Variable-size Binary View Layout".</remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ArrowView(int Length, int Prefix, int Buffer, int Offset)
{
    /// <summary>Most bytes that stand in the view.</summary>
    public const int InlineBytes = 12;
}
