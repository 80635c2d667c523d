// One job of a peer that is a Node package: node peers.mjs JOB ARGUMENTS. Prints seconds=… (start and imports left out) and rows=…
// The packages are in the folder that ZENSET_BENCH_NODE names; ./setup puts them there.
import { createRequire } from 'node:module';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const home = process.env.ZENSET_BENCH_NODE;
const require = createRequire(join(home, 'package.json'));

const polars = () => require('nodejs-polars').default ?? require('nodejs-polars');

// readIPC takes a text that does not end in .ipc for the file itself (nodejs-polars 0.26.1, isPath), so the file gets such a name.
const named = (path) => {
  if (path.endsWith('.ipc')) return path;
  if (!existsSync(`${path}.ipc`)) symlinkSync(path, `${path}.ipc`);
  return `${path}.ipc`;
};

const polarsRead = {
  csv: (path) => polars().readCSV(path, { inferSchemaLength: 1000 }),
  parquet: (path) => polars().readParquet(path),
  // readJSON calls a function that the package does not have when it is asked for lines.
  jsonl: (path) => polars().scanJson(path).collectSync(),
  arrow: (path) => polars().readIPC(named(path)),
  feather: (path) => polars().readIPC(named(path)),
  arrows: (path) => polars().readIPCStream(readFileSync(path)),
};

const polarsWrite = {
  csv: (table, path) => table.writeCSV(path),
  parquet: (table, path) => table.writeParquet(path, { compression: 'zstd' }),
  jsonl: (table, path) => table.writeJSON(path, { format: 'lines' }),
  arrow: (table, path) => table.writeIPC(path, { compression: 'uncompressed' }),
  feather: (table, path) => table.writeIPC(path, { compression: 'lz4' }),
  arrows: (table, path) => table.writeIPCStream(path, { compression: 'uncompressed' }),
};

const jobs = {
  // One statement; rows= is the count that it answers. What comes before is not timed.
  async duckdb(sql, before) {
    const { DuckDBInstance } = require('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    if (before) await connection.run(before);
    return async () => (await (await connection.runAndReadAll(sql)).getRows())[0]?.[0] ?? 0;
  },
  async polars(csv, parquet, compression) {
    return async () => {
      // sinkParquet takes no option that it does not know, and says nothing about one: the size in the report shows the compression.
      polars().scanCSV(csv, { inferSchemaLength: 1000, parseDates: true }).sinkParquet(parquet, { compression }).collectSync();
      return -1;
    };
  },
  async 'polars-write'(kind, source, target) {
    const table = polarsRead[source.split('.').pop()](source);
    return async () => { polarsWrite[kind](table, target); return table.height; };
  },
  async 'polars-read'(kind, source) {
    return async () => polarsRead[kind](source).height;
  },
  // Apache Arrow's own library has views of what it has read: this is the time to get the file into memory and to see its batches.
  async 'arrow-read'(source) {
    const { tableFromIPC } = require('apache-arrow');
    return async () => tableFromIPC(readFileSync(source)).numRows;
  },
  async 'arrow-write'(kind, source, target) {
    const { tableFromIPC, tableToIPC } = require('apache-arrow');
    const table = tableFromIPC(readFileSync(source));
    return async () => { writeFileSync(target, tableToIPC(table, kind)); return table.numRows; };
  },
  async versions() {
    const file = (name) => join(home, 'node_modules', name, 'package.json');
    const version = (name) => existsSync(file(name)) ? JSON.parse(readFileSync(file(name))).version : 'missing';
    return async () => [`Node=${process.versions.node}`, ...['@duckdb/node-api', 'nodejs-polars', 'apache-arrow'].map((n) => `${n}=${version(n)}`)].join('_');
  },
};

const [name, ...rest] = process.argv.slice(2);
const work = await jobs[name](...rest);
const began = process.hrtime.bigint();
const rows = await work();
console.log(`seconds=${(Number(process.hrtime.bigint() - began) / 1e9).toFixed(4)} rows=${rows}`);
process.exit(0);
