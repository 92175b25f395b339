// The table store against the LMDB under it, in one run: point reads, slices of 100 rows, durable writes. Prints rates and ratios.
// usage: node bench/store.mjs [folder for data] [only: read|slice|write]

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [folder = tmpdir(), only] = process.argv.slice(2);
const place = mkdtempSync(join(folder, 'ks-bench-'));
process.on('exit', () => rmSync(place, { recursive: true, force: true }));
const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const engine = join(root, 'src/core/engine');

const lmdb = createRequire(join(root, 'package.json'))
  .resolve('lmdb')
  .replace(/dist.*$/, 'node-index.js');
await build({
  stdin: {
    contents: `export { openLmdb } from './kv/lmdb.ts'; export { createTableStore } from './storage/store.ts';
      export { ByteSink } from '../lib/byte-sink.ts'; export { native } from './types/cql-type.ts'; export { open } from 'lmdb';`,
    resolveDir: engine,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile: join(place, 'engine.mjs'),
  alias: { lmdb },
  external: [lmdb],
  logLevel: 'error',
});
const { openLmdb, createTableStore, ByteSink, native, open } = await import(
  pathToFileURL(join(place, 'engine.mjs')).href
);

const partitions = 2000;
const rowsEach = 100;
const names = ['active', 'age', 'city', 'email', 'name', 'note', 'score', 'updated'];
const spec = [
  ['pk', 'partition_key', 'text'],
  ['ck', 'clustering', 'bigint'],
  ...names.map((name) => [name, 'regular', 'blob']),
];
const columns = spec.map(([name, kind, type], i) => ({
  name,
  kind,
  type: native(type),
  id: i,
  order: 'asc',
  position: kind === 'regular' ? i - 2 : 0,
}));
const of = (kind) => columns.filter((column) => column.kind === kind);
const table = {
  keyspace: 'bench',
  name: 't',
  id: 'x',
  number: 1,
  partitionKey: of('partition_key'),
  clustering: of('clustering'),
  statics: [],
  regulars: of('regular'),
  columns,
  byName: new Map(columns.map((column) => [column.name, column])),
  byId: columns,
  isCounter: false,
  options: { clientSideTimestamps: false, keepsHistory: false },
};
const pk = (p) => Buffer.from(`user-${String(p).padStart(8, '0')}`);
const ck = (c) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(1_700_000_000_000 + c * 1000));
  return bytes;
};
const lengths = [1, 4, 17, 25, 18, 57, 8, 8];
const timestamp = { now: 1n };
const mutation = (p, c, fresh = false) => ({
  kind: 'row',
  table,
  partitionKey: p instanceof Buffer ? p : pk(p),
  clustering: [ck(c)],
  timestamp: timestamp.now++,
  marker: { ttl: 0 },
  cells: of('regular').map((column, i) => ({
    column,
    kind: 'set',
    value: Buffer.alloc(lengths[i], fresh ? c : i + 65),
  })),
});
const clock = { nowSeconds: 1_700_000_000 };
const system = { wallMicros: () => BigInt(Date.now()) * 1000n };

const kv = openLmdb({ directory: join(place, 'store') });
const store = createTableStore({ kv, clock: system });
// the same bytes in a plain LMDB: 29-byte keys, 180-byte values
const rawRoot = open({
  path: join(place, 'raw.mdb'),
  noSubdir: true,
  pageSize: 8192,
  keyEncoding: 'binary',
  encoding: 'binary',
});
const raw = rawRoot.openDB({ name: 'rows', keyEncoding: 'binary', encoder: { encode: (v) => v, decode: copyOut } });
const page = Buffer.allocUnsafeSlow(1 << 20);
let at = 0;
function copyOut(bytes, size = bytes.length) {
  page.set(new Uint8Array(bytes.buffer, bytes.byteOffset, size), at);
  at += size;
  return 1;
}
const rawKey = (p, c) => Buffer.concat([Buffer.from([0, 0, 0, 1]), hash(p), pk(p), ck(c)]);
const hash = (p) => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(Math.imul(p + 1, 2654435761) >>> 0);
  return bytes;
};
const value = Buffer.alloc(180, 7);
for (let p = 0; p < partitions; p += 50) {
  kv.writeNow((tx) => {
    for (let q = p; q < p + 50; q++) for (let c = 0; c < rowsEach; c++) store.apply(tx, mutation(q, c), clock);
  });
  rawRoot.transactionSync(() => {
    for (let q = p; q < p + 50; q++) for (let c = 0; c < rowsEach; c++) raw.putSync(rawKey(q, c), value);
  });
}

