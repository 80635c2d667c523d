namespace Zenset.Hdf5.Native;

/// <summary>Property lists.</summary>
internal static class Properties
{
    /// <summary>A list of a class, by the name of its global variable.</summary>
    public static PropertyHandle Make(string propertyClass) =>
        IdHandle.Checked(new PropertyHandle(NativeMethods.H5Pcreate(Hdf5Library.Predefined(propertyClass))), "make a property list");

    /// <summary>For links: their names are UTF-8.</summary>
    public static PropertyHandle Link()
    {
        var link = Make("H5P_CLS_LINK_CREATE_ID_g");
        ErrorStack.Check(NativeMethods.H5Pset_char_encoding(link, 1), "make a property list");
        return link;
    }
}
