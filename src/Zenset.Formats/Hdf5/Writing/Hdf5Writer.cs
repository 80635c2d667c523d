using Zenset.DuckDb;
using Zenset.Formats.Hdf5.Own;
using Zenset.Formats.Hdf5.Reading;
using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Writing;

/// <summary>Writes tables into one new file, a group for each. The library needs a file that it can seek in.</summary>
internal sealed class Hdf5Writer : IWriter
{
    private readonly WriteRequest _request;
    private readonly bool _isTargetsOwn;
    private readonly string _path;
    private readonly int _gzip;
    private readonly Hdf5File _file;
    private readonly List<string> _tables = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public Hdf5Writer(WriteRequest request)
    {
        _request = request;
        _gzip = request.Options.Get(Hdf5Format.GzipOption, Hdf5Format.DefaultGzip);
        _isTargetsOwn = request.Target is { IsStandardOutput: false, Compression: CompressionKind.None };
        _path = _isTargetsOwn ? request.Target.TemporaryPath : Path.Combine(Path.GetTempPath(), $"zenset-{Guid.NewGuid():N}.h5");
        try
        {
            _file = Hdf5File.Create(_path);
        }
        catch (Hdf5MissingException e)
        {
            throw Failures.NoLibrary(e);
        }
        catch (Hdf5Exception e)
        {
            throw NotWritten(e);
        }
    }

    public ValueTask<long> WriteAsync(TableToWrite table, CancellationToken cancellationToken = default)
    {
        try
        {
            var name = StoredNames.Free(table.Shape.Name, _names).Data;
            using var group = _file.Root.CreateGroup(name);
            var rows = TableWriting.Write(group, table, _request, _gzip, cancellationToken);
            _tables.Add(name);
            return ValueTask.FromResult(rows);
        }
        catch (DuckDbException e)
        {
            throw EngineFailures.Translate(e);
        }
        catch (Hdf5Exception e)
        {
            throw NotWritten(e);
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        if (_tables.Count == 0) throw new InvalidOperationException("Write a table first.");
        try
        {
            if (_request.Description.Title is { } title) _file.Root.SetAttribute("title", title);
            if (_request.Description.Text is { } text) _file.Root.SetAttribute("description", text);
            _file.Root.SetAttribute(OwnNames.Version, OwnNames.CurrentVersion);
            _file.Root.SetAttribute(OwnNames.Tables, _tables);
            _file.Flush();
            _file.Dispose();
        }
        catch (Hdf5Exception e)
        {
            throw NotWritten(e);
        }
        if (!_isTargetsOwn)
        {
            await using var plain = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            await using var target = _request.Target.OpenWrite();
            await plain.CopyToAsync(target, 1 << 20, cancellationToken).ConfigureAwait(false);
        }
        _request.Target.Complete();
    }

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        if (!_isTargetsOwn) File.Delete(_path);
        return ValueTask.CompletedTask;
    }

    private StorageException NotWritten(Hdf5Exception e) => new(
        CoreErrors.StorageFailed, $"{_request.Target.Name} could not be written: {e.Message}", fix: "See that there is room and that the folder can be written to.", inner: e);
}
