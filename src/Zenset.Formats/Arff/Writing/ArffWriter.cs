using System.Globalization;
using Zenset.Formats.Text;

namespace Zenset.Formats.Arff.Writing;

/// <summary>Writes one table as an ARFF file, chunk by chunk, in memory that does not depend on its length.</summary>
internal sealed class ArffWriter(WriteRequest request) : OneTableWriter(request)
{
    protected override long Write(TableToWrite table, Stream stream, CancellationToken cancellationToken)
    {
        var plan = ArffWritePlan.For(table.Shape, ArffOptions.DialectOf(Request.Options));
        using var output = new TextOutput(stream);
        ArffHeaderWriter.Write(output, plan, table.Shape.Name, Request.Description.Text);
        var select = string.Join(", ", plan.Columns.Select((c, i) => $"{ArffCellForms.Select(c.Field, c.Form, Column(i))} AS {Column(i)}"));
        var from = $"({table.Sql}) AS t({string.Join(", ", plan.Columns.Select((_, i) => Column(i)))})";
        using var rowWriter = new ArffRowWriter(plan, output);
        using var connection = Request.Engine.Connect();
        using var query = connection.Query($"SELECT {select} FROM {from}", cancellationToken);
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

    private static string Column(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");
}
