// A place small enough to read: tables in a map that become what a script of states says, one state a look. It records
// every call that changes something.

import { localTarget, type Target } from '../../../src/core/model/config.js';
import type { TableDescription, UpdateTableRequest } from '../../../src/core/model/control-shapes.js';
import { KsError } from '../../../src/core/model/errors.js';
import type { Clock } from '../../../src/core/ports/clock.js';
import type { Fleet, Place } from '../../../src/core/ports/fleet.js';

/** Time that passes only by sleeping. */
export function steppedClock(startMs = 1_700_000_000_000): Clock & { readonly sleptMs: () => number } {
  let nowMs = startMs;
  return {
    wallMs: () => nowMs,
    wallMicros: () => BigInt(nowMs) * 1000n,
    monotonicNs: () => BigInt(nowMs) * 1_000_000n,
    sleep: async (ms) => {
      nowMs += Math.ceil(ms);
    },
    every: () => () => {},
    sleptMs: () => nowMs - startMs,
  };
}

const missing = (what: string) =>
  new KsError({ code: 'NOT_FOUND', kind: 'not-found', message: `${what} is not there` });

export interface SmallPlace {
  readonly place: Place;
  readonly changes: unknown[];
  /** States that the next looks at a table see, the last one for ever. */
  states: TableDescription['status'][];
}

export function smallPlace(name = 'us-east-1', tables: readonly string[] = ['shop.orders']): SmallPlace {
  const known = new Set(tables);
  const self: SmallPlace = { place: undefined as unknown as Place, changes: [], states: ['ACTIVE'] };
  const describe = (keyspace: string, table: string): TableDescription => {
    if (!known.has(`${keyspace}.${table}`)) throw missing(`${keyspace}.${table}`);
    const status = self.states[0] ?? 'ACTIVE';
    if (self.states.length > 1) self.states.shift();
    const resourceArn = `arn:aws:cassandra:${name}:111122223333:/keyspace/${keyspace}/table/${table}`;
    const schemaDefinition = { allColumns: [{ name: 'id', type: 'uuid' }], partitionKeys: [{ name: 'id' }] };
    return { keyspaceName: keyspace, tableName: table, resourceArn, status, schemaDefinition };
  };
  const no = () => Promise.reject(missing('that'));
  const place: Place = {
    name,
    region: name,
    account: '111122223333',
    metrics: { list: async () => [], query: async () => [] },
    openSession: no,
    streams: { list: async () => [], get: no, iterator: no, records: no },
    control: {
      capabilities: { userTypes: true, autoScaling: true, pointInTimeRecovery: true, streams: true, tags: true },
      keyspaces: {
        create: async () => ({ resourceArn: '' }),
        get: async (keyspaceName) => {
          if (![...known].some((table) => table.startsWith(`${keyspaceName}.`))) throw missing(keyspaceName);
          return { keyspaceName, resourceArn: '', replicationStrategy: 'SINGLE_REGION' };
        },
        list: async () =>
          ['system', ...new Set([...known].map((table) => table.split('.')[0] ?? ''))].map((keyspaceName) => ({
            keyspaceName,
            resourceArn: '',
            replicationStrategy: 'SINGLE_REGION',
          })),
        update: no,
        delete: no,
      },
      tables: {
        create: async (request) => {
          self.changes.push(request);
          known.add(`${request.keyspaceName}.${request.tableName}`);
          return { resourceArn: '' };
        },
        get: async (keyspace, table) => describe(keyspace, table),
        list: async (keyspace) =>
          [...known]
            .filter((table) => table.startsWith(`${keyspace}.`))
            .map((table) => ({ keyspaceName: keyspace, tableName: table.split('.')[1] ?? '', resourceArn: '' })),
        update: async (request: UpdateTableRequest) => {
          self.changes.push(request);
        },
        delete: async (keyspace, table) => {
          self.changes.push(`delete ${keyspace}.${table}`);
          known.delete(`${keyspace}.${table}`);
        },
        restore: no,
      },
      types: { create: no, get: no, list: async () => [], delete: no },
      tags: { list: async () => [], set: no, unset: no },
      autoScaling: { get: no },
    },
  };
  return Object.assign(self, { place });
}

export function fleetOf(places: readonly Place[], over: Partial<Target> = {}, clock: Clock = steppedClock()) {
  const said: string[] = [];
  const abort = new AbortController();
  const fleet: Fleet = {
    target: { ...localTarget, ...over },
    places,
    clock,
    signal: abort.signal,
    report: (sentence) => void said.push(sentence),
    close: async () => {},
  };
  return { fleet, said, abort };
}
