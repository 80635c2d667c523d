using Zenset.Formats.Arff;
using Zenset.Formats.Arrow;
using Zenset.Formats.Csv;
using Zenset.Formats.Hdf5;
using Zenset.Formats.Idx;
using Zenset.Formats.JsonLines;
using Zenset.Formats.LibSvm;
using Zenset.Formats.MatrixMarket;
using Zenset.Formats.Npy;
using Zenset.Formats.Npz;
using Zenset.Formats.Parquet;
using Zenset.Formats.Sqlite;
using Zenset.Formats.TfRecord;

namespace Zenset.Formats;

/// <summary>The one list of formats. Its order is the detection order among equals.</summary>
public static class AllFormats
{
    /// <summary>All formats that this library reads or writes.</summary>
    public static FormatCatalog Catalog { get; } = new(
        new ParquetFormat(),
        new SqliteFormat(),
        new Hdf5Format(),
        new TfRecordFormat(),
        new NpyFormat(),
        new NpzFormat(),
        new IdxFormat(),
        new MtxFormat(),
        new FeatherFormat(),
        new ArrowFormat(),
        new ArrowStreamFormat(),
        new ArffFormat(),
        new LibSvmFormat(),
        new JsonLinesFormat(),
        CsvFormat.Comma(),
        CsvFormat.Tab());
}
