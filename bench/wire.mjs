// Over the native protocol: the npm driver, and a C load client when KS_BENCH_FRAMELOAD names one (usage: PORT cql CONNECTIONS
// IN_FLIGHT SECONDS "CQL" values...). With KS_BENCH_PEER=PORT the same rounds run against another server, such as a warm Cassandra, in turn.
// KS_BENCH_CASES=TEXT runs only the cases whose names hold it: "point read", "16 x 64", "driver".
import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import cassandra from 'cassandra-driver';
import { heading, median, row, startServer, tempDir, whole } from './measure.mjs';

const rows = 200_000;
const only = process.env.KS_BENCH_CASES ?? '';
const text = 'x'.repeat(180);

async function connect(port) {
  const probe = new cassandra.Client({
    contactPoints: ['127.0.0.1'],
    protocolOptions: { port, maxVersion: 4 },
    policies: { loadBalancing: new cassandra.policies.loadBalancing.RoundRobinPolicy() },
    pooling: { maxRequestsPerConnection: 2048 },
    queryOptions: { consistency: cassandra.types.consistencies.localQuorum },
  });
  await probe.connect();
  return probe;
}

/** Fills the tables; rows that an earlier run left on a peer stay. */
async function load(port, filled) {
  const client = await connect(port);
  const dataCentre = client.hosts.values()[0].datacenter;
  const replication = `{'class': 'NetworkTopologyStrategy', '${dataCentre}': 1}`;
  await client.execute(`CREATE KEYSPACE IF NOT EXISTS bench WITH replication = ${replication}`);
  for (const table of [
    't (pk int, ck int, v text, PRIMARY KEY (pk, ck))',
    'kv (pk int PRIMARY KEY, v text)',
    'w (pk int PRIMARY KEY, v text)',
  ])
    await client.execute(`CREATE TABLE IF NOT EXISTS bench.${table}`);
  if (!filled) return client.shutdown();
  let next = 0;
  const has = async (statement, values) => (await client.execute(statement, values, { prepare: true })).rowLength > 0;
  const fill = (statement, values) => async () => {
    for (let i = next++; i < rows; i = next++) await client.execute(statement, values(i), { prepare: true });
  };
  if (
    cases.some((one) => one[0].includes('page') && nameOf(one).includes(only)) &&
    !(await has('SELECT ck FROM bench.t WHERE pk = ? AND ck = 99', [rows / 100 - 1]))
  )
    await Promise.all(
      Array.from(
        { length: 256 },
        fill('INSERT INTO bench.t (pk, ck, v) VALUES (?, ?, ?)', (i) => [Math.floor(i / 100), i % 100, text]),
      ),
    );
  next = 0;
  if (!(await has('SELECT pk FROM bench.kv WHERE pk = ?', [rows - 1])))
    await Promise.all(
      Array.from(
        { length: 256 },
        fill('INSERT INTO bench.kv (pk, v) VALUES (?, ?)', (i) => [i, text]),
      ),
    );
  await client.shutdown();
}

async function driverRate(port, statement, values, inFlight, seconds) {
  const client = await connect(port);
  let done = 0;
  let running = true;
  const worker = async () => {
    while (running) {
      await client.execute(statement, values(), { prepare: true });
      done++;
    }
  };
  const workers = Array.from({ length: inFlight }, worker);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const startedAt = process.hrtime.bigint();
  done = 0;
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const figure = (done * 1e9) / Number(process.hrtime.bigint() - startedAt);
  running = false;
  await Promise.all(workers);
  await client.shutdown();
  return figure;
}

const point = 'SELECT v FROM bench.kv WHERE pk = ?';
const page = 'SELECT ck, v FROM bench.t WHERE pk = ?';
const insert = 'INSERT INTO bench.w (pk, v) VALUES (?, ?)';
const cases = [
  ['point read', 16, 64, 5, point, [`r:${rows}`]],
  ['point read', 1, 256, 4, point, [`r:${rows}`]],
  ['point read', 1, 1, 3, point, [`r:${rows}`]],
  ['100-row page', 16, 64, 5, page, [`r:${rows / 100}`]],
  ['100-row page', 16, 4, 4, page, [`r:${rows / 100}`]],
  ['100-row page', 1, 1, 3, page, [`r:${rows / 100}`]],
  ['durable write', 16, 64, 5, insert, ['r:1000000', `t:${text}`]],
  ['durable write', 1, 256, 4, insert, ['r:1000000', `t:${text}`]],
  ['durable write', 1, 1, 3, insert, ['r:1000000', `t:${text}`]],
];

