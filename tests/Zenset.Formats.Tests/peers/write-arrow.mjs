// Writes a table of many types with Arrow's own JavaScript library: node write-arrow.mjs file|stream path
import { writeFileSync } from 'node:fs'
import {
  Binary, Bool, DateDay, DateMillisecond, Dictionary, DurationMicrosecond, Field, FixedSizeBinary, FixedSizeList, Float16, Float32, Float64, Int16, Int32, Int64, Int8,
  LargeUtf8, List, Map_, Null, RecordBatchFileWriter, RecordBatchStreamWriter, Struct, Table, TimeMicrosecond, TimeMillisecond, TimeNanosecond, TimeSecond, TimestampMicrosecond,
  TimestampMillisecond, TimestampNanosecond, TimestampSecond, Uint16, Uint32, Uint64, Uint8, Utf8, vectorFromArray
} from 'apache-arrow'

const many = n => Array.from({ length: n }, (_, i) => i)
const rows = 300
const make = (f, type) => vectorFromArray(many(rows).map(i => i % 5 === 3 ? null : f(i)), type)
const table = new Table({
  null: vectorFromArray(many(rows).map(() => null), new Null()),
  bool: make(i => i % 2 === 0, new Bool()),
  i8: make(i => i % 128 - 64, new Int8()), i16: make(i => i - 150, new Int16()), i32: make(i => -i * 100000, new Int32()), i64: make(i => BigInt(i) * 1000000000000n, new Int64()),
  u8: make(i => i % 256, new Uint8()), u16: make(i => i * 200, new Uint16()), u32: make(i => i * 14000000, new Uint32()), u64: make(i => 18446744073709551615n - BigInt(i), new Uint64()),
  f16: make(i => i / 4, new Float16()), f32: make(i => i / 8, new Float32()), f64: make(i => i / 10, new Float64()),
  text: make(i => `row ${i} ä🙂`, new Utf8()), large: make(i => 'x'.repeat(i % 20), new LargeUtf8()), bytes: make(i => Uint8Array.of(i % 256, 0, 255), new Binary()),
  fixed: make(i => Uint8Array.of(1, 2, i % 256), new FixedSizeBinary(3)),
  day: make(i => new Date(i * 86400000), new DateDay()), dayMs: make(i => new Date(-i * 86400000), new DateMillisecond()),
  s: make(i => i, new TimeSecond()), ms: make(i => i * 7, new TimeMillisecond()), us: make(i => BigInt(i) * 11n, new TimeMicrosecond()), ns: make(i => BigInt(i) * 13n, new TimeNanosecond()),
  atS: make(i => i * 1000, new TimestampSecond()), atMs: make(i => i, new TimestampMillisecond('Europe/Berlin')), atUs: make(i => i, new TimestampMicrosecond()), atNs: make(i => i, new TimestampNanosecond('UTC')),
  took: make(i => BigInt(i), new DurationMicrosecond()),
  list: make(i => many(i % 4), new List(new Field('item', new Int32(), true))),
  pair: make(i => [i, -i], new FixedSizeList(2, new Field('item', new Float32(), true))),
  struct: make(i => ({ a: i, b: `b${i}` }), new Struct([new Field('a', new Int32(), true), new Field('b', new Utf8(), true)])),
  map: make(i => new Map([[`k${i}`, i]]), new Map_(new Field('entries', new Struct([new Field('key', new Utf8(), false), new Field('value', new Int32(), true)]), false))),
  word: make(i => ['low', 'mid', 'high'][i % 3], new Dictionary(new Utf8(), new Int8())),
  number: make(i => i % 7 * 1.5, new Dictionary(new Float64(), new Int32()))
})

const [, , kind, path] = process.argv
const writer = kind === 'file' ? RecordBatchFileWriter : RecordBatchStreamWriter
writeFileSync(path, writer.writeAll(table).toUint8Array(true))
