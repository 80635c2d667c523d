#!/usr/bin/env python3
"""Makes the five benchmark tables, each as ARFF and as CSV, and one as JSON Lines. Seeded: the same bytes every time.

    generate.py FOLDER [--divide N] [TABLE...]        N = 20 makes tables of a twentieth of the rows

numeric   1,000,000 x 30      24 columns of six digits, 6 of full double precision
mixed     1,000,000 x 20      integers, reals, nominals, text, dates, missing values; also as JSON Lines
wide          2,000 x 20,000  reals of five digits
sparse       20,000 x 100,000 one value in a thousand, in sparse rows; its CSV is the list row,column,value
strings     500,000 x 5       text with quotes, commas, line breaks, tabs, backslashes and letters of many scripts

Needs nothing but Python 3.10. The full set takes about a minute and a half and 2 GB.
"""
import argparse
import csv
import datetime
import json
import os
import random
import sys
import time

BLOCK = 20_000


def open_pair(folder, name):
    files = [open(os.path.join(folder, f"{name}.{kind}"), "w", encoding="utf-8", newline="\n", buffering=1 << 20) for kind in ("arff", "csv")]
    return files


def arff_head(file, name, attributes):
    file.write(f"% {name}: a benchmark table; all values are made up.\n@relation {name}\n\n")
    file.writelines(f"@attribute {attribute} {kind}\n" for attribute, kind in attributes)
    file.write("\n@data\n")


