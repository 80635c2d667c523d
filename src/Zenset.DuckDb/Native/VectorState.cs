using System.Numerics;

namespace Zenset.DuckDb.Native;

/// <summary>
/// The pointers of one vector of the current chunk, and of its children. One tree of these lives as long as a query or a scan and is
/// pointed at
/// each chunk in turn, so that the views over it cost nothing per cell and nothing is allocated per chunk.
/// </summary>
internal sealed unsafe class VectorState
{
    /// <summary>DConstants::MAX_VECTOR_SIZE of the engine: bytes of one vector, 128 GiB.</summary>
    private const long MaxVectorBytes = 1L << 37;

    private static readonly VectorState[] None = [];

    // Of this vector or of one below it that grows with it.
    private readonly long _widestBytesPerRow;

    public readonly EngineType Type;
    public readonly int ValueBytes;
    public readonly bool IsText;

    /// <summary>LIST, MAP, ARRAY: the items. STRUCT: the members. UNION: the tag, then the members.</summary>
    public readonly VectorState[] Children;

    public nint Handle;
    public byte* Data;

    /// <summary>Null while all rows are valid; when writing, also while nobody asked for it.</summary>
    public ulong* Validity;

    /// <summary>Rows that may be written.</summary>
    public int Capacity;

    /// <summary>Rows that may be read.</summary>
    public int Count;

    public VectorState(EngineType type)
    {
        Type = type;
        ValueBytes = type.ValueBytes;
        IsText = type.IsText;
        Children = type.Id switch
        {
            EngineTypeId.List or EngineTypeId.Array => [new(type.Item!)],
            EngineTypeId.Map => [new(EngineType.Struct(new EngineColumn("key", type.Key!), new EngineColumn("value", type.Value!)))],
            EngineTypeId.Struct => [.. type.Members.Select(member => new VectorState(member.Type))],
            EngineTypeId.Union => [new(EngineType.UTinyInt), .. type.Members.Select(member => new VectorState(member.Type))],
            _ => None,
        };
        // A cell of text and an entry of a list have 16 bytes.
        _widestBytesPerRow = IsText || HasEntries ? 16 : ValueBytes;
        if (HasEntries) return;
        foreach (var child in Children) _widestBytesPerRow = Math.Max(_widestBytesPerRow, child._widestBytesPerRow * Math.Max(1, type.Length));
    }

    public bool HasEntries => Type.Id is EngineTypeId.List or EngineTypeId.Map;

    /// <summary>Points at a vector to read.</summary>
    public void AttachForReading(nint vector, int count)
    {
        Handle = vector;
        Data = (byte*)NativeMethods.duckdb_vector_get_data(vector);
        Validity = NativeMethods.duckdb_vector_get_validity(vector);
        Count = count;
        Capacity = 0;
        for (var i = 0; i < Children.Length; i++) Children[i].AttachForReading(ChildHandle(i), ChildCount(count));
        if (Type.Id == EngineTypeId.Union) Data = Children[0].Data;
    }

    /// <summary>Points at a vector to write, all of whose rows are valid.</summary>
    public void AttachForWriting(nint vector, int capacity)
    {
        Handle = vector;
        Data = (byte*)NativeMethods.duckdb_vector_get_data(vector);
        Validity = null;
        Count = 0;
        Capacity = capacity;
        for (var i = 0; i < Children.Length; i++)
        {
            // A list's items have no room until ReserveItems has asked for it.
            Children[i].AttachForWriting(ChildHandle(i), HasEntries ? 0 : ChildCapacity(capacity));
        }

        if (Type.Id == EngineTypeId.Union) Data = Children[0].Data;
    }

    /// <summary>Makes room for items of a list, keeping those already written.</summary>
    public void ReserveItems(int capacity)
    {
        if (capacity <= Children[0].Capacity) return;
        // Beyond this the engine throws a C++ exception, which would end the process. It rounds up to a power of two.
        var bytes = (Int128)BitOperations.RoundUpToPowerOf2((ulong)capacity) * Children[0]._widestBytesPerRow;
        if (bytes > MaxVectorBytes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(capacity), capacity, $"{capacity:N0} items of {Children[0].Type} take more than a chunk can hold; give fewer rows per chunk.");
        }

        Checked.State(NativeMethods.duckdb_list_vector_reserve(Handle, (ulong)capacity), nameof(NativeMethods.duckdb_list_vector_reserve));
        Children[0].Moved(ChildHandle(0), capacity);
    }

    public void SetItemCount(int count)
    {
        Checked.State(NativeMethods.duckdb_list_vector_set_size(Handle, (ulong)count), nameof(NativeMethods.duckdb_list_vector_set_size));
        Children[0].Count = count;
    }

    public void MakeValidityWritable()
    {
        NativeMethods.duckdb_vector_ensure_validity_writable(Handle);
        Validity = NativeMethods.duckdb_vector_get_validity(Handle);
    }

    /// <summary>Marks a row missing, and with it what the engine expects to be missing too.</summary>
    public void SetMissing(int row)
    {
        if (Validity == null) MakeValidityWritable();
        Validity[row >> 6] &= ~(1UL << (row & 63));
        if (Children.Length == 0) return;
        switch (Type.Id)
        {
            // FlatVector::SetNull of the engine does the same for these two.
            case EngineTypeId.Struct or EngineTypeId.Union:
                foreach (var child in Children) child.SetMissing(row);
                break;
            case EngineTypeId.Array:
                for (var i = 0; i < Type.Length; i++) Children[0].SetMissing(row * Type.Length + i);
                break;
            default:
                ((ListEntry*)Data)[row] = default;
                break;
        }
    }

    /// <summary>What was written becomes readable.</summary>
    public void SetReadable(int count)
    {
        Count = count;
        if (HasEntries)
        {
            Children[0].SetReadable(Children[0].Count);
            return;
        }

        foreach (var child in Children) child.SetReadable(ChildCapacity(count));
    }

    /// <summary>Points nowhere: the chunk is gone, and views that outlived it are empty.</summary>
    public void Detach()
    {
        Handle = 0;
        Data = null;
        Validity = null;
        Count = 0;
        Capacity = 0;
        foreach (var child in Children) child.Detach();
    }

    private void Moved(nint vector, int capacity)
    {
        Handle = vector;
        Data = (byte*)NativeMethods.duckdb_vector_get_data(vector);
        if (Validity != null) Validity = NativeMethods.duckdb_vector_get_validity(vector);
        Capacity = capacity;
        if (!HasEntries)
        {
            for (var i = 0; i < Children.Length; i++) Children[i].Moved(ChildHandle(i), ChildCapacity(capacity));
        }

        if (Type.Id == EngineTypeId.Union) Data = Children[0].Data;
    }

    private nint ChildHandle(int index) => Type.Id switch
    {
        EngineTypeId.List or EngineTypeId.Map => NativeMethods.duckdb_list_vector_get_child(Handle),
        EngineTypeId.Array => NativeMethods.duckdb_array_vector_get_child(Handle),
        _ => NativeMethods.duckdb_struct_vector_get_child(Handle, (ulong)index),
    };

    private int ChildCount(int count) => HasEntries ? (int)NativeMethods.duckdb_list_vector_get_size(Handle) : ChildCapacity(count);

    private int ChildCapacity(int capacity) => Type.Id == EngineTypeId.Array ? checked(capacity * Type.Length) : capacity;
}
