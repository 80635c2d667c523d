using System.Globalization;
using Zenset.DuckDb;

namespace Zenset.Formats.Arrays.Writing;

/// <summary>The rows of a table, for a writer that may have to look at them twice. Its columns are called by number.</summary>
internal sealed class RowsToWrite
{
    public RowsToWrite(Connection connection, TableToWrite table, bool looksTwice, CancellationToken cancellationToken)
    {
        From = $"({table.Sql}) AS t({string.Join(", ", table.Shape.Fields.Select((_, i) => Column(i)))})";
        if (looksTwice && !table.CanRescan)
        {
            connection.Execute($"CREATE OR REPLACE TEMPORARY TABLE zenset_rows AS SELECT * FROM {From}", cancellationToken);
            From = "zenset_rows";
        }
        Select = $"SELECT * FROM {From}";
    }

    /// <summary>What stands after FROM.</summary>
    public string From { get; }

    /// <summary>All rows, in order.</summary>
    public string Select { get; }

    public static string Column(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");
}
