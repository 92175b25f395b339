// The server on real sockets, with a real driver: plain and TLS, with and without credentials.

import { mkdtemp, rm, stat } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cassandra from 'cassandra-driver';
import { afterEach, describe, expect, it } from 'vitest';
import { systemFiles } from '../../../../src/core/adapters/system/files.js';
import type { AuthOptions } from '../../../../src/core/engine/server/auth.js';
import { listenNative, type NativeServer, PortInUse } from '../../../../src/core/engine/server/native.js';
import { ensureCertificate } from '../../../../src/core/engine/server/tls.js';
import { realClock, realRandom, recordingLog } from './ports.js';
import { systemSessions } from './system-sessions.js';

const region = 'eu-west-1';
const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function serve(options: { auth?: AuthOptions; tls?: { key: string; cert: string }; port?: number } = {}) {
  const sessions = systemSessions();
  const log = recordingLog();
  const server = await listenNative({
    host: '127.0.0.1',
    port: options.port ?? 0,
    region,
    sessions,
    auth: options.auth ?? { kind: 'none' },
    clock: realClock,
    random: realRandom,
    log,
    ...(options.tls === undefined ? {} : { tls: options.tls }),
  });
  cleanups.push(() => server.close());
  return { server, sessions, log };
}

async function driver(server: NativeServer, options: Partial<cassandra.ClientOptions> = {}) {
  const client = new cassandra.Client({
    contactPoints: [`127.0.0.1:${server.port}`],
    localDataCenter: region,
    ...options,
  });
  cleanups.push(() => client.shutdown());
  await client.connect();
  return client;
}

describe('with the node driver', () => {
  it('falls back to v4, connects and reads', async () => {
    const { server, log } = await serve();
    const client = await driver(server);
    const { rows } = await client.execute('SELECT * FROM system.local');
    expect(rows[0]!.cluster_name).toBe('Amazon Keyspaces');
    expect(rows[0]!.rpc_address.toString()).toBe('127.0.0.1');
    const { controlConnection } = client as unknown as { controlConnection: { protocolVersion: number } };
    expect(controlConnection.protocolVersion).toBe(4);
    expect(client.getState().getConnectedHosts()).toHaveLength(1);
    expect(log.errors).toEqual([]);
  });

  it('reads the metadata of a table', async () => {
    const { server } = await serve();
    const client = await driver(server);
    const keyspaces = Object.keys(client.metadata.keyspaces);
    expect(keyspaces.sort()).toEqual(['system', 'system_multiregion_info', 'system_schema', 'system_schema_mcs']);
  });

  it('errors keep code and text', async () => {
    const { server } = await serve();
    const client = await driver(server);
    await expect(client.execute('SELECT * FROM system.peers_v2')).rejects.toMatchObject({
      code: 0x2200,
      message: 'unconfigured table system.peers_v2',
    });
  });

  it('many requests at once', async () => {
    const { server, sessions } = await serve();
    const client = await driver(server);
    const results = await Promise.all(Array.from({ length: 2000 }, () => client.execute('SELECT * FROM system.local')));
    expect(results.every(({ rowLength }) => rowLength === 1)).toBe(true);
    expect(sessions.texts.length).toBeGreaterThan(2000);
  });

  const provider = (password: string) => new cassandra.auth.PlainTextAuthProvider('alice', password);
  const configured: AuthOptions = {
    kind: 'configured',
    users: [{ name: 'alice', password: 'right' }],
    accessKeys: [],
  };

  it.each([
    ['none', { kind: 'none' } as AuthOptions],
    ['open', { kind: 'open' } as AuthOptions],
    ['configured', configured],
  ])('credentials with auth %s', async (_, auth) => {
    const { server } = await serve({ auth });
    const client = await driver(server, { authProvider: provider('right') });
    expect((await client.execute('SELECT * FROM system.local')).rowLength).toBe(1);
  });

  it('the wrong password does not get in', async () => {
    const { server } = await serve({ auth: configured });
    await expect(driver(server, { authProvider: provider('wrong') })).rejects.toThrow();
  });
});

describe('TLS', () => {
  const folder = async () => {
    const made = await mkdtemp(join(tmpdir(), 'ks-tls-'));
    cleanups.push(() => rm(made, { recursive: true }));
    return join(made, 'tls');
  };

  it('drivers trust the CA file, and only the owner reads the key', async () => {
    const files = systemFiles();
    const tls = await ensureCertificate({ files, clock: realClock, folder: await folder() });
    expect((await stat(join(tls.caPath, '../server-key.pem'))).mode & 0o777).toBe(0o600);
    const { server } = await serve({ tls });
    const trusting = await driver(server, {
      sslOptions: { ca: [tls.ca], host: 'localhost', rejectUnauthorized: true },
    });
    expect((await trusting.execute('SELECT * FROM system.local')).rowLength).toBe(1);
    await expect(driver(server, { sslOptions: { rejectUnauthorized: true } })).rejects.toThrow();
  });

  it('closes with a client that never shook hands, and with one that did', async () => {
    const tls = await ensureCertificate({ files: systemFiles(), clock: realClock, folder: await folder() });
    const { server } = await serve({ tls });
    const silent = connect(server.port, '127.0.0.1');
    const ended = new Promise((resolve) => silent.once('close', resolve));
    await new Promise((resolve) => silent.once('connect', resolve));
    await driver(server, { sslOptions: { ca: [tls.ca], host: 'localhost' } });
    expect(server.connections()).toBeGreaterThan(0);
    await server.close();
    await ended;
    expect(server.connections()).toBe(0);
  });

  it('is made once, and again when it is broken or about to end', async () => {
    const deps = { files: systemFiles(), clock: realClock, folder: await folder() };
    const first = await ensureCertificate(deps);
    expect(await ensureCertificate(deps)).toEqual(first);
    await deps.files.write(join(deps.folder, 'server.pem'), 'nonsense');
    const second = await ensureCertificate(deps);
    expect(second.cert).not.toBe(first.cert);
    const later = { ...realClock, wallMs: () => realClock.wallMs() + 3640 * 24 * 3600 * 1000 };
    expect((await ensureCertificate({ ...deps, clock: later })).cert).not.toBe(second.cert);
  });
});

describe('sockets', () => {
  it('a port in use is named', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', () => resolve()));
    cleanups.push(() => new Promise((resolve) => other.close(resolve)));
    const { port } = other.address() as AddressInfo;
    const failure = await serve({ port }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PortInUse);
    expect((failure as Error).message).toBe(
      `Port ${port} of 127.0.0.1 is in use by another program: stop it, or choose another port`,
    );
  });

  it('closing ends the connections', async () => {
    const { server } = await serve();
    const socket = connect(server.port, '127.0.0.1');
    const ended = new Promise((resolve) => socket.once('close', resolve));
    // an answer shows that the server has the connection
    socket.write(Buffer.from('040000000500000000', 'hex'));
    await new Promise((resolve) => socket.once('data', resolve));
    expect(server.connections()).toBe(1);
    await server.close();
    await ended;
    expect(server.connections()).toBe(0);
  });

  it('a client that vanishes in the middle of a frame harms nobody', async () => {
    const { server, log } = await serve();
    const socket = connect(server.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write(Buffer.from('0400000007000000ff0102', 'hex'));
    socket.resetAndDestroy();
    const client = await driver(server);
    expect((await client.execute('SELECT * FROM system.local')).rowLength).toBe(1);
    expect(log.errors).toEqual([]);
  });
});
