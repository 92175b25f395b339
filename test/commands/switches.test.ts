// The local engine's clock, its faults and streams from the command line, with and without a server.

import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerState } from '../../src/core/index.js';
import { type KsHome, ksHome } from '../support/run-ks.js';

let ks: KsHome;
beforeEach(async () => {
  ks = await ksHome();
});
afterEach(() => ks.dispose());

describe('ks local clock', () => {
  it('moves one time for all processes on the data', async () => {
    await ks.json('local', 'start', '--cql-port', '0', '--http-port', '0');
    await ks.json('local', 'clock', 'stop');
    const before: { readonly now: string } = await ks.json('local', 'clock', 'show');
    const moved: { readonly now: string } = await ks.json('local', 'clock', 'advance', '24h');
    expect(Date.parse(moved.now) - Date.parse(before.now)).toBe(86_400_000);
    expect(await ks.json('local', 'clock', 'show')).toMatchObject({ now: moved.now, stopped: true });
    expect(await ks.json('local', 'clock', 'set', '2030-01-01T00:00:00Z')).toMatchObject({
      now: '2030-01-01T00:00:00.000Z',
    });
    expect(await ks.json('local', 'clock', 'resume')).toMatchObject({ stopped: false });
    expect(await ks.json('local', 'clock', 'scale', '60')).toMatchObject({ factor: 60 });
    expect(await ks.json('local', 'clock', 'reset')).toMatchObject({ offsetMs: 0, factor: 1 });
    for (const args of [
      ['advance', 'soon'],
      ['set', 'noon'],
      ['scale', 'fast'],
      ['scale', '0'],
    ]) {
      expect((await ks.run(['local', 'clock', ...args])).code, args.join(' ')).toBe(2);
    }
  });
});

