using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Zenset.DuckDb.Native.Handles;

namespace Zenset.DuckDb.Native;

/// <summary>Between <see cref="EngineType"/> and the engine's logical types, which exist only while a call needs them.</summary>
internal static unsafe class LogicalTypes
{
    public static LogicalTypeHandle Create(EngineType type)
    {
        // The engine leaves out a result column of such a type without a word; the layout of the last two is not known here.
        if (!Enum.IsDefined(type.Id) || type.Id is EngineTypeId.Invalid or EngineTypeId.Any or EngineTypeId.StringLiteral
            or EngineTypeId.IntegerLiteral or EngineTypeId.Geometry or EngineTypeId.Variant)
            throw new NotSupportedException($"No column can have the type {type}.");
        var handle = new LogicalTypeHandle(CreateRaw(type));
        return handle.IsInvalid ? throw new NotSupportedException($"The engine {Engine.LibraryVersion} cannot make the type {type}.") : handle;
    }

    /// <summary>Describes a logical type and destroys it.</summary>
    public static EngineType Take(nint logicalType)
    {
        using var handle = new LogicalTypeHandle(logicalType);
        return Describe(handle);
    }

    private static nint CreateRaw(EngineType type)
    {
        switch (type.Id)
        {
            case EngineTypeId.Decimal:
                return NativeMethods.duckdb_create_decimal_type((byte)type.Width, (byte)type.Scale);
            case EngineTypeId.List:
                using (var item = Create(type.Item!)) return NativeMethods.duckdb_create_list_type(item);
            case EngineTypeId.Array:
                using (var item = Create(type.Item!)) return NativeMethods.duckdb_create_array_type(item, (ulong)type.Length);
            case EngineTypeId.Map:
                using (var key = Create(type.Key!))
                using (var value = Create(type.Value!))
                    return NativeMethods.duckdb_create_map_type(key, value);
            case EngineTypeId.Struct or EngineTypeId.Union:
                return CreateWithMembers(type);
            case EngineTypeId.Enum:
                return WithCStrings(type.Labels, labels => NativeMethods.duckdb_create_enum_type(labels.Text, (ulong)type.Labels.Length));
            default:
                return NativeMethods.duckdb_create_logical_type(type.Id);
        }
    }

    private static nint CreateWithMembers(EngineType type)
    {
        var members = new List<LogicalTypeHandle>(type.Members.Length);
        try
        {
            foreach (var member in type.Members) members.Add(Create(member.Type));
            var types = members.Select(member => member.DangerousGetHandle()).ToArray();
            return WithCStrings([.. type.Members.Select(member => member.Name)], names =>
            {
                fixed (nint* first = types)
                {
                    return type.Id == EngineTypeId.Struct
                        ? NativeMethods.duckdb_create_struct_type(first, names.Text, (ulong)types.Length)
                        : NativeMethods.duckdb_create_union_type(first, names.Text, (ulong)types.Length);
                }
            });
        }
        finally
        {
            foreach (var member in members) member.Dispose();
        }
    }

    private static nint WithCStrings(ImmutableArray<string> texts, Func<CStrings, nint> use)
    {
        foreach (var text in texts) SqlText.RequireNoNul(text, nameof(texts));

        // One block: the pointers, then the texts, each with its NUL.
        var bytes = (nuint)texts.Length * (nuint)sizeof(byte*);
        foreach (var text in texts) bytes += (nuint)Encoding.UTF8.GetByteCount(text) + 1;
        var block = (byte*)NativeMemory.Alloc(bytes);
        try
        {
            var pointers = (byte**)block;
            var at = block + (nuint)texts.Length * (nuint)sizeof(byte*);
            for (var i = 0; i < texts.Length; i++)
            {
                pointers[i] = at;
                at += Encoding.UTF8.GetBytes(texts[i], new Span<byte>(at, (int)Math.Min(int.MaxValue, (long)(block + bytes - at))));
                *at++ = 0;
            }

            return use(new CStrings(pointers));
        }
        finally
        {
            NativeMemory.Free(block);
        }
    }

    private static EngineType Describe(LogicalTypeHandle type)
    {
        var id = NativeMethods.duckdb_get_type_id(type);
        return id switch
        {
            EngineTypeId.Decimal => EngineType.Decimal(NativeMethods.duckdb_decimal_width(type), NativeMethods.duckdb_decimal_scale(type)),
            EngineTypeId.List => EngineType.List(Take(NativeMethods.duckdb_list_type_child_type(type))),
            EngineTypeId.Array => EngineType.Array(
                Take(NativeMethods.duckdb_array_type_child_type(type)), (int)NativeMethods.duckdb_array_type_array_size(type)),
            EngineTypeId.Map => EngineType.Map(Take(NativeMethods.duckdb_map_type_key_type(type)), Take(NativeMethods.duckdb_map_type_value_type(type))),
            EngineTypeId.Struct => EngineType.FromEngine(id, members: StructMembers(type)),
            EngineTypeId.Union => EngineType.FromEngine(id, members: UnionMembers(type)),
            EngineTypeId.Enum => EngineType.FromEngine(id, labels: Labels(type)),
            _ => EngineType.Simple(id),
        };
    }

    private static ImmutableArray<EngineColumn> StructMembers(LogicalTypeHandle type)
    {
        var members = new EngineColumn[NativeMethods.duckdb_struct_type_child_count(type)];
        for (var i = 0; i < members.Length; i++)
        {
            members[i] = new EngineColumn(
                NativeMethods.duckdb_struct_type_child_name(type, (ulong)i) ?? "", Take(NativeMethods.duckdb_struct_type_child_type(type, (ulong)i)));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(members);
    }

    private static ImmutableArray<EngineColumn> UnionMembers(LogicalTypeHandle type)
    {
        var members = new EngineColumn[NativeMethods.duckdb_union_type_member_count(type)];
        for (var i = 0; i < members.Length; i++)
        {
            members[i] = new EngineColumn(
                NativeMethods.duckdb_union_type_member_name(type, (ulong)i) ?? "", Take(NativeMethods.duckdb_union_type_member_type(type, (ulong)i)));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(members);
    }

    private static ImmutableArray<string> Labels(LogicalTypeHandle type)
    {
        var labels = new string[NativeMethods.duckdb_enum_dictionary_size(type)];
        for (var i = 0; i < labels.Length; i++) labels[i] = NativeMethods.duckdb_enum_dictionary_value(type, (ulong)i) ?? "";
        return ImmutableCollectionsMarshal.AsImmutableArray(labels);
    }

    private readonly struct CStrings(byte** text)
    {
        public byte** Text => text;
    }
}
