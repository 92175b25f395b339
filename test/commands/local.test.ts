// The local server for real: starts in the background, is found, serves the aws target, and stops.

import { readFile, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KsHome, ksHome } from '../support/run-ks.js';

const anyPorts = ['--cql-port', '0', '--http-port', '0'];
interface Started {
  readonly pid: number;
  readonly cqlPort: number;
  readonly httpPort: number;
}

describe('ks local', () => {
  let ks: KsHome;
  beforeEach(async () => {
    ks = await ksHome();
  });
  afterEach(() => ks.dispose());

  it('starts, is found, refuses a second one and a reset, and stops', async () => {
    const state: Started = await ks.json('local', 'start', ...anyPorts);
    const status: { readonly memory: { readonly residentBytes: number } } = await ks.json('local', 'status');
    expect(status).toMatchObject({ running: true, server: { pid: state.pid } });
    // a Node process with the engine in it
    expect(status.memory.residentBytes / 2 ** 20).toBeGreaterThan(30);
    expect((await ks.run(['local', 'status'])).stdout).toMatch(/memory +\d+ MB/);
    expect((await stat(join(ks.folder, 'data', 'server.json'))).mode & 0o777).toBe(0o600);
    const second = await ks.run(['local', 'start', ...anyPorts]);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`process ${state.pid}`);
    expect((await ks.run(['local', 'reset', '--yes'])).code).toBe(4);
    expect(await ks.json('local', 'stop')).toEqual({ changed: true, pid: state.pid });
    expect(() => process.kill(state.pid, 0)).toThrow();
    expect(await ks.json('local', 'status')).toMatchObject({ running: false });
    expect(await ks.json('local', 'stop')).toEqual({ changed: false });
    expect((await ks.run(['local', 'reset'])).code).toBe(4);
    expect(await ks.json('local', 'reset', '--yes')).toMatchObject({ changed: true });
    await expect(stat(join(ks.folder, 'data'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('names a port that another program has', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', () => resolve()));
    const { port } = other.address() as AddressInfo;
    const ran = await ks.run(['local', 'start', '--foreground', '--cql-port', String(port), '--http-port', '0']);
    other.close();
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain(`Port ${port} on 127.0.0.1 is in use by another program.`);
  });

  it('serves an aws target, and shares its data with the embedded one', async () => {
    const { cqlPort, httpPort }: Started = await ks.json('local', 'start', ...anyPorts);
    const endpoints = [
      '--http-endpoint',
      `http://127.0.0.1:${httpPort}`,
      '--cql-endpoint',
      `127.0.0.1:${cqlPort}`,
      '--no-tls',
    ];
    await ks.json('targets', 'add', 'server', '--kind', 'aws', '--region', 'us-east-1', ...endpoints);
    const env = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', KS_TARGET: 'server' };
    expect(await ks.run(['keyspaces', 'create', 'shop'], { env })).toMatchObject({ code: 0 });
    const columns = ['--partition-key', 'id:int', '--column', 'v:text'];
    expect(await ks.run(['tables', 'create', 'shop.t', ...columns], { env })).toMatchObject({ code: 0 });
    expect(await ks.run(['cql', '-e', "INSERT INTO shop.t (id, v) VALUES (1, 'x')"], { env })).toMatchObject({
      code: 0,
    });
    const read = await ks.run(['cql', '-e', 'SELECT * FROM shop.t', '--json', '--quiet']);
    expect(JSON.parse(read.stdout)).toEqual([{ id: 1, v: 'x' }]);
    const unsigned = await ks.run(['tables', 'list', '--target', 'server']);
    expect(unsigned).toMatchObject({ code: 6, stdout: '' });
    expect(unsigned.stderr).toContain('next:  ');
  });

  it('takes over from a server that died, whose process id is another program’s now', async () => {
    const dead = {
      pid: process.pid,
      host: '127.0.0.1',
      cqlPort: 1,
      httpPort: 1,
      compat: 'keyspaces',
      startedAt: '',
      version: '',
    };
    await ks.run(['tables', 'list']);
    await writeFile(join(ks.folder, 'data', 'server.json'), JSON.stringify(dead));
    expect(await ks.json('local', 'status')).toMatchObject({ running: false });
    const state: Started = await ks.json('local', 'start', ...anyPorts);
    expect(state.pid).not.toBe(process.pid);
  });

  it('says which port is in use, and what to type', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const refused = await ks.run(['local', 'start', '--cql-port', String(port), '--http-port', '0']);
    other.close();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`${port}`);
    expect(refused.stderr).toContain('next:  ks local start --cql-port 0');
  });

  it('never resets a folder that holds other things', async () => {
    await writeFile(join(ks.folder, 'thesis.txt'), 'years of work');
    const refused = await ks.run(['local', 'reset', '--yes', '--data-dir', ks.folder]);
    expect(refused.code).toBe(4);
    expect(await readFile(join(ks.folder, 'thesis.txt'), 'utf8')).toBe('years of work');
  });
});
