// Prepared statements through the in-process session, against raw LMDB gets and batched puts of the same keys and sizes in the same run.
import { open } from 'lmdb';
import { heading, importSource, rate, row, tempDir, whole } from './measure.mjs';

const rows = 100_000;
const localQuorum = 6;

function bytesOfInt(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

async function openEngine() {
  const { openEngine } = await importSource('src/core/engine/index.ts');
  const { systemClock } = await importSource('src/core/adapters/system/clock.ts');
  const { systemRandom } = await importSource('src/core/adapters/system/random.ts');
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  return openEngine({
    dataDir: tempDir('engine'),
    clock: systemClock(),
    random: systemRandom(),
    log: silent,
    compat: 'cassandra',
  });
}

/** A plain LMDB with the same number of rows, key length and value length as the engine's. */
async function rawStore() {
  const db = open({
    path: `${tempDir('raw')}/data.mdb`,
    keyEncoding: 'binary',
    encoding: 'binary',
    pageSize: 8192,
    overlappingSync: false,
  });
  const value = Buffer.alloc(220, 'x');
  const key = (i) => {
    const bytes = Buffer.alloc(20);
    bytes.writeUInt32BE(Math.imul(i, 2654435761) >>> 0, 4);
    bytes.writeUInt32BE(i, 16);
    return bytes;
  };
  for (let i = 0; i < rows; i += 1000)
    db.transactionSync(() => Array.from({ length: 1000 }, (_, k) => db.putSync(key(i + k), value)));
  return { db, key, value };
}

export async function benchInProcess() {
  heading('In process, prepared, 100,000 rows of 180 bytes');
  const engine = await openEngine();
  const session = engine.sessions.open({ region: engine.regions[0], user: 'bench' });
  const options = { consistency: localQuorum };
  await session.query(
    "CREATE KEYSPACE bench WITH REPLICATION = {'class': 'SimpleStrategy', 'replication_factor': 1}",
    options,
  );
  await session.query('CREATE TABLE bench.kv (pk int PRIMARY KEY, v text)', options);
  const insert = session.prepare('INSERT INTO bench.kv (pk, v) VALUES (?, ?)');
  const select = session.prepare('SELECT v FROM bench.kv WHERE pk = ?');
  const text = Buffer.alloc(180, 'x');
  const put = (i) => session.execute(insert, { consistency: localQuorum, values: [bytesOfInt(i), text] });
  for (let i = 0; i < rows; i += 1000) await Promise.all(Array.from({ length: 1000 }, (_, k) => put(i + k)));

  const raw = await rawStore();
  let turn = 0;
  const keys = Array.from({ length: 4096 }, () => bytesOfInt(Math.floor(Math.random() * rows)));
  const rawKeys = Array.from({ length: 4096 }, () => raw.key(Math.floor(Math.random() * rows)));
  const gets = await rate(async () => {
    for (let i = 0; i < 1000; i++) raw.db.getBinaryFast(rawKeys[turn++ & 4095]);
  }, 1000);
  const copies = await rate(async () => {
    for (let i = 0; i < 1000; i++) raw.db.get(rawKeys[turn++ & 4095]);
  }, 1000);
  const reads = await rate(async () => {
    for (let i = 0; i < 1000; i++) session.execute(select, { consistency: localQuorum, values: [keys[turn++ & 4095]] });
  }, 1000);
  row('raw LMDB point gets, a lent buffer', `${whole(gets)}/s`);
  row('raw LMDB point gets, a copy', `${whole(copies)}/s`);
  row('prepared point SELECT', `${whole(reads)}/s`, reads / gets, 'lent');
  row('', '', reads / copies, 'copied');

  let next = rows;
  const group = 256;
  const rawPuts = await rate(
    () => Promise.all(Array.from({ length: group }, () => raw.db.put(raw.key(next++), raw.value))),
    group,
    2,
  );
  let fresh = rows;
  const writes = await rate(() => Promise.all(Array.from({ length: group }, () => put(fresh++))), group, 2);
  row('raw LMDB durable puts, groups of 256', `${whole(rawPuts)}/s`);
  row('prepared durable INSERT, groups of 256', `${whole(writes)}/s`, writes / rawPuts, 'raw LMDB');
  await raw.db.close();
  await engine.close();
  return { reads, writes, gets, rawPuts };
}
