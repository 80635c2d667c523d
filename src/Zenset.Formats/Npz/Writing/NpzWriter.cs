using System.Collections.Immutable;
using System.Text.Json;
using Zenset.DuckDb;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Formats.Arrays.Writing;
using Zenset.Formats.Npy.Writing;
using Zenset.Model;

namespace Zenset.Formats.Npz.Writing;

/// <summary>Writes tables as arrays: one for each field where that says everything, several and a description where it does not.</summary>
internal sealed class NpzWriter : IWriter
{
    private readonly WriteRequest _request;
    private readonly Stream _stream;
    private readonly NpzOutput _output;
    private readonly MemoryStream _layout = new();
    private readonly Utf8JsonWriter _json;
    private readonly List<WrittenTable> _tables = [];

    public NpzWriter(WriteRequest request)
    {
        _request = request;
        _stream = request.Target.OpenWrite();
        _output = new NpzOutput(_stream, request.Options.Get(NpzFormat.DeflateOption, false));
        _json = new Utf8JsonWriter(_layout);
        _json.WriteStartObject();
        _json.WriteNumber("version", NpzLayout.Version);
        _json.WriteStartArray("tables");
    }

    public ValueTask<long> WriteAsync(TableToWrite table, CancellationToken cancellationToken = default)
    {
        try
        {
            return ValueTask.FromResult(Write(table, cancellationToken));
        }
        catch (DuckDbException e)
        {
            throw EngineFailures.Translate(e);
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        if (_tables.Count == 0) throw new InvalidOperationException("Write a table first.");
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        if (!WrittenTable.AreReadAlone(_tables, _output.Written))
        {
            _layout.Position = 0;
            _output.Write(NpzLayout.Name, new ArrayShape(Dtype.Simple(DtypeKind.Unsigned, 1), [_layout.Length]), _layout.CopyTo);
        }
        _output.Dispose();
        await _stream.DisposeAsync().ConfigureAwait(false);
        _request.Target.Complete();
    }

    public async ValueTask DisposeAsync()
    {
        _output.Dispose();
        await _json.DisposeAsync().ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private long Write(TableToWrite table, CancellationToken cancellationToken)
    {
        var sources = ArrayMetadata.Read(table.Shape.SourceMetadata);
        var looksTwice = sources.Any(s => s.Shape.Type.Kind is DtypeKind.Structure or DtypeKind.Complex);
        using var connection = _request.Engine.Connect();
        var rows = new RowsToWrite(connection, table, looksTwice, cancellationToken);
        // Elements of several numbers have no place for a part that is missing.
        if (looksTwice && HasMissing(connection, table.Shape.Fields, rows, cancellationToken)) sources = [];
        return sources is [{ Shape.Type.Kind: DtypeKind.Structure } source] && NpyPlan.For(table.Shape, OptionValues.Empty) is { IsStructure: true, Lengths: not null } plan
            ? WriteStructure(table.Shape, plan, source.Name, connection, rows, cancellationToken)
            : WriteFields(table.Shape, sources, connection, rows, cancellationToken);
    }

    private long WriteFields(
        TableShape table, ImmutableArray<(string Name, ArrayShape Shape)> sources, Connection connection, RowsToWrite rows, CancellationToken cancellationToken)
    {
        var fields = table.Fields;
        var pieces = new PieceWriter[fields.Length];
        try
        {
            for (var i = 0; i < pieces.Length; i++)
                pieces[i] = Pieces.For(fields[i], sources.FirstOrDefault(s => s.Name == fields[i].Name).Shape, isAlone: fields.Length == 1);
            long written = 0;
            using (var query = connection.Query(rows.Select, cancellationToken))
            {
                while (query.Read())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    for (var i = 0; i < pieces.Length; i++) pieces[i].Append(query.Current[i], 0, query.Current.RowCount);
                    written += query.Current.RowCount;
                    _request.OnRows?.Invoke(written);
                }
            }
            BeginTable(table, written);
            var isPlain = true;
            for (var i = 0; i < pieces.Length; i++)
            {
                BeginField(fields[i]);
                var name = _output.NameFor(fields[i].Name, _tables.Count > 0 ? $"{table.Name}.{fields[i].Name}" : FormattableString.Invariant($"field_{i}"));
                // A single element that had no axis has none again.
                var isScalar = written == 1 && sources.FirstOrDefault(s => s.Name == fields[i].Name).Shape is { Lengths.IsEmpty: true };
                pieces[i].Finish(_output, name, isScalar ? [] : [written], _json);
                _json.WriteEndObject();
                isPlain &= pieces[i].IsPlain;
            }
            EndTable(table, written, isPlain, isSparse: pieces is [SparsePiece]);
            return written;
        }
        finally
        {
            foreach (var piece in pieces) piece?.Dispose();
        }
    }

    private long WriteStructure(TableShape table, NpyPlan plan, string name, Connection connection, RowsToWrite rows, CancellationToken cancellationToken)
    {
        if (TextWidths.AreNeeded([plan.Record]))
            plan = plan.WithWidths(TextWidths.Measure(connection, table.Fields.Select((f, i) => (f.Type, plan.Members[i], RowsToWrite.Column(i))), rows.From, cancellationToken));
        using var spool = new TemporaryStream();
        var written = ArrayFile.Write(spool, _ => [], plan.Record.Bytes, [.. plan.Encoders(table.Fields)], connection, rows.Select, _request.OnRows, cancellationToken);
        var free = _output.NameFor(name, table.Name);
        _output.Write(free, plan.ShapeOf(written), spool);
        BeginTable(table, written);
        foreach (var field in table.Fields)
        {
            BeginField(field);
            _json.WriteStartObject();
            _json.WriteString("array", free);
            _json.WriteString("member", field.Name);
            _json.WriteEndObject();
            _json.WriteEndObject();
        }
        EndTable(table, written, isPlain: free == name, isSparse: false);
        return written;
    }

    private static bool HasMissing(Connection connection, ImmutableArray<Field> fields, RowsToWrite rows, CancellationToken cancellationToken)
    {
        var predicates = fields.Select((f, i) => DtypeChoice.For(f.Type, f.SourceFormat) is { } type ? MissingValues.Predicate(f.Type, type, RowsToWrite.Column(i)) : "true").OfType<string>().ToList();
        if (predicates.Count == 0) return false;
        using var query = connection.Query($"SELECT coalesce(bool_or({string.Join(" OR ", predicates)}), false) FROM {rows.From}", cancellationToken);
        return query.Read() && query.Current[0].Values<byte>()[0] != 0;
    }

    private void BeginTable(TableShape table, long rows)
    {
        _json.WriteStartObject();
        _json.WriteString("name", table.Name);
        _json.WriteNumber("rows", rows);
        _json.WriteStartArray("fields");
    }

    private void BeginField(Field field)
    {
        _json.WriteStartObject();
        _json.WriteString("name", field.Name);
        _json.WriteString("type", field.Type.ToString());
        if (ManifestJson.RoleText(field.Role) is { } role) _json.WriteString("role", role);
        if (field.Description is { } description) _json.WriteString("description", description);
        if (field.SourceFormat is { } format) _json.WriteString("sourceFormat", format);
        _json.WritePropertyName("data");
    }

    private void EndTable(TableShape table, long rows, bool isPlain, bool isSparse)
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        _tables.Add(new WrittenTable(table.Name, table.Fields, rows, isPlain, isSparse));
    }
}
