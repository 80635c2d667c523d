"""Two databases have the same tables, columns, keys and rows, every value equal and of the same storage class, and both are sound."""
import sqlite3
import sys

first, second = (sqlite3.connect(f"file:{path}?mode=ro", uri=True) for path in sys.argv[1:3])


def tables(db):
    return [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]


def keys(db, table):
    return sorted((row[2], row[3], row[4]) for row in db.execute(f'PRAGMA foreign_key_list("{table}")'))


for db in first, second:
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
assert tables(first) == tables(second), (tables(first), tables(second))
count = 0
for table in tables(first):
    columns = [(row[1], row[2], row[5]) for row in first.execute(f'PRAGMA table_info("{table}")')]
    assert columns == [(row[1], row[2], row[5]) for row in second.execute(f'PRAGMA table_info("{table}")')], table
    assert keys(first, table) == keys(second, table), table
    rows = zip(first.execute(f'SELECT * FROM "{table}" NOT INDEXED ORDER BY rowid'), second.execute(f'SELECT * FROM "{table}" NOT INDEXED ORDER BY rowid'), strict=True)
    for a, b in rows:
        assert a == b and [type(v) for v in a] == [type(v) for v in b], (table, a, b)
        count += 1
print(count)
