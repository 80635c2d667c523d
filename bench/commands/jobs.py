"""The tasks: for each, our command, the peers' that do the same in the same run, and the bar to meet."""
import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field


@dataclass
class Bar:
    """Our time is at most `most` times that of the peers named (of the fastest of them)."""
    peers: list
    most: float
    words: str
    of: str = "seconds"    # or "peak", "own": memory


@dataclass
class Command:
    name: str
    argv: list
    makes: str | None = None   # file or folder that it makes, removed before every repeat
    slow: bool = False         # run once, without a warm-up: the peers that need ten seconds and more
    needed: bool = True        # in a setup: the task cannot do without it; else only a peer can't


@dataclass
class Task:
    topic: str
    name: str
    ours: Command
    peers: list
    bars: list = field(default_factory=list)
    needs: list = field(default_factory=list)   # formats that the catalogue must have
    setup: list = field(default_factory=list)   # commands run once before, not timed
    note: str = ""
    data: str | None = None   # file whose bytes are the MB of MB/s


class Tools:
    """Where the programs and files are, as the flags said."""

    def __init__(self, arguments):
        self.zenset = arguments.zenset
        self.files = arguments.files
        self.work = arguments.work
        self.python = [arguments.python, os.path.join(os.path.dirname(__file__), "peers.py")]
        self.node = ["node", os.path.join(os.path.dirname(__file__), "peers.mjs")]
        self.weka = arguments.weka
        self.repository = os.path.join(self.work, "repository")
        self.kept = os.path.join(self.work, "kept")

    def file(self, name):
        given = os.path.join(self.files, name)
        return given if os.path.exists(given) else os.path.join(self.work, name)

    def made(self, name):
        return os.path.join(self.work, name)

    def formats(self):
        answer = subprocess.run([*self.zenset, "formats", "--json"], check=True, capture_output=True, text=True, env=self.environment())
        return {f["id"]: f for f in json.loads(answer.stdout)}

    def environment(self):
        return dict(os.environ, LC_ALL="C.UTF-8", NO_COLOR="1", DOTNET_NOLOGO="1")

    def imported(self, source, name="t", label="zenset import", options=()):
        argv = [*self.zenset, "import", self.file(source) if os.sep not in source else source, "--as", name, "--repo", self.repository, "--quiet", *options]
        return Command(label, argv, self.repository)

    def stored(self, source, name):
        """An import that is not measured, for what is exported."""
        return Command("import", [*self.zenset, "import", self.file(source) if os.sep not in source else source, "--as", name, "--repo", self.kept, "--quiet"])

    def exported(self, version, target, out, options=()):
        return Command("zenset export", [*self.zenset, "export", version, "--to", target, "-o", out, "--repo", self.kept, "--lossy", "--quiet", *options], out)

    def duckdb(self, name, sql, makes=None, before=()):
        return Command(name, [*self.node, "duckdb", sql, *before], makes)

    def duckdb_parquet(self, source, reader, compression, label=None):
        out = self.made("duckdb.parquet")
        sql = f"COPY (FROM {reader}('{self.file(source)}')) TO '{out}' (FORMAT parquet, COMPRESSION {compression})"
        return self.duckdb(label or f"DuckDB {compression}", sql, out)

    def polars_parquet(self, source, compression):
        out = self.made("polars.parquet")
        return Command(f"Polars {compression}", [*self.node, "polars", self.file(source), out, compression], out)


R_READ = 'f <- commandArgs(TRUE); t <- proc.time()[[3]]; d <- foreign::read.arff(f); cat(sprintf("seconds=%.4f rows=%d\\n", proc.time()[[3]] - t, nrow(d)))'

# Which parsers finish on which table. scipy has no text; sklearn and R foreign have no quotes in text or dates of our kind;
# scipy, sklearn and R have no sparse rows.
PARSERS = {
    "numeric": ["sklearn", "R foreign", "Weka", "liac-arff", "scipy"],
    "mixed": ["Weka", "liac-arff"],   # liac-arff under another header, see plain_header
    "wide": ["liac-arff", "Weka"],
    "sparse": ["liac-arff", "Weka"],
    "strings": ["liac-arff", "Weka"],
}


