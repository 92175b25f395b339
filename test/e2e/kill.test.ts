// kill -9 of a loaded server: whatever was acknowledged to a real driver is there after the restart.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, types } from 'cassandra-driver';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../../bin/ks', import.meta.url));

interface Server {
  readonly process: ChildProcess;
  readonly cqlPort: number;
}

/** Resolves when the server says on which ports it serves. */
function serve(dataDir: string): Promise<Server> {
  const ports = ['--cql-port', '0', '--http-port', '0'];
  const child = spawn(process.execPath, [
    program,
    'local',
    'start',
    '--foreground',
    '--json',
    '--data-dir',
    dataDir,
    ...ports,
  ]);
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (!text.trimEnd().endsWith('}')) return;
      child.removeAllListeners('exit');
      resolve({ process: child, cqlPort: (JSON.parse(text) as { cqlPort: number }).cqlPort });
    });
  });
}

function connect(port: number): Client {
  return new Client({
    contactPoints: ['127.0.0.1'],
    localDataCenter: 'us-east-1',
    protocolOptions: { port },
    queryOptions: { consistency: types.consistencies.localQuorum, prepare: true },
  });
}

async function untilServed(client: Client, statement: string): Promise<void> {
  for (;;) {
    const done = await client.execute(statement, [], { prepare: false }).then(
      () => true,
      (error: Error) => {
        if (!error.message.startsWith('unconfigured')) throw error;
        return false;
      },
    );
    if (done) return;
  }
}

const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));

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

    const acknowledged: number[] = [];
    let next = 0;
    let running = true;
    const writer = async () => {
      while (running) {
        const id = next++;
        try {
          await client.execute('INSERT INTO k.t (id, v) VALUES (?, ?)', [id, `value ${id}`]);
          acknowledged.push(id);
        } catch {
          // killed under this request: nothing was promised
        }
        if (acknowledged.length === 400) {
          running = false;
          first.process.kill('SIGKILL');
        }
      }
    };
    const gone = ended(first.process);
    await Promise.all(Array.from({ length: 16 }, writer));
    await gone;
    await client.shutdown();

    const second = await serve(dataDir);
    const reader = connect(second.cqlPort);
    const missing: number[] = [];
    for (const id of acknowledged) {
      const { rows } = await reader.execute('SELECT v FROM k.t WHERE id = ?', [id]);
      if (rows[0]?.v !== `value ${id}`) missing.push(id);
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(400);
    expect(missing).toEqual([]);
    await reader.shutdown();
    const stopped = ended(second.process);
    second.process.kill('SIGTERM');
    expect(await stopped).toBe(0);
  });
});
