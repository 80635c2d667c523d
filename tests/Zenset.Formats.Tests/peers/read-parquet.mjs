// Reads a Parquet file with two independent readers and prints what each found, as one JSON document:
//   { "hyparquet": { "rows": [...], "keys": {...} }, "arrow": { "fields": [...], "rows": [...] } }
// hyparquet is written in JavaScript; parquet-wasm is arrow-rs, which honours ARROW:schema as pyarrow does.
import { readFileSync } from 'node:fs'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { tableFromIPC } from 'apache-arrow'
import { readParquet } from 'parquet-wasm/node'

const bytes = readFileSync(process.argv[2])
const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)

const plain = value => {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : Number.isFinite(value) ? value : String(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (ArrayBuffer.isView(value) || Array.isArray(value)) return Array.from(value, plain)
  if (typeof value === 'object' && typeof value.toJSON === 'function') return plain(value.toJSON())
  if (typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]))
  return value
}

const metadata = parquetMetadata(file)
const keys = Object.fromEntries((metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value]))
const hyparquet = { rows: (await parquetReadObjects({ file, compressors, utf8: false })).map(plain), keys }

const table = tableFromIPC(readParquet(new Uint8Array(file)).intoIPCStream())
const fields = table.schema.fields.map((f, i) => ({
  name: f.name,
  type: String(f.type),
  ...(f.type.isOrdered === undefined ? {} : { isOrdered: f.type.isOrdered, categories: table.getChildAt(i).data[0]?.dictionary?.toJSON() ?? [] })
}))
const rows = Array.from({ length: table.numRows }, (_, r) => Object.fromEntries(table.schema.fields.map((f, i) => [f.name, plain(table.getChildAt(i).get(r))])))

console.log(JSON.stringify({ hyparquet, arrow: { fields, rows } }))
