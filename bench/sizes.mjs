// Point reads over ten million rows against one hundred thousand, by processor time, and the memory of a process that writes them: both
// tables are filled through the real write path. Takes minutes and 6 GB of disk, so it runs only when it is named.
import { readFileSync } from 'node:fs';
import { heading, importSource, row, tempDir, whole } from './measure.mjs';

const small = 100_000;
const large = Number(process.env.KS_BENCH_ROWS ?? 10_000_000);
const inFlight = 1024;
const localQuorum = 6;
const megabytes = (bytes) => `${Math.round(bytes / 1024 / 1024)} MB`;

function bytesOfInt(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** Resident memory of the process alone: without the pages of the data file, which the system takes back. */
function ownMemory() {
  try {
    return Number(/RssAnon:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
  } catch {
    return process.memoryUsage().rss;
  }
}

async function open() {
  const { openEngine } = await importSource('src/core/engine/index.ts');
  const { systemClock } = await importSource('src/core/adapters/system/clock.ts');
  const { systemRandom } = await importSource('src/core/adapters/system/random.ts');
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const dataDir = tempDir('sizes');
  return openEngine({ dataDir, clock: systemClock(), random: systemRandom(), log: silent, compat: 'cassandra' });
}

async function fill(session, table, rows, report) {
  const insert = session.prepare(`INSERT INTO bench.${table} (pk, v) VALUES (?, ?)`);
  const text = Buffer.alloc(180, 'x');
  const put = (i) => session.execute(insert, { consistency: localQuorum, values: [bytesOfInt(i), text] });
  for (let i = 0; i < rows; i += inFlight) {
    await Promise.all(Array.from({ length: Math.min(inFlight, rows - i) }, (_, k) => put(i + k)));
    report(i + inFlight);
  }
}

/** Microseconds of processor time, all threads, a read. */
async function readMicros(session, table, rows, reads) {
  const select = session.prepare(`SELECT v FROM bench.${table} WHERE pk = ?`);
  const before = process.cpuUsage();
  for (let done = 0; done < reads; done += 100) {
    for (let i = 0; i < 100; i++) {
      const values = [bytesOfInt(Math.floor(Math.random() * rows))];
      const outcome = await session.execute(select, { consistency: localQuorum, values });
      if (outcome.rows?.length === 0) throw new Error('a row is missing');
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / reads;
}

export async function benchSizes() {
  heading(`Sizes: ${whole(large)} rows of 180 bytes`);
  const engine = await open();
  const session = engine.sessions.open({ region: engine.regions[0], user: 'bench' });
  const options = { consistency: localQuorum };
  const replication = "{'class': 'SimpleStrategy', 'replication_factor': 1}";
  await session.query(`CREATE KEYSPACE bench WITH REPLICATION = ${replication}`, options);
  for (const table of ['small', 'large'])
    await session.query(`CREATE TABLE bench.${table} (pk int PRIMARY KEY, v text)`, options);
  await fill(session, 'small', small, () => undefined);
  const step = large / 10;
  let next = step;
  let started = process.hrtime.bigint();
  let cpu = process.cpuUsage();
  await fill(session, 'large', large, (done) => {
    if (done < next) return;
    const { heapUsed, external } = process.memoryUsage();
    const { user, system } = process.cpuUsage(cpu);
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    row(
      `${whole(next)} rows: own memory, heap, outside it`,
      [ownMemory(), heapUsed, external].map(megabytes).join(', '),
      (user + system) / step,
      `us of CPU a row, ${whole(step / seconds)}/s, store ${megabytes(engine.storeBytes())}`,
    );
    next += step;
    started = process.hrtime.bigint();
    cpu = process.cpuUsage();
  });
  // what is held is committed when nothing was written for a while
  await new Promise((resolve) => setTimeout(resolve, 1500));
  for (const round of ['first', 'second', 'third']) {
    const few = await readMicros(session, 'small', small, 100_000);
    const many = await readMicros(session, 'large', large, 100_000);
    row(`point read, CPU, ${round} round: few, many`, `${few.toFixed(2)}, ${many.toFixed(2)} us`, many / few, 'few');
  }
  await engine.close();
}
