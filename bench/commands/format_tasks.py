"""The tasks of the topic formats: what a peer wrote becomes a version, beside the fastest peers that run here reading it into memory; and a version becomes a
file, beside peers that write the same from memory."""

from jobs import Bar, Command, Task

READ = "The peers read into memory and store nothing. No bar is set here."
WRITE = "The peers write from memory. No bar is set here."

R_MATRIX = 'f <- commandArgs(TRUE); library(Matrix); t <- proc.time()[[3]]; m <- readMM(f); cat(sprintf("seconds=%.4f rows=%d\\n", proc.time()[[3]] - t, nrow(m)))'
# The numeric table from what numpy.save made of it: R needs minutes for the CSV.
R_ARFF = """a <- commandArgs(TRUE); f <- file(a[1], 'rb'); h <- readBin(f, 'raw', 10); invisible(readBin(f, 'raw', as.integer(h[9]) + 256L * as.integer(h[10])))
n <- readBin(f, 'double', file.size(a[1]) / 8); d <- as.data.frame(matrix(n[1:(length(n) %/% 30 * 30)], ncol = 30, byrow = TRUE))
t <- proc.time()[[3]]; foreign::write.arff(d, a[2]); cat(sprintf('seconds=%.4f rows=%d\\n', proc.time()[[3]] - t, nrow(d)))"""


class Maker:
    """Tasks of one format."""

    def __init__(self, tools, format_id, extension):
        self.tools, self.id, self.extension = tools, format_id, extension
        self.csv, self.sparse = tools.file("numeric.csv"), tools.file("sparse.csv")

    def file(self, name):
        return self.tools.made(f"formats-{name}.{self.extension}")

    def python(self, name, *argv, makes=None, slow=False):
        return Command(name, [*self.tools.python, *argv], makes, slow)

    def node(self, name, *argv, makes=None, slow=False):
        return Command(name, [*self.tools.node, *argv], makes, slow)

    def r(self, name, script, *argv, makes=None):
        return Command(name, ["Rscript", "-e", script, *argv], makes, slow=True)

    def duckdb(self, name, sql, makes=None, before=()):
        return self.tools.duckdb(name, sql, makes, before)

    def reads(self, title, source, made, peers, bars=(), note=READ):
        return Task("formats", f"{title} → version", self.tools.imported(source), peers, list(bars), [self.id], made, note, source)

    def writes(self, title, version, peers, setup, data, options=(), note=WRITE):
        ours = self.tools.exported(version, self.id, self.file("ours"), options)
        return Task("formats", title, ours, peers, [], [f"{self.id}:write"], setup, note, data)


def numeric(tools):
    """What the ways out of the numeric table start from, and the MB that they are counted by: the same table as an Arrow file, not compressed."""
    base = {kind: tools.made(f"formats-numeric.{kind}") for kind in ("arrow", "parquet")}
    setup = [tools.stored("numeric.arff", "numeric"), *[kept(tools, "numeric", kind, path) for kind, path in base.items()]]
    return base["arrow"], base["parquet"], setup


def kept(tools, version, target, path):
    return Command(target, tools.exported(version, target, path).argv, path)


def python_formats(tools):
    """Those whose peer is a Python package that reads and writes the numeric table."""
    data, _, setup = numeric(tools)
    for format_id, extension, peer, options in (
            ("npy", "npy", "NumPy", ["--matrix", "yes"]), ("npz", "npz", "NumPy", []), ("sqlite", "sqlite", "sqlite3", [])):
        make = Maker(tools, format_id, extension)
        source, theirs = make.file("source"), make.file("theirs")
        made = make.python("source", f"{extension}-write", make.csv, source, makes=source)
        yield make.reads(f"numeric.{extension}", source, [made], [make.python(f"{peer}, read", f"{extension}-read", source)])
        yield make.writes(f"numeric → {extension}", "numeric", [make.python(f"{peer}, write", f"{extension}-write", make.csv, theirs, makes=theirs)], setup, data, options)


