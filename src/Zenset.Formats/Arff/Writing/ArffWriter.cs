using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Text;

namespace Zenset.Formats.Arff.Writing;

/// <summary>Writes one table as an ARFF file, chunk by chunk, in memory that does not depend on its length.</summary>
internal sealed class ArffWriter : IWriter
{
    private readonly WriteRequest _request;
    private readonly ArffDialect _dialect;
    private readonly Stream _stream;
    private readonly TextOutput _output;
    private bool _isWritten;

    public ArffWriter(WriteRequest request)
    {
        _request = request;
        _dialect = ArffOptions.DialectOf(request.Options);
        _stream = request.Target.OpenWrite();
        _output = new TextOutput(_stream);
    }

    public ValueTask<long> WriteAsync(TableToWrite table, CancellationToken cancellationToken = default)
    {
        if (_isWritten) throw new InvalidOperationException("An ARFF file holds one table.");
        _isWritten = true;
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
        if (!_isWritten) throw new InvalidOperationException("Write a table first.");
        _output.Flush();
        await _stream.DisposeAsync().ConfigureAwait(false);
        _request.Target.Complete();
    }

    public async ValueTask DisposeAsync()
    {
        _output.Dispose();
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private long Write(TableToWrite table, CancellationToken cancellationToken)
    {
        var plan = ArffWritePlan.For(table.Shape, _dialect);
        ArffHeaderWriter.Write(_output, plan, table.Shape.Name, _request.Description.Text);
        var select = string.Join(", ", plan.Columns.Select((c, i) => $"{ArffCellForms.Select(c.Field, c.Form, Column(i))} AS {Column(i)}"));
        var from = $"({table.Sql}) AS t({string.Join(", ", plan.Columns.Select((_, i) => Column(i)))})";
        using var rowWriter = new ArffRowWriter(plan, _output);
        using var connection = _request.Engine.Connect();
        using var query = connection.Query($"SELECT {select} FROM {from}", cancellationToken);
        var rows = 0L;
        while (query.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            rowWriter.Write(query.Current);
            rows += query.Current.RowCount;
            _request.OnRows?.Invoke(rows);
        }
        return rows;
    }

    private static string Column(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");
}
