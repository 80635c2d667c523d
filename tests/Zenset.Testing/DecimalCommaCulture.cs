using System.Globalization;

namespace Zenset.Testing;

/// <summary>The culture that every test runs under: a decimal comma, a point between thousands. What is written for programs is not to care.</summary>
public static class DecimalCommaCulture
{
    /// <summary>Makes it the culture of this process. Test assemblies call it before their first test (TestProject.props).</summary>
    public static void Use()
    {
        // Made by hand: the build has no culture data (InvariantGlobalization).
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.DateTimeFormat.ShortDatePattern = "dd.MM.yyyy";
        CultureInfo.DefaultThreadCurrentCulture = culture;
        CultureInfo.DefaultThreadCurrentUICulture = culture;
        CultureInfo.CurrentCulture = culture;
    }
}
