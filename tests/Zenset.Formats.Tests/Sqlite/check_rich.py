"""One row of every kind of field, as anybody reads it who knows nothing of Zenset."""
import json
import sqlite3
import struct
import sys

db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
db.row_factory = sqlite3.Row
assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
rows = db.execute("SELECT * FROM rich").fetchall()
assert len(rows) == 12
expected = {
    "text": "plain", "lines": "a\nb", "nominal": "low", "ordered": "s", "flag": 1, "i8": -128, "i32": -2147483648, "i64": -(2**63), "u64": "18446744073709551615", "f32": 1.5, "f64": 0.1,
    "dec": "1.5000", "day": "2020-02-29", "time": "00:00:00.000000", "stamp": "2020-02-29 12:34:56.789012", "nanos": "2020-02-29 12:34:56.789012345", "zoned": "2020-02-29 12:34:56.789012+00:00",
    "bytes": b"\x00\xff", "list": "[1,null,3]", "vector": struct.pack("<2f", 1, 2), "none": None, "iso": "2020-02-01", "map": '{"a":1,"b c":null}', "struct": '{"a b":1,"c":"x"}',
}
assert dict(rows[0]) == expected, dict(rows[0])
assert all(value is None for value in rows[3])
assert rows[1]["u64"] == 0 and rows[2]["dec"] == "9999999999999999.9999" and rows[2]["f64"] is None and rows[5]["f32"] == 3.4028234663852886e38
assert db.execute("SELECT json_extract(struct, '$.\"a b\"'), json_extract(list, '$[2]') FROM rich LIMIT 1").fetchone()[:] == (1, 3)
assert db.execute("SELECT date(day, '+1 day'), strftime('%Y', stamp), datetime(zoned, '+1 hour') FROM rich LIMIT 1").fetchone()[:] == ("2020-03-01", "2020", "2020-02-29 13:34:56")
declared = {row["name"]: row["type"] for row in db.execute("PRAGMA table_info(rich)")}
assert [declared[name] for name in ("flag", "i8", "f32", "day", "stamp", "zoned", "vector", "struct", "u64", "dec")] == ["BOOLEAN", "INTEGER", "REAL", "DATE", "TIMESTAMP", "TIMESTAMPTZ", "BLOB", "TEXT", "", "TEXT"]
said = {row["column"]: json.loads(row["field"]) for row in db.execute("SELECT * FROM zenset_fields")}
assert said["ordered"]["categories"] == ["s", "m", "l"] and said["i8"]["zenset:type"] == "int8" and "i64" not in said and "text" not in said, said
