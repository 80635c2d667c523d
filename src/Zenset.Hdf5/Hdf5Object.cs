using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Zenset.Hdf5.Native;

namespace Zenset.Hdf5;

/// <summary>A group or a dataset: something that has attributes. Safe from several threads; calls wait for each other.</summary>
public abstract unsafe class Hdf5Object : IDisposable
{
    private const int MaxAttributes = 4096;
    private const int MaxAttributeBytes = 16 << 20;

    private protected Hdf5Object(string path, GlobalHeap? heap) => (Path, Heap) = (path, heap);

    /// <summary>Where texts and lists of varying length lie; null for a file that is being written.</summary>
    private protected GlobalHeap? Heap { get; }

    /// <summary>Path in the file, beginning with a slash.</summary>
    public string Path { get; }

    internal abstract SafeHandle Location { get; }

    /// <summary>Names of the attributes.</summary>
    /// <exception cref="Hdf5Exception">One is damaged.</exception>
    public ImmutableArray<string> AttributeNames()
    {
        lock (Hdf5Library.Gate)
        {
            // Looks at every attribute, and fails where one is damaged; listing (1.10.8) would then free what it never had.
            if (NativeMethods.H5Aexists(Location, "no attribute is called this") < 0) throw ErrorStack.Failure($"read the attributes of '{Path}'");
            var names = ImmutableArray.CreateBuilder<string>();
            for (ulong i = 0; i < MaxAttributes; i++)
            {
                using var attribute = new AttributeHandle(NativeMethods.H5Aopen_by_idx(Location, ".", 0, Hdf5Group.NativeOrder, i, 0, 0));
                if (attribute.IsInvalid)
                {
                    attribute.SetHandleAsInvalid();
                    ErrorStack.Clear();
                    break;
                }
                using var counted = attribute;
                IdHandle.Checked(attribute, "open an attribute");
                var length = (int)NativeMethods.H5Aget_name(attribute, 0, null);
                if (length is < 0 or > 1 << 16) continue;
                var name = new byte[length + 1];
                fixed (byte* n = name) NativeMethods.H5Aget_name(attribute, (nuint)name.Length, n);
                names.Add(Encoding.UTF8.GetString(name, 0, length));
            }
            return names.ToImmutable();
        }
    }

    /// <summary>
    /// The value of an attribute; null when there is none of that name, or it is of a type or size that is not read. Never throws for what a file holds.
    /// </summary>
    public Hdf5Attribute? Attribute(string name)
    {
        lock (Hdf5Library.Gate)
        {
            if (NativeMethods.H5Aexists(Location, name) <= 0)
            {
                ErrorStack.Clear();
                return null;
            }
            try
            {
                using var attribute = IdHandle.Checked(new AttributeHandle(NativeMethods.H5Aopen(Location, name, 0)), "open an attribute");
                using var fileType = IdHandle.Checked(new TypeHandle(NativeMethods.H5Aget_type(attribute)), "read an attribute");
                using var space = IdHandle.Checked(new SpaceHandle(NativeMethods.H5Aget_space(attribute)), "read an attribute");
                var type = TypeReader.Read(fileType);
                var extent = Extent.Of(space);
                if (type.Class is not (Hdf5Class.Integer or Hdf5Class.Float or Hdf5Class.String or Hdf5Class.Enumeration or Hdf5Class.BitField)) return null;
                var layout = type.InMemory();
                if (extent.IsNull) return new Hdf5Attribute(type, []);
                if (extent.Count is not { } count || count * layout.Size > MaxAttributeBytes) return null;
                using var memoryType = TypeBuilder.Build(layout);
                var bytes = new byte[Math.Max(8, count * layout.Size)];
                fixed (byte* b = bytes)
                {
                    ErrorStack.Check(NativeMethods.H5Aread(attribute, memoryType, b), "read an attribute");
                    return new Hdf5Attribute(type, Hdf5Attribute.ValuesOf(type, layout, b, (int)count, Heap), extent.IsScalar);
                }
            }
            catch (Hdf5Exception)
            {
                return null;
            }
        }
    }

    /// <summary>Writes a text.</summary>
    public void SetAttribute(string name, string value) => Write(name, Hdf5Type.Text, null, [value]);

    /// <summary>Writes a list of texts.</summary>
    public void SetAttribute(string name, IReadOnlyList<string> values) => Write(name, Hdf5Type.Text, values.Count, values);

    /// <summary>Writes a number.</summary>
    public void SetAttribute(string name, long value) => Write(name, Hdf5Type.Integer(8, true), null, [value]);

    /// <summary>Writes a list of numbers.</summary>
    public void SetAttribute(string name, IReadOnlyList<long> values) => Write(name, Hdf5Type.Integer(8, true), values.Count, [.. values.Cast<object>()]);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        Location.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Write(string name, Hdf5Type type, int? count, IReadOnlyList<object> values)
    {
        lock (Hdf5Library.Gate)
        {
            var action = $"write attribute '{name}'";
            ulong length = (ulong)(count ?? 0);
            using var space = IdHandle.Checked(
                new SpaceHandle(count is null ? NativeMethods.H5Screate(0) : NativeMethods.H5Screate_simple(1, &length, null)), action);
            using var fileType = TypeBuilder.Build(type);
            using var attribute = IdHandle.Checked(new AttributeHandle(NativeMethods.H5Acreate2(Location, name, fileType, space, 0, 0)), action);
            if (values.Count == 0) return;
            var cells = stackalloc long[1];
            var memory = values.Count == 1 ? cells : (long*)NativeMemory.Alloc((nuint)values.Count, 8);
            var texts = new List<nint>();
            try
            {
                for (var i = 0; i < values.Count; i++)
                {
                    if (values[i] is string text)
                    {
                        texts.Add(Marshal.StringToCoTaskMemUTF8(text));
                        memory[i] = texts[^1];
                    }
                    else
                    {
                        memory[i] = (long)values[i];
                    }
                }
                ErrorStack.Check(NativeMethods.H5Awrite(attribute, fileType, memory), action);
            }
            finally
            {
                texts.ForEach(Marshal.FreeCoTaskMem);
                if (memory != cells) NativeMemory.Free(memory);
            }
        }
    }
}
