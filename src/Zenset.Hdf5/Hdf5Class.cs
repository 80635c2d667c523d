namespace Zenset.Hdf5;

/// <summary>Kinds of type, numbered as <c>H5T_class_t</c>.</summary>
public enum Hdf5Class
{
    /// <summary>Whole number.</summary>
    Integer,
    /// <summary>Floating-point number.</summary>
    Float,
    /// <summary>Time; hardly ever used.</summary>
    Time,
    /// <summary>Text of fixed or varying length.</summary>
    String,
    /// <summary>Bits.</summary>
    BitField,
    /// <summary>Bytes with a tag that says what they are.</summary>
    Opaque,
    /// <summary>Named members.</summary>
    Compound,
    /// <summary>Reference to an object or a region.</summary>
    Reference,
    /// <summary>Named whole numbers.</summary>
    Enumeration,
    /// <summary>Any number of items of one type.</summary>
    VariableLength,
    /// <summary>A fixed number of items of one type.</summary>
    Array,
}