const pks = Array.from({ length: partitions }, (_, p) => pk(p));
const cks = Array.from({ length: rowsEach }, (_, c) => [ck(c)]);
const rawKeys = Array.from({ length: partitions }, (_, p) => Array.from({ length: rowsEach }, (_, c) => rawKey(p, c)));
const rawEnds = Array.from({ length: partitions }, (_, p) => rawKey(p, rowsEach + 1));
let seed = Date.now() & 0x7fffffff;
const random = (below) => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return Math.floor((seed / 0x80000000) * below);
};
const sink = new ByteSink(1 << 20);
const turn = () => new Promise((resolve) => setImmediate(resolve));
let rows = 0;
const append = (row) => {
  row.appendTo(sink, columns);
  rows++;
  return undefined;
};
const projection = [columns[5], columns[8]];
const appendSome = (row) => {
  row.appendTo(sink, projection);
  rows++;
  return undefined;
};

const reads = {
  'get, raw': [
    () => {
      at = 0;
      raw.get(rawKeys[random(partitions)][random(rowsEach)]);
      rows++;
    },
    200_000,
  ],
  'get, store: all columns': [
    () => {
      sink.reset();
      store.readRow(table, pks[random(partitions)], cks[random(rowsEach)], clock, false, append);
    },
    200_000,
  ],
  'get, store: two columns': [
    () => {
      sink.reset();
      store.readRow(table, pks[random(partitions)], cks[random(rowsEach)], clock, false, appendSome);
    },
    200_000,
  ],
};
const slices = {
  '100 rows, raw': [
    () => {
      at = 0;
      const p = random(partitions);
      for (const _ of raw.getRange({ start: rawKeys[p][0], end: rawEnds[p], limit: 100 })) rows++;
    },
    5000,
  ],
  '100 rows, store: all columns': [
    () => {
      sink.reset();
      store.readSlice(table, pks[random(partitions)], {}, clock, append);
    },
    5000,
  ],
  '100 rows, store: two columns': [
    () => {
      sink.reset();
      store.readSlice(table, pks[random(partitions)], {}, clock, appendSome);
    },
    5000,
  ],
};

async function measureReads(group) {
  const rates = {};
  for (let round = 0; round < 5; round++) {
    for (const [name, [read, times]] of Object.entries(group)) {
      rows = 0;
      const start = performance.now();
      for (let i = 0; i < times; i++) {
        read();
        // a server's reads share a turn of the event loop by the chunk
        if (i % 64 === 63) await turn();
      }
      const rate = rows / ((performance.now() - start) / 1000);
      if (round > 0) rates[name] = [...(rates[name] ?? []), rate];
    }
  }
  report(rates, 'rows/s');
}

function report(rates, unit) {
  const middle = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
  const base = middle(Object.values(rates)[0]);
  for (const [name, list] of Object.entries(rates)) {
    const rate = middle(list);
    console.log(
      `${name.padEnd(32)} ${Math.round(rate).toLocaleString('en').padStart(12)} ${unit}   ${(rate / base).toFixed(2)} of raw`,
    );
  }
}

async function measureWrites() {
  for (const inFlight of [1, 16, 64, 256]) {
    const rates = {};
    const ways = {
      [`durable, ${inFlight} in flight, raw`]: rawWriter(),
      [`durable, ${inFlight} in flight, store`]: () => {
        const row = mutation(randomBytes(13), 1, true);
        return kv.write((tx) => store.apply(tx, row, clock));
      },
    };
    for (let round = 0; round < 3; round++)
      for (const [name, write] of Object.entries(ways)) {
        const start = performance.now();
        let count = 0;
        const worker = async () => {
          while (performance.now() < start + 700) {
            await write();
            count++;
          }
        };
        await Promise.all(Array.from({ length: inFlight }, worker));
        rates[name] = [...(rates[name] ?? []), count / ((performance.now() - start) / 1000)];
      }
    report(rates, 'rows/s');
  }
}

// lmdb-js' own way: put and wait until it is on disk
function rawWriter() {
  return async () => {
    const key = Buffer.concat([Buffer.from([0, 0, 0, 1]), randomBytes(29)]);
    await raw.put(key, Buffer.alloc(180, key[7]));
    await raw.flushed;
  };
}

if (only === undefined || only === 'read') await measureReads(reads);
if (only === undefined || only === 'slice') await measureReads(slices);
if (only === undefined || only === 'write') await measureWrites();
await kv.close();
process.exit(0);
