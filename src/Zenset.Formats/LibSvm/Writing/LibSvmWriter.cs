using Zenset.Formats.Text;

namespace Zenset.Formats.LibSvm.Writing;

/// <summary>Writes one table as LibSVM text, chunk by chunk.</summary>
internal sealed class LibSvmWriter(WriteRequest request) : OneTableWriter(request)
{
    protected override long Write(TableToWrite table, Stream stream, CancellationToken cancellationToken)
    {
        var shape = table.Shape;
        var plan = LibSvmPlan.For(shape, Request.Options);
        using var output = new TextOutput(stream);
        var rowWriter = new LibSvmRowWriter(plan, shape, output);
        var columns = string.Join(", ", shape.Fields.Select((_, i) => LibSvmPlan.Column(i)));
        var select = string.Join(", ", shape.Fields.Select((_, i) => plan.Select(shape, i, LibSvmPlan.Column(i))));
        using var connection = Request.Engine.Connect();
        using var query = connection.Query($"SELECT {select} FROM ({table.Sql}) AS t({columns})", cancellationToken);
        var rows = 0L;
        while (query.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            rowWriter.Write(query.Current);
            rows += query.Current.RowCount;
            Request.OnRows?.Invoke(rows);
        }
        output.Flush();
        return rows;
    }
}
