namespace Zenset;

/// <summary>The kinds of failure that belong to no format.</summary>
public static class CoreErrors
{
    /// <summary>Not a dataset name, version or tag.</summary>
    public static readonly ErrorCode InvalidName = new("name/invalid", "A name, version or tag has characters that are not allowed. The message says which form is expected.");
    /// <summary>No such dataset.</summary>
    public static readonly ErrorCode DatasetNotFound = new("repository/no-dataset", "The repository has no dataset of that name. The message lists near names; `zenset list` shows all.");
    /// <summary>No such version.</summary>
    public static readonly ErrorCode VersionNotFound = new("repository/no-version", "The dataset has no such version or tag. `zenset log NAME` shows all.");
    /// <summary>No such resource.</summary>
    public static readonly ErrorCode ResourceNotFound = new("repository/no-resource", "The version has no such resource. `zenset show NAME` lists them.");
    /// <summary>No such object.</summary>
    public static readonly ErrorCode ObjectNotFound = new("repository/no-object", "The repository has no object of that key, although something refers to it. `zenset verify` tells what is missing.");
    /// <summary>No such field.</summary>
    public static readonly ErrorCode FieldNotFound = new("field/unknown", "The resource has no such field. `zenset show NAME` lists them.");
    /// <summary>The repository was written by a later Zenset.</summary>
    public static readonly ErrorCode RepositoryTooNew = new("repository/format", "The repository has a format that this version of Zenset does not know. Install a later one.");
    /// <summary>Somebody else committed first.</summary>
    public static readonly ErrorCode VersionConflict = new("commit/conflict", "Another process committed this version number first. Nothing was lost or overwritten; run the command again to commit on top.");
    /// <summary>The tag names another version.</summary>
    public static readonly ErrorCode TagTaken = new("tag/taken", "The tag already names another version of the dataset. Choose another tag, or move it with --force.");
    /// <summary>The name of an owner is that of a dataset, or the other way round.</summary>
    public static readonly ErrorCode NameTaken = new("name/taken", "A name cannot be both a dataset and the owner of datasets in one repository. Choose another name with --as.");
    /// <summary>Stored bytes differ.</summary>
    public static readonly ErrorCode Damaged = new("integrity/damaged", "A stored object does not have the bytes that were committed. `zenset verify` names the places.");
    /// <summary>The manifest cannot be read.</summary>
    public static readonly ErrorCode BadManifest = new("integrity/manifest", "A manifest is not readable or does not fit the hash that its successor keeps of it.");
    /// <summary>No room left.</summary>
    public static readonly ErrorCode StorageFull = new("storage/full", "The disk (or the quota) is full. Nothing was committed; free some room, or choose another repository with --repo.");
    /// <summary>Not allowed.</summary>
    public static readonly ErrorCode StorageDenied = new("storage/denied", "The store refused access. Check the permissions of the repository, or choose another one with --repo.");
    /// <summary>Any other failure of a store.</summary>
    public static readonly ErrorCode StorageFailed = new("storage/failed", "The store failed while reading or writing. The message has its words.");
    /// <summary>Source does not exist.</summary>
    public static readonly ErrorCode SourceNotFound = new("source/not-found", "There is no such file.");
    /// <summary>Source cannot be read as a file.</summary>
    public static readonly ErrorCode SourceUnreadable = new("source/unreadable", "The source is a folder, a device, or cannot be opened.");
    /// <summary>Source has no bytes.</summary>
    public static readonly ErrorCode SourceEmpty = new("source/empty", "The source has no bytes.");
    /// <summary>Compressed source is damaged.</summary>
    public static readonly ErrorCode SourceCompression = new("source/compression", "The compressed source ends early or is damaged. Fetch it again.");
    /// <summary>Nothing recognised the source.</summary>
    public static readonly ErrorCode SourceUnknown = new("source/unknown-format", "No format recognises the source. Name one with --format; `zenset formats` lists them.");
    /// <summary>An option has a wrong value.</summary>
    public static readonly ErrorCode InvalidOption = new("option/invalid", "An option has a value that it cannot take. The message says which it can.");
    /// <summary>The target cannot hold everything.</summary>
    public static readonly ErrorCode Lossy = new("export/lossy", "The target format cannot hold everything; the message lists what would be lost. Choose another format, or accept it with --lossy.");
    /// <summary>The format cannot hold the table at all.</summary>
    public static readonly ErrorCode CannotHold = new("export/cannot-hold", "The target format cannot hold such a table at all; the message says why. Choose another format, or leave fields out with --columns.");
    /// <summary>The format cannot be written.</summary>
    public static readonly ErrorCode CannotWrite = new("export/read-only-format", "Zenset reads this format but does not write it.");
    /// <summary>A name that the engine cannot take.</summary>
    public static readonly ErrorCode MemberName = new("field/member-name", "The name of a member of a struct holds the character NUL, which the engine cannot take. Rename it in the source.");
    /// <summary>A vector is not as long as its field says.</summary>
    public static readonly ErrorCode VectorLength = new("field/vector-length", "A vector is longer or shorter than the source says all of them are. Write the file again, or give the field a list type with --type.");
    /// <summary>A type that has no counterpart.</summary>
    public static readonly ErrorCode UnsupportedType = new("field/unsupported-type", "A column has a type that Zenset does not hold. Cast it to another in the source.");
    /// <summary>The engine refused a statement of the user's.</summary>
    public static readonly ErrorCode Sql = new("engine/sql", "The SQL statement is not valid, or cannot be run. The message has the engine's words.");
    /// <summary>The engine failed.</summary>
    public static readonly ErrorCode Engine = new("engine/failed", "The engine failed. If the message does not name a cause outside (memory, disk), it is a bug: please report it.");
    /// <summary>Memory limit.</summary>
    public static readonly ErrorCode OutOfMemory = new("engine/memory", "The engine needs more memory than it was allowed. Raise --memory, or lower --threads.");

    /// <summary>All of them, for the documentation and its test.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        InvalidName, DatasetNotFound, VersionNotFound, ResourceNotFound, ObjectNotFound, FieldNotFound, RepositoryTooNew, VersionConflict,
        TagTaken, NameTaken, Damaged,
        BadManifest, StorageFull, StorageDenied, StorageFailed, SourceNotFound, SourceUnreadable, SourceEmpty, SourceCompression,
        SourceUnknown, InvalidOption, Lossy, CannotHold, CannotWrite, MemberName, VectorLength, UnsupportedType, Sql, Engine, OutOfMemory,
    ];
}
