using System.Collections.Immutable;
using Zenset.Commit;
using Zenset.Model;

namespace Zenset.Tests;

/// <summary>Small datasets. The store does not look into parts, so most have any bytes.</summary>
internal static class Samples
{
    public static readonly ImmutableArray<Field> Fields = [new Field { Name = "x", Type = FieldType.Float64 }];

    public static DatasetName Name(string name) => DatasetName.Parse(name);

    public static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    public static Manifest Draft(string dataset, string message, params ImmutableArray<Part> parts) =>
        Draft(dataset, message, [new Resource { Name = "table", Folder = "table", Fields = Fields, Parts = parts }]);

    public static Manifest Draft(string dataset, string message, ImmutableArray<Resource> resources) => new()
    {
        Dataset = Name(dataset), Version = 0, Created = default, ContentHash = new string('c', 64), Message = message, Resources = resources,
    };

    public static async Task<Part> SealAsync(CommitSession session, byte[] bytes, string folder = "table", long rows = 1)
    {
        var path = session.StagePart();
        await File.WriteAllBytesAsync(path, bytes);
        return await session.SealPartAsync(path, folder, rows);
    }

    /// <summary>Commits a version of some parts of random bytes.</summary>
    public static async Task<Manifest> CommitBytesAsync(
        Repository repository, string dataset, string message, int parts = 1, int bytes = 100, Random? random = null)
    {
        random ??= new Random(message.GetHashCode(StringComparison.Ordinal));
        await using var session = await repository.BeginCommitAsync(Name(dataset));
        var made = new List<Part>();
        for (var i = 0; i < parts; i++) made.Add(await SealAsync(session, Bytes(random, bytes), rows: 10));
        return await session.CommitAsync(Draft(dataset, message, [.. made]));
    }

    /// <summary>Commits parts of just these bytes, in this order.</summary>
    public static async Task<Manifest> CommitPartsAsync(Repository repository, string dataset, params IEnumerable<byte[]> contents)
    {
        await using var session = await repository.BeginCommitAsync(Name(dataset));
        var made = new List<Part>();
        foreach (var content in contents) made.Add(await SealAsync(session, content, rows: 10));
        return await session.CommitAsync(Draft(dataset, "parts", [.. made]));
    }
}
