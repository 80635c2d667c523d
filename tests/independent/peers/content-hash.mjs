// The content hash of a version, computed from its manifest and its parts by the section "Content hash" of docs/on-disk.md alone.
//   node content-hash.mjs DATASET-FOLDER/v1.datapackage.json
// Prints the hash found; exit code 1 when the manifest says another. Knows booleans, integers, float64, text, nominal values, dates and
// lists of these; says so when a field is of another type.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

const mask = (1n << 64n) - 1n, prime = (1n << 61n) - 1n;
const first = 0x9E3779B97F4A7C15n, second = 0xD6E8FEB86659FD93n, base = 0x0487ED5110B4611An;
const missing = 0x6D697373696E6721n;
const utf8 = new TextEncoder();

function mix(value) {
  value = (value & mask) * first & mask;
  value ^= value >> 32n;
  value = value * second & mask;
  return value ^ (value >> 32n);
}

function littleEndian(bytes) {
  let number = 0n;
  for (let i = 0; i < bytes.length; i++) number |= BigInt(bytes[i]) << BigInt(8 * i);
  return number;
}

function hashText(text) {
  const bytes = utf8.encode(text);
  let hash = BigInt(bytes.length) * first & mask, at = 0;
  for (; bytes.length - at >= 8; at += 8) {
    hash = (hash ^ littleEndian(bytes.subarray(at, at + 8))) * first & mask;
    hash ^= hash >> 32n;
  }
  return mix(hash ^ littleEndian(bytes.subarray(at)));
}

function hashDouble(number) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number);
  return mix(Number.isNaN(number) ? 0xFFF8000000000000n : view.getBigUint64(0));
}

const rotate = (value, bits) => ((value << bits) | (value >> (64n - bits))) & mask;

function hashValue(type, value) {
  if (value === null || value === undefined) return missing;
  if (type === 'boolean') return mix(value ? 1n : 0n);
  if (/^u?int(8|16|32|64)$/.test(type)) return mix(BigInt(value));
  if (type === 'float64') return hashDouble(value);
  if (type === 'string') return hashText(value);
  if (type === 'date') return mix(BigInt(value.getTime()) / 86_400_000n);
  const list = /^list<(.*)>$/.exec(type) ?? /^vector<(.*)>\[\d+\]$/.exec(type);
  if (!list) throw new Error(`values of type ${type} are not known here`);
  let hash = mix(BigInt(value.length) ^ second);
  for (const item of value) hash = mix(hash ^ rotate(hashValue(list[1], item), 17n));
  return hash;
}

// A long vector stands in a column for each block of its positions; any other field in one.
function columns(field) {
  const column = field['zenset:column'] ?? field.name, block = field['zenset:block'];
  if (!block) return [column];
  const length = Number(/\[(\d+)\]$/.exec(field['zenset:type'])[1]);
  return Array.from({ length: Math.ceil(length / block) }, (_, i) => `${column}_${i * block}`);
}

function valueOf(row, names) {
  if (names.length === 1 || row[names[0]] == null) return row[names[0]];
  return names.flatMap((name) => row[name]);
}

async function digests(folder, resource) {
  const fields = resource.schema.fields.map((f) => ({ type: f['zenset:type'], columns: columns(f), value: 0n, rows: 0n }));
  for (const part of resource['zenset:parts']) {
    const file = await asyncBufferFromFile(join(folder, part.path));
    for (const row of await parquetReadObjects({ file, compressors })) {
      for (const field of fields) {
        field.value = (field.value * base + (hashValue(field.type, valueOf(row, field.columns)) >> 3n)) % prime;
        field.rows++;
      }
    }
  }
  return fields;
}

const path = process.argv[2];
const manifest = JSON.parse(readFileSync(path, 'utf8'));
const hash = createHash('sha256').update('zenset content 1\n');
const number = (n) => { const bytes = Buffer.alloc(8); bytes.writeBigInt64LE(BigInt(n)); hash.update(bytes); };
const text = (t) => { number(utf8.encode(t).length); hash.update(utf8.encode(t)); };
for (const resource of manifest.resources) {
  text(manifest.resources.length === 1 ? '' : resource.name);
  number(resource.schema.fields.length);
  const found = await digests(dirname(path), resource);
  resource.schema.fields.forEach((field, i) => {
    text(field.name);
    text(field['zenset:type']);
    const categories = field.categories ?? field['zenset:categories'];
    number(categories ? categories.length : -1);
    if (categories) {
      number(field.categoriesOrdered ?? field['zenset:categoriesOrdered'] ? 1 : 0);
      categories.forEach(text);
    }
    number(found[i].rows);
    number(found[i].value);
  });
}
const result = hash.digest('hex');
console.log(result);
if (result !== manifest['zenset:contentHash']) {
  console.error(`the manifest says ${manifest['zenset:contentHash']}`);
  process.exitCode = 1;
}
