// Reads an Arrow IPC file or stream with Arrow's own JavaScript library, and a stream also with arrow-rs (in parquet-wasm), and prints
// what each found, as one JSON document: { "js": table, "rust": table or null }. A table is { "metadata", "fields", "rows" }; of types
// that JavaScript has no exact numbers for, rows have the bytes as they lie in the buffer, as hexadecimal.
import { readFileSync } from 'node:fs'
import { CompressionType, Type, compressionRegistry, tableFromIPC } from 'apache-arrow'
import { decompress as undoZstd } from 'fzstd'
import lz4 from 'lz4js'
import { Table } from 'parquet-wasm/node'

// Copied, since the library takes views of what it gets, which must be aligned.
compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: packed => Uint8Array.from(lz4.decompress(packed)) })
compressionRegistry.set(CompressionType.ZSTD, { decode: packed => Uint8Array.from(undoZstd(packed)) })

const exact = new Set([Type.Timestamp, Type.Time, Type.Date, Type.Duration, Type.Decimal, Type.Interval])

const plain = value => {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : Number.isFinite(value) ? value : String(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (ArrayBuffer.isView(value) || Array.isArray(value)) return Array.from(value, plain)
  if (typeof value === 'object' && typeof value.toJSON === 'function') return plain(value.toJSON())
  if (typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]))
  return value
}

const bytesOf = data => {
  const bytes = Buffer.from(data.values.buffer, data.values.byteOffset, data.values.byteLength)
  const width = bytes.length / data.length
  return Array.from({ length: data.length }, (_, i) => data.getValid(i) ? bytes.subarray(i * width, (i + 1) * width).toString('hex') : null)
}

const column = vector => exact.has(vector.type.typeId) ? vector.data.flatMap(bytesOf) : Array.from(vector, plain)

const describe = table => {
  const columns = table.schema.fields.map((f, i) => column(table.getChildAt(i)))
  return {
    metadata: Object.fromEntries(table.schema.metadata),
    batches: table.batches.length,
    fields: table.schema.fields.map((f, i) => ({
      name: f.name, type: String(f.type), nullable: f.nullable, metadata: Object.fromEntries(f.metadata),
      ...(f.type.isOrdered === undefined ? {} : { isOrdered: f.type.isOrdered, categories: table.getChildAt(i).data[0]?.dictionary?.toJSON() ?? [] })
    })),
    rows: Array.from({ length: table.numRows }, (_, r) => Object.fromEntries(table.schema.fields.map((f, i) => [f.name, columns[i][r]])))
  }
}

const bytes = Uint8Array.from(readFileSync(process.argv[2]))
const isFile = Buffer.from(bytes.subarray(0, 6)).toString('latin1') === 'ARROW1'
const rust = () => describe(tableFromIPC(Table.fromIPCStream(bytes).intoIPCStream()))

console.log(JSON.stringify({ js: describe(tableFromIPC(bytes)), rust: isFile || process.argv[3] === 'js' ? null : rust() },
  (_, value) => typeof value === 'bigint' ? value.toString() : value))
