// A fleet that is not there: samples made from a seed, so that screens and keys can be tried without an engine.

import type { FleetEvent, FleetSample, TableSample } from '../../src/core/model/fleet-sample.js';

/** 2026-11-21T12:00:00Z. */
export const FAKE_START_MS = 1_795_262_400_000;

const NAMES = [
  'iot.telemetry',
  'iot.devices',
  'iot.alerts',
  'iot.rollup_1h',
  'web.sessions',
  'web.clickstream',
  'shop.catalogue',
  'shop.orders',
  'shop.carts',
  'shop.inventory',
  'auth.users',
  'ops.audit_log',
];

/** A small generator of numbers in [0, 1) from a seed (mulberry32). */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A well table with every figure known; `over` changes what a test is about. */
export function fakeTable(name: string, over: Partial<TableSample> = {}): TableSample {
  const [keyspace = '', table = ''] = name.split('.');
  return {
    key: `local/us-east-1/${name}`,
    keyspace,
    table,
    region: 'us-east-1',
    account: '111122223333',
    status: 'ACTIVE',
    mode: 'on-demand',
    readLimit: 12_000,
    writeLimit: 4_000,
    readUnits: 120,
    writeUnits: 40,
    reads: 120,
    writes: 40,
    throttledReads: 0,
    throttledWrites: 0,
    throttleCauses: {},
    latency: { p50: 0.9, p90: 2.1, p99: 4.2 },
    readLatency: { p50: 0.7, p90: 1.9, p99: 3.9 },
    writeLatency: { p50: 1.1, p90: 2.6, p99: 6 },
    errors: 0,
    sizeBytes: 310 * 1024 * 1024,
    rows: 1_200_000,
    pitr: { enabled: true, windowStartMs: FAKE_START_MS - 12 * 86_400_000 },
    ttl: false,
    streams: false,
    createdMs: FAKE_START_MS - 90 * 86_400_000,
    monthlyCost: 12.5,
    atMs: FAKE_START_MS,
    ...over,
  };
}

export function fakeSample(tables: readonly TableSample[], over: Partial<FleetSample> = {}): FleetSample {
  return {
    target: 'demo',
    targetKind: 'local',
    readOnly: false,
    regions: ['us-east-1'],
    tables,
    events: [],
    failures: [],
    atMs: FAKE_START_MS,
    periodSeconds: 1,
    ...over,
  };
}

/** The `tick`th second of a busy dozen of tables; iot.telemetry is throttled from the fifth second on. */
export function fakeFleetAt(seed: number, tick: number, atMs = FAKE_START_MS + tick * 1_000): FleetSample {
  const random = seededNumbers(seed * 7_919 + tick);
  const tables = NAMES.map((name, index) => {
    const wave = 1 + Math.sin(tick / 20 + index);
    const units = Math.round((20 + 90 * index) * wave * (0.9 + 0.2 * random()));
    const base = {
      atMs,
      readUnits: units,
      reads: units,
      writeUnits: Math.round(units / 3),
      writes: Math.round(units / 3),
    };
    if (name === 'iot.telemetry') return fakeTable(name, { ...base, ...telemetry(tick, random) });
    if (name === 'iot.alerts') {
      return fakeTable(name, {
        ...base,
        mode: 'auto',
        autoScaling: { write: [50, 800] },
        readLimit: 400,
        writeLimit: 400,
      });
    }
    if (name === 'iot.rollup_1h') return fakeTable(name, { ...base, status: 'UPDATING', readUnits: 0, writeUnits: 0 });
    if (name === 'iot.devices') return fakeTable(name, { ...base, pitr: { enabled: false } });
    return fakeTable(name, base);
  });
  return fakeSample(tables, { atMs, events: eventsAt(tick, atMs) });
}

function telemetry(tick: number, random: () => number): Partial<TableSample> {
  const throttled = tick >= 5;
  const refused = throttled ? Math.round(200 + 40 * random()) : 0;
  return {
    mode: 'provisioned',
    readLimit: 4_000,
    writeLimit: 2_000,
    writeUnits: throttled ? 2_000 : 1_500,
    writes: throttled ? 1_000 : 750,
    throttledWrites: refused,
    throttleCauses: throttled ? { table: refused } : {},
    sizeBytes: 48 * 1024 ** 3,
    ttl: true,
  };
}

function eventsAt(tick: number, atMs: number): FleetEvent[] {
  if (tick === 2)
    return [{ atMs, kind: 'audit', table: 'iot.rollup_1h', text: 'deploy-role UpdateTable iot.rollup_1h' }];
  if (tick === 5) {
    return [
      {
        atMs,
        kind: 'throttle',
        table: 'iot.telemetry',
        text: 'iot.telemetry write throttles began (table limit 2,000 WCU)',
      },
    ];
  }
  return [];
}