def hdf5(tools):
    """With the same filters on both sides: none, and shuffle with gzip 4, which is what we write when nobody says otherwise."""
    data, _, setup = numeric(tools)
    make = Maker(tools, "hdf5", "h5")
    for packing, options in (("plain", ["--gzip-level", "0"]), ("gzip", [])):
        source, theirs = make.file(packing), make.file("theirs")
        made = make.python("source", "h5py-write", make.csv, source, packing, makes=source)
        words = "no filters" if packing == "plain" else "shuffle and gzip 4"
        yield make.reads(f"numeric.h5, {words}", source, [made], [make.python("h5py, read", "h5py-read", source)])
        yield make.writes(f"numeric → h5, {words}", "numeric", [make.python("h5py, write", "h5py-write", make.csv, theirs, packing, makes=theirs)], setup, data, options)


def idx(tools):
    make = Maker(tools, "idx", "idx")
    source, theirs = make.file("source"), make.file("theirs")
    made = make.python("source", "idx-write", make.csv, source, makes=source)
    yield make.reads("pictures.idx", source, [made], [make.python("NumPy, read", "idx-read", source)], note="Pictures of 28 × 28 bytes. " + READ)
    yield make.writes("pictures → idx", "pictures", [make.python("NumPy, write", "idx-write", make.csv, theirs, makes=theirs)], [made, tools.stored(source, "pictures")], source)


def arrow(tools):
    """Feather with LZ4, which is what we write when nobody says otherwise; the Arrow file and stream without compression."""
    data, _, setup = numeric(tools)
    for format_id, kind, compression, js in (("feather", "feather", "LZ4", None), ("arrow", "arrow", "Not compressed", "file"), ("arrow-stream", "arrows", "Not compressed", "stream")):
        make = Maker(tools, format_id, kind)
        source, theirs, of_js = make.file("source"), make.file("theirs"), make.file("theirs-js")
        made = make.node("source", "polars-write", kind, make.csv, source, makes=source)
        readers = [make.node("Polars, read", "polars-read", kind, source)]
        writers = [make.node("Polars, write", "polars-write", kind, data, theirs, makes=theirs)]
        if js:
            # It undoes no compression by itself. What it reads are views: see peers.mjs.
            readers.append(make.node("apache-arrow (JavaScript), read", "arrow-read", source))
            writers.append(make.node("apache-arrow (JavaScript), write", "arrow-write", js, data, of_js, makes=of_js))
        yield make.reads(f"numeric.{kind}", source, [made], readers, note=f"{compression}. {READ}")
        yield make.writes(f"numeric → {kind}", "numeric", writers, setup, data, note=f"{compression}. {WRITE}")


def engine_formats(tools):
    """Those that DuckDB and Polars read and write."""
    data, parquet, setup = numeric(tools)
    json_lines = tools.file("mixed.jsonl")
    mixed = tools.made("formats-mixed.arrow"), tools.made("formats-mixed.parquet")
    mixed_setup = [tools.stored("mixed.arff", "mixed"), *[kept(tools, "mixed", kind, path) for kind, path in zip(("arrow", "parquet"), mixed)]]
    for format_id, table, source, how, (values, rows, before) in (
            ("parquet", "numeric", parquet, "FORMAT parquet, COMPRESSION zstd", (data, parquet, setup)),
            ("csv", "numeric", tools.file("numeric.csv"), "FORMAT csv, HEADER", (data, parquet, setup)),
            ("jsonl", "mixed", json_lines, "FORMAT json", (*mixed, mixed_setup))):
        make = Maker(tools, format_id, format_id)
        reader = {"parquet": "read_parquet", "csv": "read_csv", "jsonl": "read_json"}[format_id]
        yield make.reads(f"{table}.{format_id}", source, before if source == parquet else [],
                         [make.duckdb("DuckDB, read", f"CREATE TABLE t AS FROM {reader}('{source}')"), make.node("Polars, read", "polars-read", format_id, source)])
        theirs, of_polars = make.file("theirs"), make.file("theirs-polars")
        yield make.writes(
            f"{table} → {format_id}", table,
            [make.duckdb("DuckDB, write", f"COPY t TO '{theirs}' ({how})", theirs, [f"CREATE TABLE t AS FROM read_parquet('{rows}')"]),
             make.node("Polars, write", "polars-write", format_id, rows, of_polars, makes=of_polars)], before, values)


