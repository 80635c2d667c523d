"""Makes people.sqlite: what pandas and Python's sqlite3 write. Run with Debian's python3 (pandas 1.5.3, SQLite 3.40.1)."""
import datetime
import sqlite3

import pandas

with sqlite3.connect("people.sqlite") as db:
    frame = pandas.DataFrame({
        "when": pandas.to_datetime(["2020-01-31 12:30:00", "1969-12-31 23:59:59.123456", None]),
        "day": [datetime.date(2020, 2, 29), datetime.date(1, 1, 1), None],
        "flag": [True, False, True],
        "score": [0.1, float("nan"), -1e300],
        "count": [1, -(2**63), 2**63 - 1],
        "text": ["naïve 数据 😀", "", "it's"],
        "mixed": [1, 2.5, None],
    })
    frame.to_sql("frame", db, index_label="row id")
    db.executescript("""
        CREATE TABLE "people of the wörld" (id INTEGER PRIMARY KEY AUTOINCREMENT, born DATE, seen TIMESTAMP, photo BLOB, is_member BOOLEAN, height NUMERIC(5,2), boss REFERENCES "people of the wörld");
        CREATE TABLE membership ("club name" TEXT, person INTEGER, fee DECIMAL(10,4), twice DECIMAL AS (fee * 2), PRIMARY KEY ("club name", person), FOREIGN KEY (person) REFERENCES "people of the wörld") WITHOUT ROWID;
        CREATE TABLE nobody (a, b TEXT);
        CREATE VIEW tall AS SELECT * FROM "people of the wörld" WHERE height > 1.8;
    """)
    # The adapters of the sqlite3 module: isoformat, without a fraction when there is none.
    db.executemany('INSERT INTO "people of the wörld" (born, seen, photo, is_member, height, boss) VALUES (?, ?, ?, ?, ?, ?)', [
        (datetime.date(1990, 5, 17), datetime.datetime(2024, 2, 29, 12, 0, 0), b"\x00\xff", True, 1.75, None),
        (None, datetime.datetime(2024, 2, 29, 12, 0, 0, 250), b"", False, 2, 1),
        (datetime.date(1815, 12, 10), None, None, None, None, 2),
    ])
    db.executemany('INSERT INTO membership ("club name", person, fee) VALUES (?, ?, ?)', [("z club", 1, 12.5), ("a club", 2, 0.0001), ("a club", 1, 3)])
