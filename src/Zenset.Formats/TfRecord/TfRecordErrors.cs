using System.Collections.Immutable;

namespace Zenset.Formats.TfRecord;

/// <summary>The kinds of failure of TFRecord sources.</summary>
internal static class TfRecordErrors
{
    public static readonly ErrorCode NotRecords = new("tfrecord/not-records", "The file does not begin with the length of a record and its checksum, so it is no TFRecord file or damaged from the start.");
    public static readonly ErrorCode Length = new("tfrecord/length", "The checksum of a record's length is wrong: where the next record begins is unknown. Fetch the file again.");
    public static readonly ErrorCode Truncated = new("tfrecord/truncated", "The file ends within a record: it was cut off. Fetch it again.");
    public static readonly ErrorCode Data = new("tfrecord/data", "The checksum of a record's data is wrong: bytes of it were damaged. Fetch the file again, or leave such records out with --on-error=skip.");
    public static readonly ErrorCode Example = new("tfrecord/example", "A record is no tf.train.Example, though the first one is. Take the records as bytes with --records=raw, or leave such ones out with --on-error=skip.");
    public static readonly ErrorCode MixedKinds = new("tfrecord/mixed-kinds", "A feature is text or bytes in one record and numbers in another, or whole numbers and floating-point ones.");
    public static readonly ErrorCode TooLong = new("tfrecord/too-long", "A record is longer than 1 GiB.");
    public static readonly ErrorCode TooManyFeatures = new("tfrecord/too-many-features", "The records have more than 20,000 different features: names that change from record to record are data, not fields.");

    public static readonly ErrorCode NoFeatures = new("tfrecord/no-features", "No record has a feature, so there are no fields. Take the records as bytes with --records=raw.");

    public static ImmutableArray<ErrorCode> All { get; } = [NotRecords, Length, Truncated, Data, Example, MixedKinds, TooLong, TooManyFeatures, NoFeatures];
}
