using System.Collections.Immutable;

namespace Zenset.Formats.JsonLines;

/// <summary>The kinds of failure that belong to JSON Lines.</summary>
internal static class JsonLinesErrors
{
    public static readonly ErrorCode Syntax = new("jsonl/syntax", "A line is not valid JSON. Correct it, or leave such lines out with --on-error=skip.");
    public static readonly ErrorCode NotAnObject = new("jsonl/not-an-object", "A line holds something other than one object. Each row is an object on a line of its own, or an element of one array.");
    public static readonly ErrorCode DuplicateKey = new("jsonl/duplicate-key", "An object has a key twice; which value counts would be a guess.");
    public static readonly ErrorCode Surrogate = new("jsonl/surrogate", "A text has half of a UTF-16 surrogate pair (such as \\ud800), which is no character.");
    public static readonly ErrorCode NoFields = new("jsonl/no-fields", "No object has a key, so there are no fields.");
    public static readonly ErrorCode WrongType = new("jsonl/wrong-type", "A value is not of the type that was asked for with --type.");

    public static ImmutableArray<ErrorCode> All { get; } = [Syntax, NotAnObject, DuplicateKey, Surrogate, NoFields, WrongType, .. Text.TextErrors.All];
}
