// The demo's load against a session that only remembers: rates, values, order of events, and that a seed repeats a run.

import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/core/lib/seeded-random.js';
import type { Target } from '../../../src/core/model/config.js';
import type { CqlValue } from '../../../src/core/model/cql-value.js';
import { KsError } from '../../../src/core/model/errors.js';
import { DEMO_KEYSPACES, DEMO_TABLES, seedFleet } from '../../../src/core/ops/demo-fleet.js';
import { driveLoad } from '../../../src/core/ops/demo-load.js';
import { bursts, DEMO_DAY_SECONDS, diurnal, LOAD_SHAPES } from '../../../src/core/ops/demo-shapes.js';
import { STOCK } from '../../../src/core/ops/demo-stock.js';
import type { Clock } from '../../../src/core/ports/clock.js';
import type { Fleet, Place } from '../../../src/core/ports/fleet.js';
import { FAKE_START_MS } from '../../support/fake-fleet.js';

interface Sent {
  readonly text: string;
  readonly values: readonly CqlValue[];
}

/** Sleeping moves this clock on, at once. */
function leapingClock(): Clock {
  let nowMs = FAKE_START_MS;
  return {
    wallMs: () => nowMs,
    wallMicros: () => BigInt(nowMs) * 1000n,
    monotonicNs: () => BigInt(nowMs - FAKE_START_MS) * 1_000_000n,
    sleep: async (ms) => {
      nowMs += ms;
    },
    every: () => () => {},
  };
}

interface World {
  readonly fleet: Fleet;
  readonly sent: Sent[];
  readonly made: string[];
  readonly open: () => number;
}

function world(over: { target?: Partial<Target>; refuse?: (text: string) => boolean; there?: boolean } = {}): World {
  const sent: Sent[] = [];
  const made: string[] = [];
  let open = 0;
  const make = async (name: string) => {
    if (over.there === true) throw new KsError({ code: 'CONFLICT', kind: 'conflict', message: `${name} exists` });
    made.push(name);
    return { resourceArn: name };
  };
  const prepare = async (text: string) => ({
    text,
    bindColumns: [],
    execute: async (values: readonly CqlValue[]) => {
      sent.push({ text, values });
      if (over.refuse?.(text) === true) throw new KsError({ code: 'THROTTLED', kind: 'throttled', message: 'no' });
      return { columns: [], rows: [], warnings: [] };
    },
  });
  const place = {
    name: 'us-east-1',
    region: 'us-east-1',
    account: undefined,
    control: {
      keyspaces: {
        create: ({ keyspaceName }: { keyspaceName: string }) => make(keyspaceName),
        get: async (keyspaceName: string) => ({ keyspaceName, resourceArn: '', replicationStrategy: 'SINGLE_REGION' }),
      },
      tables: {
        create: (request: { keyspaceName: string; tableName: string }) =>
          make(`${request.keyspaceName}.${request.tableName}`),
        get: async (keyspaceName: string, tableName: string) => ({ keyspaceName, tableName, status: 'ACTIVE' }),
      },
    },
    openSession: async () => {
      open++;
      return { keyspace: undefined, host: 'memory', prepare, close: async () => void open-- };
    },
  } as unknown as Place;
  const target = {
    name: 'demo',
    kind: 'local',
    readOnly: false,
    protected: false,
    regions: [],
    profiles: [],
    endpoints: {},
  };
  const fleet: Fleet = {
    target: { ...target, ...over.target } as Target,
    places: [place],
    clock: leapingClock(),
    signal: new AbortController().signal,
    report: () => {},
    close: async () => {},
  };
  return { fleet, sent, made, open: () => open };
}

const input = { scale: 1, clients: 2, seed: 7, seconds: 10, timeoutMs: 1_000 };
const stockRows = STOCK.reduce((sum, stock) => sum + stock.count, 0);