def arff(tools):
    """Reading ARFF has a topic of its own."""
    data, _, setup = numeric(tools)
    make = Maker(tools, "arff", "arff")
    theirs, array = make.file("theirs"), tools.made("formats-numeric.npy")
    made = make.python("array", "npy-write", make.csv, array, makes=array)
    made.needed = False
    yield make.writes(
        "numeric → arff", "numeric",
        [make.python("liac-arff, write", "arff-write", make.csv, theirs, makes=theirs, slow=True), make.r("R foreign, write", R_ARFF, array, theirs, makes=theirs)],
        [*setup, made], data)


def tfrecord(tools):
    make = Maker(tools, "tfrecord", "tfrecord")
    source, theirs = make.file("source"), make.file("theirs")
    made = make.python("source", "tfrecord-write", make.csv, source, makes=source)
    words = " 100,000 rows. TensorFlow is not to be had here: the peer is protobuf's C++ code with crcmod's checksums, called for each record from Python."
    yield make.reads("examples.tfrecord", source, [made], [make.python("protobuf, read", "tfrecord-read", source, slow=True)], note=READ + words)
    yield make.writes("examples → tfrecord", "examples", [make.python("protobuf, write", "tfrecord-write", make.csv, theirs, makes=theirs, slow=True)],
                      [made, tools.stored(source, "examples")], source, note=WRITE + words)


def sparse(tools):
    """20,000 rows of 100,000 columns, one value in a thousand."""
    make = Maker(tools, "libsvm", "libsvm")
    source, theirs = make.file("source"), make.file("theirs")
    made = make.python("source", "svmlight-write", make.sparse, source, makes=source)
    readers = [make.python("sklearn, load_svmlight_file", "svmlight-read", source), make.python("XGBoost, DMatrix", "xgboost-read", source)]
    yield make.reads("sparse.libsvm", source, [made], readers, [Bar([r.name for r in readers], 1.0, "faster than any peer merely parses it")], "The peers read into memory and store nothing.")
    yield make.writes("sparse → libsvm", "sparse-libsvm", [make.python("sklearn, dump_svmlight_file", "svmlight-write", make.sparse, theirs, makes=theirs)],
                      [made, tools.stored(source, "sparse-libsvm")], source)
    make = Maker(tools, "mtx", "mtx")
    source, theirs = make.file("source"), make.file("theirs")
    made = make.python("source", "mtx-write", make.sparse, source, makes=source)
    yield make.reads("sparse.mtx", source, [made], [make.python("SciPy, mmread", "mtx-read", source), make.r("R Matrix, readMM", R_MATRIX, source)])
    yield make.writes("sparse → mtx", "sparse-mtx", [make.python("SciPy, mmwrite", "mtx-write", make.sparse, theirs, makes=theirs)],
                      [made, tools.stored(source, "sparse-mtx")], source)


def wide(tools):
    """2,000 rows of 20,000 columns: kept as a vector, written as columns."""
    stored, words = tools.stored("wide.csv", "wide"), "No peer was run: Polars needs more than a minute and 16 GB merely to read such a table, DuckDB more than 100 s."
    source = tools.made("formats-wide.feather")
    made = kept(tools, "wide", "feather", source)
    for target in ("feather", "parquet"):
        yield Maker(tools, target, f"wide.{target}").writes(f"wide, 20,000 columns → {target}", "wide", [], [stored], tools.file("wide.csv"), note=words)
    yield Maker(tools, "feather", "feather").reads("wide.feather, 20,000 columns", source, [stored, made], [], note="The file is ours.")


def formats(tools):
    for group in (python_formats, hdf5, idx, arrow, engine_formats, arff, tfrecord, sparse, wide):
        yield from group(tools)