const nameOf = ([what, connections, inFlight]) => `${what}, ${connections} x ${inFlight}`;

// What the disk does at best: 512 bytes over a file that was written before, each on disk before the next.
function diskFloor() {
  const file = openSync(join(tempDir('floor'), 'log'), constants.O_RDWR | constants.O_CREAT | constants.O_DSYNC);
  writeSync(file, Buffer.alloc(1 << 20), 0, 1 << 20, 0);
  const block = Buffer.alloc(512, 1);
  const took = [];
  for (let i = 0; i < 1000; i++) {
    const start = process.hrtime.bigint();
    writeSync(file, block, 0, block.length, i * block.length);
    took.push(Number(process.hrtime.bigint() - start) / 1000);
  }
  closeSync(file);
  return took.sort((a, b) => a - b);
}

// Processor time of a process so far, microseconds; undefined where /proc is not there.
function processorMicros(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10_000;
  } catch {
    return undefined;
  }
}

const micros = (value) => (value >= 10_000 ? `${(value / 1000).toFixed(0)} ms` : `${(value / 1000).toFixed(2)} ms`);

export async function benchWire() {
  const server = await startServer();
  const peer = process.env.KS_BENCH_PEER ? Number(process.env.KS_BENCH_PEER) : undefined;
  try {
    const chosen = cases.filter((one) => nameOf(one).includes(only));
    const filled = only.includes('driver') || only === '' || chosen.some(([, , , , statement]) => statement !== insert);
    await load(server.port, filled);
    if (peer !== undefined) await load(peer, filled);
    const drivers = [1, 64, 256].filter((inFlight) => `driver, ${inFlight} in flight`.includes(only));
    if (drivers.length > 0) heading('Over the wire, npm cassandra-driver (client and server share the cores)');
    const random = () => [Math.floor(Math.random() * rows)];
    for (const inFlight of drivers) {
      const own = await driverRate(server.port, point, random, inFlight, 3);
      const other = peer === undefined ? undefined : await driverRate(peer, point, random, inFlight, 3);
      row(`prepared point SELECT, ${inFlight} in flight`, `${whole(own)}/s`, other && own / other, 'the peer');
    }
    const frameload = process.env.KS_BENCH_FRAMELOAD;
    if (frameload === undefined) {
      console.log('\nOver the wire, C client: skipped, KS_BENCH_FRAMELOAD names no program');
      return;
    }
    heading(
      `Over the wire, C client${peer === undefined ? '' : ', against the peer in the same run'} (connections x in flight)`,
    );
    const measure = (port, [, connections, depth, seconds, statement, values]) =>
      JSON.parse(
        execFileSync(frameload, [port, 'cql', connections, depth, seconds, statement, ...values].map(String), {
          encoding: 'utf8',
        }),
      );
    if (chosen.length === 0) return;
    if (peer !== undefined)
      measure(
        peer,
        filled ? ['warm', 16, 64, 30, point, [`r:${rows}`]] : ['warm', 16, 64, 10, insert, chosen[0]?.[5] ?? []],
      );
    for (const one of chosen) {
      if (one[4] === insert) {
        const floor = diskFloor();
        row(
          'the disk: 512 bytes on it, p50 / p99',
          `${micros(median(floor))} / ${micros(floor[Math.floor(floor.length * 0.99)])}`,
        );
      }
      const before = processorMicros(server.pid);
      const own = measure(server.port, one);
      const after = processorMicros(server.pid);
      const name = nameOf(one);
      if (own.errors > 0) throw new Error(`${name}: ${own.errors} errors`);
      row(name, `${whole(own.framesPerSec)}/s`);
      row('  p50 / p99', `${micros(own.p50us)} / ${micros(own.p99us)}`);
      if (before !== undefined)
        row(
          "  the server's processor time, a request",
          `${((after - before) / (own.framesPerSec * own.secs)).toFixed(1)} us`,
        );
      if (peer === undefined) continue;
      const other = measure(peer, one);
      row('  peer', `${whole(other.framesPerSec)}/s`, own.framesPerSec / other.framesPerSec, 'throughput');
      row('  peer p50 / p99', `${micros(other.p50us)} / ${micros(other.p99us)}`, own.p99us / other.p99us, 'p99');
    }
  } finally {
    await server.stop();
  }
}
