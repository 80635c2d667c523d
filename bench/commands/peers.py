#!/usr/bin/env python3
"""One job of a peer that is a Python package: peers.py JOB FILE [TARGET]. Prints seconds=… (imports and what is only there to have
something to write left out) and rows=…"""
import os
import re
import sys
import time

import format_peers


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
        for package in ("numpy", "scipy", "pandas", "scikit-learn", "liac-arff", "h5py", "xgboost", "protobuf", "crcmod"):
            try:
                found.append(f"{package} {importlib.metadata.version(package)}")
            except importlib.metadata.PackageNotFoundError:
                pass
        return "_".join(found).replace(" ", "=")
    return work


JOBS = {**format_peers.JOBS, "scipy": scipy, "liac": liac, "liac-sparse": liac_sparse, "sklearn": sklearn, "versions": versions}

if __name__ == "__main__":
    work = JOBS[sys.argv[1]](*(sys.argv[2:] or [""]))
    began = time.perf_counter()
    rows = work()
    print(f"seconds={time.perf_counter() - began:.4f} rows={rows}")
