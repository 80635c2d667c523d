namespace Zenset.Formats.Hdf5.Own;

/// <summary>Names of attributes and parts in the files that Zenset writes. They are a promise: files have them for good.</summary>
internal static class OwnNames
{
    /// <summary>Root: version of the layout.</summary>
    public const string Version = "zenset_version";

    /// <summary>Root: names of the tables' groups, in order.</summary>
    public const string Tables = "zenset_tables";

    /// <summary>Group of a table: its name.</summary>
    public const string Table = "zenset_table";

    /// <summary>Group of a table: its fields, as the manifest has them (docs/on-disk.md).</summary>
    public const string Fields = "zenset_fields";

    /// <summary>Group of a table: keys, and metadata of its source; JSON.</summary>
    public const string Facts = "zenset_facts";

    /// <summary>The version that is written, and the last that is read.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Lists: where the items of each row begin.</summary>
    public const string Offsets = "offsets";

    /// <summary>Lists: the items of all rows.</summary>
    public const string Items = "items";

    /// <summary>Maps.</summary>
    public const string Keys = "keys";

    /// <summary>Maps.</summary>
    public const string Values = "values";

    /// <summary>AnnData's compressed matrices.</summary>
    public const string Starts = "indptr";

    /// <summary>AnnData's compressed matrices.</summary>
    public const string Positions = "indices";

    /// <summary>AnnData's compressed matrices.</summary>
    public const string Entries = "data";

    /// <summary>AnnData's categories.</summary>
    public const string Codes = "codes";

    /// <summary>AnnData's categories.</summary>
    public const string Categories = "categories";

    /// <summary>AnnData's name for how a group is to be understood.</summary>
    public const string Encoding = "encoding-type";

    /// <summary>The version of that.</summary>
    public const string EncodingVersion = "encoding-version";
}
