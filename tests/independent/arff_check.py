#!/usr/bin/python3
"""Compares an ARFF file with the rows it was made of, as other programs read it.

usage: arff_check.py openml|openml-sparse|weka FILE.arff EXPECTED.json

liac-arff reads both dialects (without dates). The openml dialect is also read with pandas, called as scikit-learn
1.4 calls it; and with scipy when it has no text. EXPECTED.json has names, kinds and the rows as text, null for missing.
"""
import json
import math
import re
import sys

import arff
import pandas
import scipy.io.arff


def same(kind, expected, found, tolerance):
    if found is None or (isinstance(found, float) and math.isnan(found) and kind not in ("Float64", "Int64")):
        return expected is None
    if kind in ("Float64", "Int64"):
        if expected is None or expected == "nan":
            return math.isnan(float(found))
        # Integers beyond 2^53 are doubles for every one of these readers.
        return float(expected) == float(found) or math.isclose(float(expected), float(found), rel_tol=tolerance)
    return expected == str(found)


def compare(reader, kinds, expected, found, problems, tolerance=0.0):
    if len(expected) != len(found):
        problems.append(f"{reader}: {len(found)} rows instead of {len(expected)}")
        return
    for r, (want, have) in enumerate(zip(expected, found)):
        if len(want) != len(have):
            problems.append(f"{reader}: row {r} has {len(have)} cells instead of {len(want)}: {have!r}")
            continue
        for c, (w, h) in enumerate(zip(want, have)):
            if not same(kinds[c], w, h, tolerance):
                problems.append(f"{reader}: row {r}, column {c} ({kinds[c]}): {h!r} instead of {w!r}")


def none_if_nan(kind, value):
    return value if kind in ("Float64", "Int64") or not isinstance(value, float) else None


def check_sparse(path, expected, problems):
    with open(path, encoding="utf-8") as file:
        found = arff.load(file, return_type=arff.LOD)
    names = [name for name, _ in found["attributes"]]
    if names != expected["features"]:
        problems.append("liac-arff: the names of the attributes differ")
    indices = [[int(i) for i in re.findall(r"\d+", row[0].split("values")[0])] for row in expected["rows"]]
    stored = [sorted(k for k in row if k < len(names) - 1) for row in found["data"]]
    if stored != indices:
        problems.append(f"liac-arff: {stored[:1]} instead of {indices[:1]}")
    scipy_types = {a[1] for a in found["attributes"] if isinstance(a[1], str)}
    if not scipy_types <= {"REAL", "INTEGER"}:
        problems.append(f"unexpected types {scipy_types}")


def main():
    dialect, path, expected_path = sys.argv[1:]
    with open(expected_path, encoding="utf-8") as file:
        expected = json.load(file)
    problems = []
    if dialect == "openml-sparse":
        check_sparse(path, expected, problems)
        print("\n".join(problems[:20]))
        return 1 if problems else 0

    kinds, rows = expected["kinds"], expected["rows"]
    with open(path, encoding="utf-8", newline="\n") as file:
        text = file.read()
    data = text[text.index("\n@DATA\n") + 7:]
    found = arff.loads(text)
    if [name for name, _ in found["attributes"]] != expected["names"]:
        problems.append(f"liac-arff: the names are {[name for name, _ in found['attributes']]}")
    compare("liac-arff", [k if k in ("Float64", "Int64") else "text" for k in kinds],
            rows, [[math.nan if v is None and k in ("Float64", "Int64") else v for v, k in zip(row, kinds)] for row in found["data"]], problems)

    has_mark = any(cell == "?" for row in rows for cell in row)
    if dialect == "openml" and not has_mark:
        import io
        frame = pandas.read_csv(
            io.StringIO(data), header=None, index_col=False, na_values=["?"], keep_default_na=False, comment="%",
            quotechar='"', skipinitialspace=True, escapechar="\\",
            dtype={i: str for i, k in enumerate(kinds) if k not in ("Float64", "Int64")})
        compare("pandas", kinds, rows, [[none_if_nan(k, v) for v, k in zip(row, kinds)] for row in frame.itertuples(index=False)],
                problems, tolerance=1e-14)  # its own parser of numbers is off by some last digits

    if dialect == "openml" and all(k in ("Float64", "Int64") for k in kinds):
        found, _ = scipy.io.arff.loadarff(path)
        compare("scipy", kinds, rows, [list(row) for row in found], problems)

    print("\n".join(problems[:20]))
    return 1 if problems else 0


sys.exit(main())