describe('ks local chaos', () => {
  it('switches faults on and off', async () => {
    await ks.json('local', 'chaos', 'throttle', 'shop.orders', '--writes', '--share', '25%', '--seed', '7');
    await ks.json('local', 'chaos', 'latency', '50ms', '--jitter', '10ms', '--operation', 'SELECT');
    await ks.json('local', 'chaos', 'drop', '--share', '0.01');
    await ks.json('local', 'chaos', 'drop', '--now');
    await ks.json('local', 'chaos', 'fail', 'restore');
    expect(await ks.json('local', 'chaos', 'fail', 'region', 'us-east-1')).toEqual({
      seed: 7,
      rules: [
        { id: 1, kind: 'throttle', keyspace: 'shop', table: 'orders', direction: 'write', share: 0.25 },
        { id: 2, kind: 'latency', operation: 'SELECT', milliseconds: 50, jitterMs: 10 },
        { id: 3, kind: 'drop', share: 0.01 },
        { id: 4, kind: 'fail-restore', count: 1 },
        { id: 5, kind: 'fail-region', region: 'us-east-1' },
      ],
    });
    const zone = await ks.run(['local', 'chaos', 'fail', 'zone']);
    expect([zone.code, zone.stderr]).toEqual([2, expect.stringContaining('zone must be a, b or c')]);
    expect((await ks.run(['local', 'chaos', 'drop', '--share', '2'])).code).toBe(2);
    const text = await ks.run(['local', 'chaos', 'clear', '5']);
    expect(text.stdout).toContain('shop.orders  writes, 25%');
    expect(await ks.json('local', 'chaos', 'clear')).toMatchObject({ rules: [] });
  });

  it('tells when each fault ends, and lets what failed come back', async () => {
    await ks.json('local', 'clock', 'stop');
    const { now }: { readonly now: string } = await ks.json('local', 'clock', 'show');
    const endsAt = new Date(Date.parse(now) + 600_000).toISOString();
    await ks.json('local', 'chaos', 'throttle', 'shop.orders', '--for', '10m');
    await ks.json('local', 'chaos', 'latency', '50ms', '--for', '10m');
    await ks.json('local', 'chaos', 'drop', '--share', '1%', '--for', '10m');
    expect(await ks.json('local', 'chaos', 'fail', 'zone', 'C', '--for', '10m')).toMatchObject({
      rules: [{ endsAt }, { endsAt }, { endsAt }, { id: 4, kind: 'fail-zone', zone: 'us-east-1c', endsAt }],
    });
    expect((await ks.run(['local', 'chaos', 'list'])).stdout).toMatch(
      new RegExp(`fail-zone +us-east-1c +\\S+ +${endsAt}`),
    );
    expect(await ks.json('local', 'chaos', 'recover', 'zone', 'c')).toMatchObject({ rules: [{}, {}, {}] });
    const again = await ks.run(['local', 'chaos', 'recover', 'zone', 'c']);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('No rule lets it fail')]);
    await ks.json('local', 'clock', 'advance', '10m');
    expect(await ks.json('local', 'chaos', 'list')).toEqual({ rules: [] });
    for (const args of [
      ['drop', '--now', '--for', '10m'],
      ['throttle', '--for', 'long'],
      ['fail', 'region', 'us-east-1', '--for', '0s'],
    ]) {
      expect((await ks.run(['local', 'chaos', ...args])).code, args.join(' ')).toBe(2);
    }
  });

  it.runIf(process.platform === 'linux')(
    'fails a zone of a server, which goes on, and the Region, which it outlives',
    async () => {
      const started: ServerState = await ks.json(
        'local',
        'start',
        '--zones',
        '3',
        '--cql-port',
        '0',
        '--http-port',
        '0',
      );
      expect(started.nodes).toEqual([
        { address: '127.0.0.1', zone: 'us-east-1a' },
        { address: '127.0.0.2', zone: 'us-east-1b' },
        { address: '127.0.0.3', zone: 'us-east-1c' },
      ]);
      const answers = async (host: string, wanted: boolean) => {
        const socket = () => connect(started.cqlPort, host);
        for (;;) {
          const opened = socket();
          const is = await new Promise<boolean>((resolve) => {
            opened.once('connect', () => resolve(true));
            opened.once('error', () => resolve(false));
          });
          opened.destroy();
          if (is === wanted) return;
        }
      };
      await ks.json('local', 'chaos', 'fail', 'zone', 'a');
      await answers('127.0.0.1', false);
      await answers('127.0.0.2', true);
      expect(await ks.json('local', 'status')).toMatchObject({
        running: true,
        server: { regions: ['us-east-1'] },
        faults: [{ kind: 'fail-zone', zone: 'us-east-1a' }],
      });
      const told = await ks.run(['local', 'status']);
      expect(told.stdout).toMatch(/\nFaults that are switched on:\n {2}fail-zone us-east-1a, until it is cleared\n$/);
      const top = await ks.run(['top', '--once']);
      expect(top.stdout).toContain('\n fault: fail-zone us-east-1a, until cleared');
      await ks.json('local', 'chaos', 'fail', 'region', 'us-east-1');
      await answers('127.0.0.3', false);
      await ks.json('local', 'chaos', 'clear');
      await answers('127.0.0.1', true);
      expect(await ks.json('local', 'status')).toMatchObject({ faults: [] });
      await ks.json('local', 'stop');
    },
  );

  it('says what a server cannot be, and that it shows no zones', async () => {
    const refused = async (...args: string[]) => {
      const { code, stderr } = await ks.run(['local', 'start', '--cql-port', '0', '--http-port', '0', ...args]);
      return [code, stderr];
    };
    expect(await refused('--zones', '4')).toEqual([2, expect.stringContaining('zones')]);
    expect(await refused('--nodes', '3')).toEqual([2, expect.stringContaining('zones')]);
    expect(await refused('--zones', '3', '--nodes', '2')).toEqual([2, expect.stringContaining('3 to 9 nodes')]);
    expect(await refused('--zones', '3', '--host', '0.0.0.0')).toEqual([2, expect.stringContaining('loopback')]);
    expect(await refused('--compat', 'cassandra', '--connection-rate', '9')).toEqual([
      2,
      expect.stringContaining('no ceilings'),
    ]);
    await ks.json('local', 'start', '--cql-port', '0', '--http-port', '0', '--region', 'eu-west-1');
    const failed = await ks.run(['local', 'chaos', 'fail', 'zone', 'a']);
    expect([failed.code, failed.stdout, failed.stderr]).toEqual([
      0,
      expect.stringContaining('eu-west-1a'),
      expect.stringContaining('one address, not zones'),
    ]);
  });
});

describe('ks streams', () => {
  it('begins, is read, and ends', async () => {
    await ks.json('keyspaces', 'create', 'shop');
    await ks.json('tables', 'create', 'shop.orders', '--partition-key', 'id:int', '--column', 'v:text');
    const none = await ks.run(['streams', 'tail', 'shop.orders']);
    expect([none.code, none.stderr]).toEqual([expect.any(Number), expect.stringContaining('has no stream')]);
    await ks.json('streams', 'enable', 'shop.orders', '--view', 'NEW_IMAGE');
    await ks.run(['cql', '-e', "INSERT INTO shop.orders (id, v) VALUES (1, 'a')"]);
    expect(await ks.json('streams', 'show', 'shop.orders')).toMatchObject({
      streams: [{ keyspaceName: 'shop', tableName: 'orders', streamStatus: 'ENABLED', streamViewType: 'NEW_IMAGE' }],
    });
    const tail = await ks.run(['streams', 'tail', 'shop.orders', '--from-start', '--records', '1']);
    expect(JSON.parse(tail.stdout)).toMatchObject({
      origin: 'USER',
      partitionKeys: { id: { intT: '1' } },
      newImage: { valueCells: { v: { value: { textT: 'a' } } } },
    });
    await ks.json('streams', 'disable', 'shop.orders');
    const ended = await ks.run(['streams', 'tail', 'shop.orders', '--from-start']);
    expect([ended.code, ended.stdout.trim().split('\n').length]).toEqual([0, 1]);
  });
});
