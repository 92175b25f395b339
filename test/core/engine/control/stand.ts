// A control plane on the memory store with a clock that tests set: what the tests of operations stand on.

import { Catalog } from '../../../../src/core/engine/catalog/catalog.js';
import type { CatalogView } from '../../../../src/core/engine/catalog/records.js';
import type { VirtualTable } from '../../../../src/core/engine/catalog/schema.js';
import { ApiError, type Caller } from '../../../../src/core/engine/control/api.js';
import type { AuditRecord } from '../../../../src/core/engine/control/audit.js';
import type { Delays } from '../../../../src/core/engine/control/context.js';
import { createControl, type EngineControl } from '../../../../src/core/engine/control/control.js';
import type { DdlOperation, DdlPlan } from '../../../../src/core/engine/cql/analysis/ddl-plan.js';
import type { Kv } from '../../../../src/core/engine/kv/kv.js';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import { type Compat, keyspacesCompat } from '../../../../src/core/engine/limits.js';
import type { TableStore } from '../../../../src/core/engine/storage/table-store.js';
import type { Clock } from '../../../../src/core/ports/clock.js';

/** 2026-01-15T10:00:00Z. */
export const startMs = Date.UTC(2026, 0, 15, 10);
export const accountId = '111122223333';

export class SetClock implements Clock {
  nowMs = startMs;
  wallMs(): number {
    return this.nowMs;
  }
  wallMicros(): bigint {
    return BigInt(this.nowMs) * 1000n;
  }
  monotonicNs(): bigint {
    return BigInt(this.nowMs) * 1_000_000n;
  }
  sleep(milliseconds: number): Promise<void> {
    this.nowMs += milliseconds;
    return Promise.resolve();
  }
  every(): () => void {
    return () => {};
  }
}

export interface Stand {
  readonly kv: Kv;
  readonly clock: SetClock;
  readonly catalog: Catalog;
  readonly catalogs: ReadonlyMap<string, Catalog>;
  readonly control: EngineControl;
  readonly audited: AuditRecord[];
  readonly droppedNumbers: number[];
  /** As a caller in us-east-1. */
  call(operation: string, input: unknown, region?: string): Promise<Record<string, unknown>>;
  ddl(
    operation: DdlOperation,
    input: Record<string, unknown>,
    more?: Partial<DdlPlan>,
  ): Promise<'changed' | 'unchanged'>;
  /** Lets everything under way end. */
  settle(): void;
}

export const caller = (region = 'us-east-1'): Caller => ({
  region,
  accountId,
  principal: `arn:aws:iam::${accountId}:user/alice`,
  userAgent: 'test',
  sourceAddress: '127.0.0.1',
});

export interface StandOptions {
  readonly kv?: Kv;
  readonly clock?: SetClock;
  readonly compat?: Compat;
  readonly delays?: Partial<Delays>;
  readonly regions?: readonly string[];
  readonly breaksRestore?: () => boolean;
  readonly virtualTables?: (view: CatalogView) => readonly VirtualTable[];
  /** One that only counts, when left out. */
  readonly store?: Pick<TableStore, 'dropRows'>;
}

export function openStand(options: StandOptions = {}): Stand {
  const kv = options.kv ?? memoryKv();
  const clock = options.clock ?? new SetClock();
  const virtualTables = options.virtualTables ?? (() => []);
  const catalogs = new Map(
    (options.regions ?? ['us-east-1']).map((region) => [region, new Catalog({ kv, clock, region, virtualTables })]),
  );
  const audited: AuditRecord[] = [];
  const droppedNumbers: number[] = [];
  let seed = 0;
  const control = createControl({
    kv,
    catalogs,
    store: options.store ?? {
      dropRows: (_tx, tableNumber) => {
        droppedNumbers.push(tableNumber);
        return true;
      },
    },
    clock,
    random: { bytes: (count) => Buffer.alloc(count, ++seed), integer: () => 0 },
    compat: options.compat ?? keyspacesCompat,
    accountId,
    delays: options.delays,
    ...(options.breaksRestore === undefined ? {} : { breaksRestore: options.breaksRestore }),
    audit: {
      within: (_tx, record) => {
        audited.push(record);
      },
      alone: async (record) => {
        audited.push(record);
      },
    },
  });
  return {
    kv,
    clock,
    catalog: [...catalogs.values()][0]!,
    catalogs,
    control,
    audited,
    droppedNumbers,
    call: (operation, input, region) => control.call(operation, input, caller(region)),
    ddl: (operation, input, more) =>
      control.ddl(
        {
          kind: 'ddl',
          operation,
          input,
          change: { kind: 'schema-change', change: 'UPDATED', target: 'TABLE', keyspace: String(input.keyspaceName) },
          ...more,
        },
        caller(),
      ),
    settle: () => {
      clock.nowMs += 60_000;
    },
  };
}

export const simpleSchema = {
  allColumns: [
    { name: 'id', type: 'int' },
    { name: 'name', type: 'text' },
    { name: 'date', type: 'timestamp' },
  ],
  partitionKeys: [{ name: 'id' }],
};

/** With keyspace `ks` ready. */
export async function standWithKeyspace(options: StandOptions = {}): Promise<Stand> {
  const stand = openStand(options);
  await stand.call('CreateKeyspace', { keyspaceName: 'ks' });
  stand.settle();
  return stand;
}

/** With table `ks.t` (id, name, date) ready; `more` are further members of CreateTable. */
export async function standWithTable(more: Record<string, unknown> = {}, options: StandOptions = {}): Promise<Stand> {
  const stand = await standWithKeyspace(options);
  await stand.call('CreateTable', { keyspaceName: 'ks', tableName: 't', schemaDefinition: simpleSchema, ...more });
  stand.settle();
  return stand;
}

/** `ConflictException: text` of what `work` rejects with; fails when it does not. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ApiError) return `${error.type}: ${error.message}`;
    throw error;
  }
  throw new Error('expected a refusal');
}