describe('the fleet of the demo', () => {
  it('is made once: keyspaces before tables', async () => {
    const { fleet, made } = world();
    const seeded = await seedFleet(fleet, { timeoutMs: 1_000 });
    expect(seeded.changed).toBe(true);
    expect(made).toEqual([...DEMO_KEYSPACES, ...seeded.tables]);
    expect(seeded.tables).toHaveLength(12);
  });

  it('is left alone where it is there already', async () => {
    expect((await seedFleet(world({ there: true }).fleet, { timeoutMs: 1_000 })).changed).toBe(false);
  });

  it('has keys among its columns, and no counter beside plain columns', () => {
    for (const { schemaDefinition: schema, tableName } of DEMO_TABLES) {
      const columns = new Map(schema.allColumns.map((column) => [column.name, column.type]));
      const keys = [...schema.partitionKeys, ...(schema.clusteringKeys ?? [])].map((key) => key.name);
      expect(
        keys.filter((key) => !columns.has(key)),
        tableName,
      ).toEqual([]);
      const others = [...columns].filter(([name]) => !keys.includes(name)).map(([, type]) => type);
      expect(others.includes('counter') && others.some((type) => type !== 'counter'), tableName).toBe(false);
    }
  });
});

describe('the load', () => {
  it('writes the stock, sends about what the shapes say, and closes its sessions', async () => {
    const { fleet, sent, open } = world();
    const result = await driveLoad(fleet, input);
    const expected = Array.from({ length: 10 }, (_, second) =>
      LOAD_SHAPES.reduce((sum, shape) => sum + shape.rate(second + 0.5), 0),
    ).reduce((sum, rate) => sum + rate, 0);
    expect(result.sent).toBe(sent.length);
    expect(result.sent - stockRows).toBeGreaterThan(expected * 0.97);
    expect(result.sent - stockRows).toBeLessThan(expected * 1.03);
    expect(result).toMatchObject({ answered: result.sent, failed: 0, leftOut: 0 });
    expect(open()).toBe(0);
  });

  it('repeats a run under the same seed, and no other', async () => {
    const run = async (seed: number) => {
      const { fleet, sent } = world();
      await driveLoad(fleet, { ...input, seconds: 1, seed });
      const hash = createHash('sha256');
      for (const { text, values } of sent) {
        hash.update(text);
        for (const value of values) hash.update(value instanceof Uint8Array ? value : inspect(value));
      }
      return hash.digest('hex');
    };
    const first = await run(7);
    expect(await run(7)).toBe(first);
    expect(await run(8)).not.toBe(first);
  });

  it('counts refusals and goes on', async () => {
    const { fleet } = world({ refuse: (text) => text.includes('iot.telemetry (') });
    const result = await driveLoad(fleet, input);
    expect(result.failed).toBeGreaterThan(1_000);
    expect(result.answered).toBe(result.sent - result.failed);
  });

  it('binds as many values as the statement has markers', () => {
    const random = seededRandom(3);
    const draw = { random, nowMs: FAKE_START_MS, serial: 1 };
    const markers = (text: string) => text.split('?').length - 1;
    for (const shape of LOAD_SHAPES) expect(shape.values(draw).length, shape.name).toBe(markers(shape.cql));
    for (const stock of STOCK) expect(stock.values(0, draw).length, stock.cql).toBe(markers(stock.cql));
  });

  it('is refused at the real service', async () => {
    const { fleet, sent } = world({ target: { kind: 'aws', name: 'prod' } });
    await expect(driveLoad(fleet, input)).rejects.toThrow('prod is the real service');
    expect(sent).toEqual([]);
    await expect(driveLoad(world().fleet, { ...input, scale: Number.NaN })).rejects.toThrow('scale');
  });
});

describe('shapes of load', () => {
  it('swing over a day, and come back', () => {
    const rate = diurnal(100, 0.4);
    expect(rate(DEMO_DAY_SECONDS / 4)).toBeCloseTo(140);
    expect(rate((DEMO_DAY_SECONDS * 3) / 4)).toBeCloseTo(60);
    expect(rate(DEMO_DAY_SECONDS)).toBeCloseTo(rate(0));
  });

  it('burst for a part of each cycle', () => {
    const rate = bursts(2, 90, { every: 30, length: 5 });
    expect([0, 4.9, 5, 29, 30, 36].map(rate)).toEqual([90, 90, 2, 2, 90, 2]);
  });
});
