#!/usr/bin/env python3
"""One job of a peer that is a Python package: peers.py JOB FILE [TARGET]. Prints seconds=… (imports and what is only there to have
something to write left out) and rows=…"""
import os
import re
import sys
import time


def scipy(path):
    from scipy.io import arff
    return lambda: len(arff.loadarff(path)[0])


def liac(path):
    import arff
    def work():
        with open(path, encoding="utf-8") as file:
            return len(arff.load(file, encode_nominal=True)["data"])
    return work


def liac_sparse(path):
    import arff
    def work():
        with open(path, encoding="utf-8") as file:
            return len(arff.load(file, encode_nominal=True, return_type=arff.LOD)["data"])
    return work


def sklearn(path):
    """What fetch_openml(parser='pandas') does with a downloaded file; the kinds of its columns come from the server otherwise."""
    from sklearn.datasets._arff_parser import _pandas_arff_parser
    kinds = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.lower().startswith("@data"):
                break
            attribute = re.match(r"@attribute\s+('(?:[^'\\]|\\.)*'|\S+)\s+(\S)", line, re.IGNORECASE)
            if attribute:
                kinds[attribute[1]] = {"data_type": "nominal" if attribute[2] == "{" else "numeric"}
    def work():
        with open(path, "rb") as file:
            return len(_pandas_arff_parser(file, "pandas", kinds, list(kinds), [])[0])
    return work


def versions(_):
    import importlib.metadata
    def work():
        found = [f"Python {sys.version.split()[0]}"]
        for package in ("numpy", "scipy", "pandas", "scikit-learn", "liac-arff"):
            try:
                found.append(f"{package} {importlib.metadata.version(package)}")
            except importlib.metadata.PackageNotFoundError:
                pass
        return "_".join(found).replace(" ", "=")
    return work


def table_of(csv):
    """The numeric table as one array; kept beside the CSV, since reading that takes longer than most jobs."""
    import numpy
    kept = os.path.join(os.environ.get("ZENSET_BENCH_WORK", os.path.dirname(csv)), os.path.basename(csv) + ".npy")
    if not os.path.exists(kept):
        import pandas
        numpy.save(kept, pandas.read_csv(csv).to_numpy())
    return numpy.load(kept)


def h5py_write(csv, target):
    import h5py
    table = table_of(csv)
    def work():
        with h5py.File(target, "w") as file:
            for i in range(table.shape[1]):
                file.create_dataset(f"numeric/c{i}", data=table[:, i])
        return len(table)
    return work


def h5py_read(path):
    import h5py
    def work():
        with h5py.File(path) as file:
            return len([dataset[()] for dataset in file["numeric"].values()][0])
    return work


def npz_write(csv, target):
    import numpy
    table = table_of(csv)
    def work():
        numpy.savez(target, **{f"c{i}": table[:, i] for i in range(table.shape[1])})
        return len(table)
    return work


def npz_read(path):
    import numpy
    def work():
        with numpy.load(path) as file:
            return len([file[name] for name in file.files][0])
    return work


def sqlite_write(csv, target):
    import sqlite3
    table = table_of(csv)
    def work():
        connection = sqlite3.connect(target)
        connection.execute(f"CREATE TABLE numeric ({', '.join(f'c{i} REAL' for i in range(table.shape[1]))})")
        connection.executemany(f"INSERT INTO numeric VALUES ({', '.join('?' * table.shape[1])})", (row.tolist() for row in table))
        connection.commit()
        return len(table)
    return work


def sqlite_read(path):
    import sqlite3
    return lambda: len(sqlite3.connect(path).execute("SELECT * FROM numeric").fetchall())


def svmlight_write(csv, target):
    """The sparse table, whose CSV is the list row,column,value."""
    import pandas
    from scipy.sparse import csr_matrix
    from sklearn.datasets import dump_svmlight_file
    entries = pandas.read_csv(csv).to_numpy()
    matrix = csr_matrix((entries[:, 2], (entries[:, 0].astype(int), entries[:, 1].astype(int))))
    def work():
        dump_svmlight_file(matrix, [i % 2 for i in range(matrix.shape[0])], target)
        return matrix.shape[0]
    return work


def svmlight_read(path):
    from sklearn.datasets import load_svmlight_file
    return lambda: load_svmlight_file(path)[0].shape[0]


JOBS = {"h5py-write": h5py_write, "h5py-read": h5py_read, "npz-write": npz_write, "npz-read": npz_read, "sqlite-write": sqlite_write, "sqlite-read": sqlite_read,
        "svmlight-write": svmlight_write, "svmlight-read": svmlight_read, "scipy": scipy, "liac": liac, "liac-sparse": liac_sparse, "sklearn": sklearn, "versions": versions}

if __name__ == "__main__":
    work = JOBS[sys.argv[1]](*(sys.argv[2:] or [""]))
    began = time.perf_counter()
    rows = work()
    print(f"seconds={time.perf_counter() - began:.4f} rows={rows}")
