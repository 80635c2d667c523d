"""What came back of people.sqlite has the same values, of the same classes, in the same order; the keys hold, and Python's own converters read the dates."""
import datetime
import sqlite3
import sys

first, second = (sqlite3.connect(f"file:{path}?mode=ro", uri=True) for path in sys.argv[1:3])
for table in "frame", "people of the wörld", "nobody":
    assert first.execute(f'SELECT * FROM "{table}"').fetchall() == second.execute(f'SELECT * FROM "{table}"').fetchall(), table
# Without a row id of its own the table was kept by its key; numbers that were computed are numbers now.
assert first.execute("SELECT * FROM membership ORDER BY 1, 2").fetchall() == second.execute("SELECT * FROM membership").fetchall()
for pragma in "integrity_check", "foreign_key_check":
    assert second.execute(f"PRAGMA {pragma}").fetchall() in ([], [("ok",)])
assert [row[2:5] for row in second.execute("PRAGMA foreign_key_list(membership)")] == [("people of the wörld", "person", "id")]

typed = sqlite3.connect(sys.argv[2], detect_types=sqlite3.PARSE_DECLTYPES)
assert typed.execute('SELECT born, seen FROM "people of the wörld"').fetchall() == [
    (datetime.date(1990, 5, 17), datetime.datetime(2024, 2, 29, 12, 0)),
    (None, datetime.datetime(2024, 2, 29, 12, 0, 0, 250)),
    (datetime.date(1815, 12, 10), None),
]
