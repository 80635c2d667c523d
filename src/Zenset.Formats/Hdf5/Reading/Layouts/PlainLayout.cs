using System.Collections.Immutable;
using System.Globalization;

namespace Zenset.Formats.Hdf5.Reading.Layouts;

/// <summary>
/// Datasets without a convention: a compound is a table; those with the same number of rows, one of which has a value for each row, are one
/// table; any other is a table of one field.
/// </summary>
internal sealed class PlainLayout : ILayout
{
    public void Take(StoredGroup group, TableCollector into)
    {
        var plain = new List<StoredDataset>();
        foreach (var dataset in group.Datasets)
        {
            if (dataset.IsTable)
                into.Try(dataset.Path, () => into.Add(dataset.Path, [.. DatasetColumn.Members(dataset)]));
            else
                plain.Add(dataset);
        }
        if (into.JoinsDatasets) Join(group, plain, into);
        foreach (var dataset in plain) into.Try(dataset.Path, () => into.Add(dataset.Path, [DatasetColumn.Whole(dataset, dataset.Name)]));
        group.Datasets.Clear();
    }

    private static void Join(StoredGroup group, List<StoredDataset> plain, TableCollector into)
    {
        // The largest set is the group's table.
        var sets = plain.GroupBy(d => d.Rows).Where(g => g.Count() > 1 && g.Any(d => d.IsColumn)).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).ToList();
        for (var i = 0; i < sets.Count; i++)
        {
            // A single one that cannot be read must not keep the others from being read.
            var columns = ImmutableArray.CreateBuilder<TableColumn>();
            foreach (var dataset in sets[i]) into.Try(dataset.Path, () => columns.Add(DatasetColumn.Whole(dataset, dataset.Name)));
            foreach (var dataset in sets[i]) plain.Remove(dataset);
            if (columns.Count == 0) continue;
            var table = into.Add(i == 0 ? group.Path : columns[0].Datasets[0].Path, columns.ToImmutable(), group.Attributes);
            if (columns.Count > 1)
            {
                into.Note(
                    "hdf5/joined", table.Name, string.Create(CultureInfo.InvariantCulture, $"{columns.Count:N0} datasets of {table.Rows:N0} rows became the fields of one table"),
                    $"--{Hdf5Format.JoinOption.Name}=no makes each a table.");
            }
        }
    }
}
