// kill -9 of a loaded server: whatever was acknowledged to a real driver is there after the restart.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'cassandra-driver';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect, ended, type Server, serve, untilServed } from './served.js';

const insert = 'INSERT INTO k.t (id, v) VALUES (?, ?)';

/** Rows that a server said it wrote, however often it was killed. */
class AcknowledgedWrites {
  readonly ids: number[] = [];
  private next = 0;

  /** `writers` at a time call `write`, which says whether it wrote the row of that id, until `enough` more rows are
   * acknowledged; then kill -9, under whatever is on its way. */
  async untilKilled(
    server: Server,
    enough: number,
    writers: number,
    write: (id: number, writer: number) => Promise<boolean>,
  ): Promise<void> {
    const goal = this.ids.length + enough;
    const gone = ended(server.process);
    let running = true;
    const writeOn = async (_: unknown, writer: number) => {
      while (running) {
        const id = this.next++;
        try {
          if (await write(id, writer)) this.ids.push(id);
        } catch (error) {
          // killed under this request: nothing was promised; but alive, it refuses none
          if (running) throw error;
        }
        if (this.ids.length < goal || !running) continue;
        running = false;
        server.process.kill('SIGKILL');
      }
    };
    await Promise.all(Array.from({ length: writers }, writeOn));
    await gone;
  }
}

describe('a server under load', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'ks-kill-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it('loses no acknowledged write to kill -9, and serves again', async () => {
    const first = await serve(dataDir);
    const client = connect(first.cqlPort);
    await client.execute("CREATE KEYSPACE k WITH REPLICATION = {'class': 'SingleRegionStrategy'}", [], {
      prepare: false,
    });
    await untilServed(client, 'CREATE TABLE IF NOT EXISTS k.t (id int PRIMARY KEY, v text)');
    await untilServed(client, 'SELECT id FROM k.t WHERE id = 0');

    const writes = new AcknowledgedWrites();
    await writes.untilKilled(first, 400, 16, async (id) => {
      await client.execute(insert, [id, `value ${id}`]);
      return true;
    });
    await client.shutdown();

    const second = await serve(dataDir);
    const reader = connect(second.cqlPort);
    const missing: number[] = [];
    for (const id of writes.ids) {
      const { rows } = await reader.execute('SELECT v FROM k.t WHERE id = ?', [id]);
      if (rows[0]?.v !== `value ${id}`) missing.push(id);
    }
    expect(writes.ids.length).toBeGreaterThanOrEqual(400);
    expect(missing).toEqual([]);
    await reader.shutdown();
    const stopped = ended(second.process);
    second.process.kill('SIGTERM');
    expect(await stopped).toBe(0);
  });

  it('loses no acknowledged write on its way to another Region either', async () => {
    const regions = ['us-east-1', 'eu-west-1'];
    const first = await serve(dataDir, regions);
    const clients = regions.map((region) => connect(first.ports.get(region)!, region));
    const [east] = clients;
    const replication = "{'class': 'NetworkTopologyStrategy', 'us-east-1': '3', 'eu-west-1': '3'}";
    await east!.execute(`CREATE KEYSPACE k WITH REPLICATION = ${replication}`, [], { prepare: false });
    await untilServed(east!, 'CREATE TABLE IF NOT EXISTS k.t (id int PRIMARY KEY, v text)');
    for (const client of clients) await untilServed(client, 'SELECT id FROM k.t WHERE id = 0');

    const writes = new AcknowledgedWrites();
    await writes.untilKilled(first, 400, 16, async (id, writer) => {
      await clients[writer % 2]!.execute(insert, [id, `value ${id}`]);
      return true;
    });
    for (const client of clients) await client.shutdown();

    const second = await serve(dataDir, regions);
    const readers = regions.map((region) => connect(second.ports.get(region)!, region));
    const found = async (at: number) => {
      const { rows } = await readers[at]!.execute('SELECT id FROM k.t', [], { fetchSize: 5000 });
      return new Set(rows.map((row) => row.get('id') as number));
    };
    // what was on its way goes on by itself
    for (;;) {
      const [here, there] = await Promise.all([found(0), found(1)]);
      if (here!.size === there!.size && writes.ids.every((id) => here!.has(id) && there!.has(id))) break;
    }
    for (const reader of readers) await reader.shutdown();
    const stopped = ended(second.process);
    second.process.kill('SIGTERM');
    expect(await stopped).toBe(0);
  });

  // four kinds of writes on one folder, which is killed again and again with its log at another fill each time
  it('loses none of rows, conditional writes, batches and counts, kill after kill', async () => {
    const writes = new AcknowledgedWrites();
    let counted = 0;
    let tried = 0;
    for (const [round, enough] of [150, 2500, 900].entries()) {
      const server = await serve(dataDir);
      const client = connect(server.cqlPort);
      if (round === 0) {
        await client.execute("CREATE KEYSPACE k WITH REPLICATION = {'class': 'SingleRegionStrategy'}", [], {
          prepare: false,
        });
        await untilServed(client, 'CREATE TABLE IF NOT EXISTS k.t (id int PRIMARY KEY, v text)');
        await untilServed(client, 'CREATE TABLE IF NOT EXISTS k.c (id int PRIMARY KEY, n counter)');
        await untilServed(client, 'SELECT id FROM k.t WHERE id = 0');
        await untilServed(client, 'SELECT id FROM k.c WHERE id = 0');
      }
      await expectNoLoss(client, writes.ids, counted, tried);
      await writes.untilKilled(server, enough, 64, async (id, writer) => {
        const values = [id, `value ${id}`];
        const kind = writer % 8;
        if (kind === 0) {
          tried++;
          await client.execute('UPDATE k.c SET n = n + 1 WHERE id = 1', [], { prepare: true });
          counted++;
          return false;
        }
        if (kind === 1) await client.execute(`${insert} IF NOT EXISTS`, values);
        else if (kind === 2) await client.batch([{ query: insert, params: values }], { prepare: true });
        else await client.execute(insert, values);
        return true;
      });
      await client.shutdown();
    }
    const last = await serve(dataDir);
    const reader = connect(last.cqlPort);
    await expectNoLoss(reader, writes.ids, counted, tried);
    await reader.shutdown();
    const stopped = ended(last.process);
    last.process.kill('SIGTERM');
    expect(await stopped).toBe(0);
  });
});

async function expectNoLoss(client: Client, acknowledged: readonly number[], counted: number, tried: number) {
  const found = new Map<number, string>();
  for await (const row of await client.execute('SELECT id, v FROM k.t', [], { prepare: true, fetchSize: 1000 }))
    found.set(row.id as number, row.v as string);
  const missing = acknowledged.filter((id) => found.get(id) !== `value ${id}`);
  expect(missing).toEqual([]);
  const { rows } = await client.execute('SELECT n FROM k.c WHERE id = 1');
  const count = Number(rows[0]?.n ?? 0);
  expect(count).toBeGreaterThanOrEqual(counted);
  expect(count).toBeLessThanOrEqual(tried);
}
