using System.Text;
using System.Text.Unicode;

namespace Zenset.Formats.TfRecord;

/// <summary>The features that records have had so far, numbered in the order of their first appearance.</summary>
internal sealed class FeatureKeys
{
    // As many names as JSON objects may have keys; beyond that they are data.
    private const int MaxKeys = 20_000;

    private readonly Dictionary<byte[], int> _index = new(new ByteComparer());
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly List<byte[]> _keys = [];

    public FeatureKeys() => _lookup = _index.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>How many.</summary>
    public int Count => _keys.Count;

    /// <summary>The name of one.</summary>
    public ReadOnlySpan<byte> this[int index] => _keys[index];

    /// <summary>The name of one, as text.</summary>
    public string Name(int index) => Encoding.UTF8.GetString(_keys[index]);

    /// <summary>The number of a key; -1 when it is new. <paramref name="guess"/>: often the one after the last.</summary>
    public int Find(ReadOnlySpan<byte> key, int guess)
    {
        if ((uint)guess < (uint)_keys.Count && key.SequenceEqual(_keys[guess])) return guess;
        return _lookup.TryGetValue(key, out var index) ? index : -1;
    }

    /// <summary>Adds a key that is new.</summary>
    /// <exception cref="MalformedRecordException">It is not text.</exception>
    /// <exception cref="TooManyKeysException">There are too many already.</exception>
    public int Add(ReadOnlySpan<byte> key, int position)
    {
        if (!Utf8.IsValid(key)) throw new MalformedRecordException(position, "the name of a feature is not UTF-8");
        if (_keys.Count == MaxKeys) throw new TooManyKeysException();
        var copy = key.ToArray();
        _index.Add(copy, _keys.Count);
        _keys.Add(copy);
        return _keys.Count - 1;
    }

    private sealed class ByteComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);
        public int GetHashCode(byte[] key) => GetHashCode(key.AsSpan());
        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);
        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        // Seeded by the process, so that nobody can write a file of names that all fall together.
        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}

/// <summary>The records have more different features than a table has fields.</summary>
internal sealed class TooManyKeysException() : Exception("more than 20,000 different features");
