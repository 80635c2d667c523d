namespace Zenset.DuckDb;

/// <summary>What kind of error the engine reports.</summary>
/// <remarks><c>duckdb_error_type</c> of duckdb.h 1.4.4.</remarks>
public enum DuckDbErrorType
{
    /// <summary>No kind is known.</summary>
    Unknown = 0,

    /// <summary>"Out of Range Error".</summary>
    OutOfRange = 1,

    /// <summary>"Conversion Error".</summary>
    Conversion = 2,

    /// <summary>"Unknown Type Error".</summary>
    UnknownType = 3,

    /// <summary>"Decimal Error".</summary>
    Decimal = 4,

    /// <summary>"Mismatch Type Error".</summary>
    MismatchType = 5,

    /// <summary>"Divide by Zero Error".</summary>
    DivideByZero = 6,

    /// <summary>"Object Size Error".</summary>
    ObjectSize = 7,

    /// <summary>"Invalid type Error".</summary>
    InvalidType = 8,

    /// <summary>"Serialization Error".</summary>
    Serialization = 9,

    /// <summary>"TransactionContext Error".</summary>
    Transaction = 10,

    /// <summary>"Not implemented Error".</summary>
    NotImplemented = 11,

    /// <summary>"Expression Error".</summary>
    Expression = 12,

    /// <summary>"Catalog Error".</summary>
    Catalog = 13,

    /// <summary>"Parser Error".</summary>
    Parser = 14,

    /// <summary>"Planner Error".</summary>
    Planner = 15,

    /// <summary>"Scheduler Error".</summary>
    Scheduler = 16,

    /// <summary>"Executor Error".</summary>
    Executor = 17,

    /// <summary>"Constraint Error".</summary>
    Constraint = 18,

    /// <summary>"Index Error".</summary>
    Index = 19,

    /// <summary>"Stat Error".</summary>
    Stat = 20,

    /// <summary>"Connection Error".</summary>
    Connection = 21,

    /// <summary>"Syntax Error".</summary>
    Syntax = 22,

    /// <summary>"Settings Error".</summary>
    Settings = 23,

    /// <summary>"Binder Error".</summary>
    Binder = 24,

    /// <summary>"Network Error".</summary>
    Network = 25,

    /// <summary>"Optimizer Error".</summary>
    Optimizer = 26,

    /// <summary>"NullPointer Error".</summary>
    NullPointer = 27,

    /// <summary>"IO Error".</summary>
    IO = 28,

    /// <summary>"INTERRUPT Error".</summary>
    Interrupt = 29,

    /// <summary>"FATAL Error".</summary>
    Fatal = 30,

    /// <summary>"INTERNAL Error".</summary>
    Internal = 31,

    /// <summary>"Invalid Input Error".</summary>
    InvalidInput = 32,

    /// <summary>"Out of Memory Error".</summary>
    OutOfMemory = 33,

    /// <summary>"Permission Error".</summary>
    Permission = 34,

    /// <summary>"Parameter Not Resolved Error".</summary>
    ParameterNotResolved = 35,

    /// <summary>"Parameter Not Allowed Error".</summary>
    ParameterNotAllowed = 36,

    /// <summary>"Dependency Error".</summary>
    Dependency = 37,

    /// <summary>"HTTP Error".</summary>
    Http = 38,

    /// <summary>"Missing Extension Error".</summary>
    MissingExtension = 39,

    /// <summary>"Extension Autoloading Error".</summary>
    Autoload = 40,

    /// <summary>"Sequence Error".</summary>
    Sequence = 41,

    /// <summary>"Invalid Configuration Error".</summary>
    InvalidConfiguration = 42,
}