def parser(tools, name, table):
    path = tools.file(f"{table}.arff")
    if name == "liac-arff" and table == "mixed":
        path = tools.made("mixed-plain.arff")
    if name == "R foreign":
        return Command("R foreign, parse", ["Rscript", "-e", R_READ, path], slow=True)
    if name == "Weka":
        # Weka has no command that only parses. This parses and saves; its time contains both and its start.
        out = tools.made("weka.arff")
        return Command("Weka, parse and save", ["java", "-Xmx8g", "-cp", tools.weka, "weka.core.converters.ArffSaver", "-i", path, "-o", out], out, slow=True)
    job = {"liac-arff": "liac-sparse" if table == "sparse" else "liac", "scipy": "scipy", "sklearn": "sklearn"}[name]
    return Command(f"{name}, parse", [*tools.python, job, path], slow=True)


def memory_bars(peer):
    """Both ways to look at it: pages of a mapped file can be taken away at any time, but they are resident."""
    return [Bar([peer], 1.0, "peak memory no more than DuckDB's, pages of mapped files counted", "peak"),
            Bar([peer], 1.0, "peak memory no more than DuckDB's, own memory", "own")]


NOTES = {
    "mixed": "liac-arff knows no dates: it reads the same rows under a header that calls them strings.",
    "wide": "Our rows are those of the table (2,000) and those of its dictionary of features (20,000).",
    "sparse": "Our rows are those of the table (20,000) and those of its dictionary of features (100,001).",
}


def arff(tools):
    bars = {"numeric": 0.8, "mixed": 1.0, "strings": 1.0}
    for table in ("numeric", "mixed", "strings", "wide", "sparse"):
        peers, set_bars = [], []
        if table in bars:
            csv = f"{table}.csv"
            peers = [tools.duckdb_parquet(csv, "read_csv", "zstd", "DuckDB, CSV → Parquet zstd"),
                     tools.duckdb_parquet(csv, "read_csv", "snappy", "DuckDB, CSV → Parquet snappy")]
            for compression in ("zstd", "snappy"):
                polars = tools.polars_parquet(csv, compression)
                polars.name = f"Polars, CSV → Parquet {compression}"
                peers.append(polars)
            set_bars = [Bar(["DuckDB, CSV → Parquet zstd"], bars[table], f"no more than {bars[table]:g} × DuckDB's CSV → Parquet, both zstd"),
                        Bar(["DuckDB, CSV → Parquet zstd", "Polars, CSV → Parquet zstd"], 1.0, "aim: the faster of DuckDB and Polars, both zstd"),
                        *memory_bars("DuckDB, CSV → Parquet zstd")]
        parsers = [parser(tools, name, table) for name in PARSERS[table]]
        times = 2.5 if table == "numeric" else 5.0
        set_bars.append(Bar([p.name for p in parsers], 1 / times, f"{times:g} times as fast as the fastest program that merely parses the ARFF"))
        yield Task("arff", f"{table}.arff → version", tools.imported(f"{table}.arff"), [*peers, *parsers], set_bars, ["arff"], note=NOTES.get(table, ""),
                   data=tools.file(f"{table}.arff"))


def csv(tools):
    for table in ("numeric", "mixed", "strings"):
        source = f"{table}.csv"
        yield Task(
            "csv", f"{source} → version", tools.imported(source),
            [tools.duckdb_parquet(source, "read_csv", "zstd", "DuckDB, CSV → Parquet zstd"), tools.polars_parquet(source, "zstd")],
            [Bar(["DuckDB, CSV → Parquet zstd"], 1.15, "no more than 1.15 × DuckDB's CSV → Parquet, both zstd"), *memory_bars("DuckDB, CSV → Parquet zstd")],
            ["csv"], data=tools.file(source))
    # DuckDB and Polars need minutes, and Polars 16 GB, for the 20,000 columns: they are left out.
    yield Task("csv", "wide.csv → version", tools.imported("wide.csv"), [], [], ["csv"], note="No peer: DuckDB and Polars need minutes and up to 16 GB for 20,000 columns.", data=tools.file("wide.csv"))


