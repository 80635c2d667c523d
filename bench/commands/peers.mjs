// One job of a peer that is a Node package: node peers.mjs JOB ARGUMENTS. Prints seconds=… (start and imports left out) and rows=…
// The packages are in the folder that ZENSET_BENCH_NODE names; ./setup puts them there.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const home = process.env.ZENSET_BENCH_NODE;
const require = createRequire(join(home, 'package.json'));

const jobs = {
  // One statement; rows= is the count that COPY answers.
  async duckdb(sql) {
    const { DuckDBInstance } = require('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    return async () => (await (await connection.runAndReadAll(sql)).getRows())[0]?.[0] ?? 0;
  },
  async polars(csv, parquet, compression) {
    const polars = require('nodejs-polars').default ?? require('nodejs-polars');
    return async () => {
      // sinkParquet takes no option that it does not know, and says nothing about one: the size in the report shows the compression.
      polars.scanCSV(csv, { inferSchemaLength: 1000, parseDates: true }).sinkParquet(parquet, { compression }).collectSync();
      return -1;
    };
  },
  // Feather, from CSV that is read before the clock starts, and back into memory.
  async 'feather-write'(csv, target) {
    const polars = require('nodejs-polars').default ?? require('nodejs-polars');
    const table = polars.readCSV(csv, { inferSchemaLength: 1000 });
    return async () => { table.writeIPC(target, { compression: 'lz4' }); return table.height; };
  },
  async 'feather-read'(path) {
    const polars = require('nodejs-polars').default ?? require('nodejs-polars');
    return async () => polars.readIPC(path).height;
  },
  async versions() {
    const version = (name) => JSON.parse(readFileSync(join(home, 'node_modules', name, 'package.json'))).version;
    return async () => [`Node=${process.versions.node}`, ...['@duckdb/node-api', 'nodejs-polars'].map((n) => `${n}=${version(n)}`)].join('_');
  },
};

const [name, ...rest] = process.argv.slice(2);
const work = await jobs[name](...rest);
const began = process.hrtime.bigint();
const rows = await work();
console.log(`seconds=${(Number(process.hrtime.bigint() - began) / 1e9).toFixed(4)} rows=${rows}`);
process.exit(0);