def arff_text(text):
    for plain, escaped in (("\\", "\\\\"), ("'", "\\'"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = text.replace(plain, escaped)
    return f"'{text}'"


def arff_nominal(text):
    return text if text.replace("-", "").replace("_", "").isalnum() else arff_text(text)


def csv_text(text):
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\n\r') else text


def blocks(rows, size=BLOCK):
    for first in range(0, rows, size):
        yield first, min(size, rows - first)


def reals(folder, name, rows, names, pattern, block):
    """A dense table of normal deviates; its rows read the same in both formats."""
    gauss = random.Random(f"zenset {name}").gauss
    arff, text = open_pair(folder, name)
    with arff, text:
        arff_head(arff, name, [(n, "numeric") for n in names])
        text.write(",".join(names) + "\n")
        for _, count in blocks(rows, block):
            lines = "".join([pattern % tuple([gauss(0.0, 1.0) for _ in names]) for _ in range(count)])
            arff.write(lines)
            text.write(lines)


def numeric(folder, divide):
    names = [f"f{i:02}" for i in range(30)]
    reals(folder, "numeric", 1_000_000 // divide, names, ",".join(["%.6g"] * 24 + ["%r"] * 6) + "\n", 10_000)


def wide(folder, divide):
    names = [f"g{i:05}" for i in range(20_000)]
    reals(folder, "wide", 2_000 // divide, names, ",".join(["%.5g"] * 20_000) + "\n", 20)


def sparse(folder, divide):
    columns, rows = 100_000, 20_000 // divide
    draw = random.Random("zenset sparse")
    arff, text = open_pair(folder, "sparse")
    with arff, text:
        arff_head(arff, "sparse", [(f"a{i:05}", "numeric") for i in range(columns)] + [("class", "{neg,pos}")])
        text.write("row,column,value\n")
        for row in range(rows):
            places = sorted(set(draw.choices(range(columns), k=max(0, round(draw.gauss(100, 10))))))
            cells = [(place, "1" if draw.random() < 0.8 else f"{draw.random() * 10:.4g}") for place in places]
            text.writelines(f"{row},{place},{value}\n" for place, value in cells)
            if draw.random() < 0.1:
                cells.append((columns, "pos"))
                text.write(f"{row},{columns},1\n")
            arff.write("{" + ",".join(f"{place} {value}" for place, value in cells) + "}\n")


NOMINALS = {
    "workclass": ["Private", "Self-employed", "Federal", "State", "Local", "Without pay", "Never worked"],
    "education": [f"Level-{i}" for i in range(1, 15)] + ["Some college", "Trade school"],
    "marital": ["Married", "Divorced", "Never married", "Separated", "Widowed", "Spouse's abroad"],
    "occupation": ["Sales", "Craft", "Clerical", "Farming, fishing", "Transport", "Tech-support", "Executive", "Service", "Other"],
    "relation": ["Wife", "Husband", "Own-child", "Unmarried", "Other"],
    "country": [f"Country_{i:02}" for i in range(41)],
    "sex": ["F", "M"],
    "class": ["<=50K", ">50K"],
}
MISSING = {"age": 0.01, "workclass": 0.05, "occupation": 0.05, "country": 0.02, "score": 0.10, "comment": 0.20, "updated": 0.03}
WORDS = ("data set value model tree loss gain row column index test train fold target label score rate mean median batch epoch layer graph "
         "image text token table type null missing sparse dense metric split task run seed noise order level state").split()
MIXED = ["id", "age", "weight", "years", "hours", "gain", "loss", "score", "ratio", "workclass", "education", "marital", "occupation",
         "relation", "country", "sex", "comment", "joined", "updated", "class"]
INTEGERS = {"age": (17, 90), "weight": (12_000, 1_490_000), "years": (1, 16), "hours": (1, 99)}
REALS = ("gain", "loss", "score", "ratio")
KIND = {**{n: "integer" for n in ("id", *INTEGERS)}, **{n: "real" for n in REALS},
        "comment": "string", "joined": 'date "yyyy-MM-dd"', "updated": 'date "yyyy-MM-dd HH:mm:ss"'}


def mixed_columns(draw, first, count):
    """Columns of one block as lists of text, None where a value is missing."""
    day, second = datetime.date(2000, 1, 1), datetime.datetime(2015, 1, 1)
    columns = {"id": [str(first + i) for i in range(count)]}
    for name, (low, high) in INTEGERS.items():
        columns[name] = [str(draw.randint(low, high)) for _ in range(count)]
    columns["gain"] = ["0" if draw.random() < 0.9 else f"{draw.random() * 99_999:.2f}" for _ in range(count)]
    columns["loss"] = ["0" if draw.random() < 0.95 else f"{draw.random() * 4_356:.2f}" for _ in range(count)]
    columns["score"] = [f"{draw.gauss(0, 1):.6g}" for _ in range(count)]
    columns["ratio"] = [repr(draw.random()) for _ in range(count)]
    for name, values in NOMINALS.items():
        columns[name] = draw.choices(values, weights=[1 / (i + 1) for i in range(len(values))], k=count)
    four = draw.choices(WORDS, k=4 * count)
    columns["comment"] = [" ".join(four[4 * i:4 * i + 4]) if i % 5 else f"{four[4 * i]} {four[4 * i + 1]}, it's {four[4 * i + 2]}" for i in range(count)]
    columns["joined"] = [str(day + datetime.timedelta(draw.randrange(9_000))) for _ in range(count)]
    columns["updated"] = [str(second + datetime.timedelta(seconds=draw.randrange(300_000_000))) for _ in range(count)]
    for name, share in MISSING.items():
        columns[name] = [None if draw.random() < share else value for value in columns[name]]
    return columns


def mixed(folder, divide):
    draw = random.Random("zenset mixed")
    quoted = {n: {None: "?", **{v: arff_nominal(v) for v in values}} for n, values in NOMINALS.items()}
    arff, text = open_pair(folder, "mixed")
    with arff, text:
        arff_head(arff, "mixed", [(n, KIND.get(n) or "{" + ",".join(quoted[n][v] for v in NOMINALS[n]) + "}") for n in MIXED])
        text.write(",".join(MIXED) + "\n")
        for first, count in blocks(1_000_000 // divide):
            columns = mixed_columns(draw, first, count)
            in_arff, in_csv = [], []
            for name in MIXED:
                values = columns[name]
                in_csv.append(["" if v is None else csv_text(v) for v in values])
                if name in quoted:
                    in_arff.append([quoted[name][v] for v in values])
                elif name in ("comment", "joined", "updated"):
                    in_arff.append(["?" if v is None else arff_text(v) for v in values])
                else:
                    in_arff.append(["?" if v is None else v for v in values])
            arff.writelines(",".join(row) + "\n" for row in zip(*in_arff))
            text.writelines(",".join(row) + "\n" for row in zip(*in_csv))
    json_lines(os.path.join(folder, "mixed.csv"), os.path.join(folder, "mixed.jsonl"))


def json_lines(source, target):
    """The rows of a CSV file as JSON Lines: numbers as they are written, empty cells as null."""
    def cell(value):
        if value == "":
            return "null"
        try:
            float(value)
            return value
        except ValueError:
            return json.dumps(value, ensure_ascii=False)

    with open(source, encoding="utf-8", newline="") as rows, open(target, "w", encoding="utf-8", newline="\n", buffering=1 << 20) as out:
        reader = csv.reader(rows)
        keys = [json.dumps(name) + ":" for name in next(reader)]
        for row in reader:
            out.write("{" + ",".join([key + cell(value) for key, value in zip(keys, row)]) + "}\n")


def strings(folder, divide):
    draw = random.Random("zenset strings")
    vocabulary = WORDS * 3 + ['"quoted"', "it's", "a,b", "line\nbreak", "tab\tstop", "C:\\dir", "100%", "naïve", "数据", "данные", "{x}", "?"]
    languages = ["en", "fr", "zh", "ru"]
    arff, text = open_pair(folder, "strings")
    with arff, text:
        arff_head(arff, "strings", [("id", "integer"), ("text", "string"), ("url", "string"), ("lang", "{" + ",".join(languages) + "}"), ("stars", "numeric")])
        text.write("id,text,url,lang,stars\n")
        for first, count in blocks(500_000 // divide):
            for row in range(first, first + count):
                words = " ".join(draw.choices(vocabulary, k=draw.randint(5, 40)))
                url, language, stars = f"/reviews/{row % 977}/{row}", draw.choice(languages), draw.randint(1, 5)
                arff.write(f"{row},{arff_text(words)},'{url}',{language},{stars}\n")
                text.write(f"{row},{csv_text(words)},{url},{language},{stars}\n")


TABLES = {"numeric": numeric, "mixed": mixed, "wide": wide, "sparse": sparse, "strings": strings}


def repeat_rows(source, target, times):
    """The same ARFF header, its rows so many times over: a file that is larger and has no other data."""
    with open(source, "rb") as file, open(target, "wb") as out:
        for line in file:
            out.write(line)
            if line.strip().lower() == b"@data":
                break
        rows = file.tell()
        for _ in range(times):
            file.seek(rows)
            while block := file.read(1 << 22):
                out.write(block)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--divide", type=int, default=1)
    parser.add_argument("tables", nargs="*", help="default: all")
    arguments = parser.parse_args()
    unknown = set(arguments.tables) - set(TABLES)
    if unknown:
        parser.error(f"no table {', '.join(unknown)}: there are {', '.join(TABLES)}")
    os.makedirs(arguments.folder, exist_ok=True)
    for name in arguments.tables or TABLES:
        began = time.time()
        TABLES[name](arguments.folder, arguments.divide)
        print(f"{name}: {time.time() - began:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