def parquet(tools):
    for table in ("numeric", "mixed", "strings"):
        source, copy = tools.made(f"{table}-source.parquet"), tools.made("copy.parquet")
        made = tools.duckdb("source", f"COPY (FROM read_csv('{tools.file(table + '.csv')}')) TO '{source}' (FORMAT parquet, COMPRESSION zstd)")
        recoded = tools.made("recoded.parquet")
        yield Task(
            "parquet", f"{table}.parquet → version", tools.imported(source),
            [Command("cp, sha256", ["sh", "-c", f"cp '{source}' '{copy}' && openssl dgst -sha256 '{copy}'"], copy),
             Command("cp, sync, sha256", ["sh", "-c", f"cp '{source}' '{copy}' && sync '{copy}' && openssl dgst -sha256 '{copy}'"], copy),
             tools.duckdb("DuckDB, Parquet → Parquet zstd", f"COPY (FROM '{source}') TO '{recoded}' (FORMAT parquet, COMPRESSION zstd)", recoded)],
            [], ["parquet"], [made], "The aim is nearly the speed of copying and hashing; no figure is set. An import also decodes every page and digests every value.", source)


def jsonl(tools):
    yield Task(
        "jsonl", "mixed.jsonl → version", tools.imported("mixed.jsonl"),
        [tools.duckdb_parquet("mixed.jsonl", "read_json", "zstd", "DuckDB, JSON Lines → Parquet zstd")], [], ["jsonl"],
        note="No bar is set here.", data=tools.file("mixed.jsonl"))


def export(tools):
    for table in ("numeric", "mixed", "strings"):
        source = tools.made(f"{table}-source.parquet")
        made = tools.duckdb("source", f"COPY (FROM read_csv('{tools.file(table + '.csv')}')) TO '{source}' (FORMAT parquet, COMPRESSION zstd)")
        stored = tools.stored(f"{table}.arff", table)
        for target in ("csv", "arff", "parquet", "jsonl"):
            out = tools.made(f"ours.{target}")
            options = {"csv": "FORMAT csv, HEADER", "parquet": "FORMAT parquet, COMPRESSION zstd", "jsonl": "FORMAT json"}.get(target)
            peers = []
            if options:
                theirs = tools.made(f"duckdb-out.{target}")
                peers = [tools.duckdb(f"DuckDB, Parquet → {target}", f"COPY (FROM '{source}') TO '{theirs}' ({options})", theirs)]
            yield Task(
                "export", f"{table} → {target}", tools.exported(table, target, out), peers, [], ["arff", f"{target}:write"], [stored, made], "No bar is set here.",
                tools.file(f"{table}.csv"))


def verify(tools):
    stored = tools.stored("numeric.arff", "numeric")
    parts = os.path.join(tools.kept, "numeric")
    yield Task(
        "verify", "numeric, all parts", Command("zenset verify", [*tools.zenset, "verify", "numeric", "--repo", tools.kept, "--quiet"]),
        [Command("openssl dgst -sha256, one core", ["sh", "-c", f"find '{parts}' -name 'part-*.parquet' -exec openssl dgst -sha256 {{}} +"])],
        [], ["arff"], [stored], "No bar is set here. verify takes SHA-256 of each part and CRC-32C of each MiB of it.")


def memory(tools, times):
    """Peak memory when the input grows."""
    sizes = [1, times] if times > 1 else [1]
    for size in sizes:
        source = "numeric.arff" if size == 1 else tools.made(f"numeric-{size}.arff")
        yield Task("memory", f"numeric.arff × {size}", tools.imported(source), [], [], ["arff"])


TOPICS = {"arff": arff, "csv": csv, "parquet": parquet, "jsonl": jsonl, "export": export, "verify": verify}


def plain_header(source, target):
    """The same ARFF rows under a header that calls dates strings."""
    with open(source, "rb") as file, open(target, "wb") as out:
        for line in file:
            out.write(b" ".join(line.split()[:2]) + b" string\n" if b' date "' in line.lower() else line)
            if line.strip().lower() == b"@data":
                break
        shutil.copyfileobj(file, out, 1 << 22)


def remove(path):
    if path is None:
        return
    if os.path.isdir(path):
        shutil.rmtree(path)
    elif os.path.exists(path):
        os.remove(path)


def size_of(path):
    if path is None or not os.path.exists(path):
        return 0
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(path) for name in names)
