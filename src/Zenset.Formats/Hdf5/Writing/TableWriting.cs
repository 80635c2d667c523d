using Zenset.Formats.Hdf5.Own;
using Zenset.Hdf5;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Writing;

/// <summary>Writes one table: a group, and in it a dataset or group for each field.</summary>
internal static class TableWriting
{
    /// <returns>Number of rows.</returns>
    public static long Write(Hdf5Group group, TableToWrite table, WriteRequest request, int gzip, CancellationToken cancellationToken)
    {
        var fields = table.Shape.Fields;
        var settings = OutputSettings.For(gzip, fields.Sum(f => ColumnWriters.CountDatasets(f.Type)), table.Shape.Rows);
        var names = StoredNames.Of(fields.Select(f => f.Name));
        var columns = new ColumnWriter?[fields.Length];
        try
        {
            for (var i = 0; i < columns.Length; i++) columns[i] = ColumnWriters.Of(fields[i], group, names[i], settings);
            long rows = 0;
            using (var connection = request.Engine.Connect())
            using (var query = connection.Query(table.Sql, cancellationToken))
            {
                while (query.Read())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    for (var i = 0; i < columns.Length; i++) columns[i]!.Append(query.Current[i], 0, query.Current.RowCount);
                    rows += query.Current.RowCount;
                    request.OnRows?.Invoke(rows);
                }
            }
            foreach (var column in columns) column!.Finish();
            group.SetAttribute(OwnNames.Table, table.Shape.Name);
            group.SetAttribute(OwnNames.Fields, ManifestJson.WriteFields([.. fields.Select(f => f with { Column = null })]));
            if (TableFacts.Of(table.Shape).Write() is { } facts) group.SetAttribute(OwnNames.Facts, facts);
            return rows;
        }
        finally
        {
            foreach (var column in columns) column?.Dispose();
        }
    }
}
