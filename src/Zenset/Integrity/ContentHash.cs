using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Integrity;

/// <summary>
/// The hash of a version's content: names, types, categories and values of all resources in order, whatever their layout in parts, row
/// groups and compression. Two versions with the same content hash hold the same data.
/// </summary>
public static class ContentHash
{
    // Names the definition; another definition would have another number.
    private static ReadOnlySpan<byte> Definition => "zenset content 1\n"u8;

    /// <summary>The hash, hexadecimal, lower case.</summary>
    /// <param name="tables">Name, fields and one digest for each field, for every resource in order.</param>
    public static string Of(IEnumerable<(string Name, ImmutableArray<Field> Fields, ImmutableArray<ContentDigest> Digests)> tables)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Definition);
        var all = tables.ToList();
        foreach (var (name, fields, digests) in all)
        {
            // The only table of a dataset is called after it: the same data under another name are the same data.
            Text(hash, all.Count == 1 ? "" : name);
            Number(hash, fields.Length);
            for (var i = 0; i < fields.Length; i++)
            {
                Text(hash, fields[i].Name);
                Text(hash, fields[i].Type.ToString());
                Number(hash, fields[i].Categories is { } declared ? declared.Values.Length : -1);
                if (fields[i].Categories is { } categories)
                {
                    Number(hash, categories.Ordered ? 1 : 0);
                    foreach (var value in categories.Values) Text(hash, value);
                }
                Number(hash, digests[i].Rows);
                Number(hash, (long)digests[i].Value);
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Text(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Number(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Number(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}

/// <summary>Digests the columns of a table as its chunks pass. Belongs to one thread.</summary>
public sealed class ContentHasher
{
    private readonly ValueHasher[] _hashers;
    private readonly ContentDigest[] _digests;
    private readonly ulong[] _hashes = new ulong[2048];

    /// <summary>For a table of these fields.</summary>
    public ContentHasher(ImmutableArray<Field> fields)
    {
        _hashers = [.. fields.Select(f => new ValueHasher(f))];
        _digests = new ContentDigest[fields.Length];
    }

    /// <summary>The digests so far, one for each field.</summary>
    public ImmutableArray<ContentDigest> Digests => [.. _digests];

    /// <summary>Appends the rows of a chunk whose columns are the fields, in order.</summary>
    public void Append(Chunk chunk)
    {
        for (var i = 0; i < _hashers.Length; i++) Append(chunk, i, i);
    }

    /// <summary>Appends column <paramref name="column"/> of a chunk to the digest of field <paramref name="field"/>.</summary>
    public void Append(Chunk chunk, int column, int field)
    {
        var hashes = _hashes.AsSpan(0, chunk.RowCount);
        var missing = _hashers[field].Hash(chunk[column], hashes);
        _digests[field].Append(hashes, missing);
    }
}
