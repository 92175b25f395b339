// What every operation works with: the catalogs, the caller, the clock, and `commit`, which runs a change of one or more
// Regions' records in a single write transaction.

import { uuidText } from '../../lib/uuid.js';
import type { Clock } from '../../ports/clock.js';
import type { Random } from '../../ports/random.js';
import type { Catalog } from '../catalog/catalog.js';
import { CatalogEdit } from '../catalog/edit.js';
import { bringRegion } from '../catalog/known-regions.js';
import type { Column, TableSchema } from '../catalog/schema.js';
import type { DdlPlan } from '../cql/analysis/ddl-plan.js';
import type { Kv, KvTransaction } from '../kv/kv.js';
import type { Compat } from '../limits.js';
import type { SweepingTableStore } from '../storage/store.js';
import type { TableStore } from '../storage/table-store.js';
import type { Caller } from './api.js';
import type { AuditRecord } from './audit.js';
import { eraseColumns } from './erase-columns.js';
import { validation } from './errors.js';

/** Milliseconds that each kind of change stays under way; 0 = it is done when answered. */
export interface Delays {
  readonly createKeyspace: number;
  readonly deleteKeyspace: number;
  readonly updateKeyspace: number;
  readonly createTable: number;
  readonly updateTable: number;
  readonly deleteTable: number;
  readonly createType: number;
  readonly deleteType: number;
  readonly restore: number;
}

/** AWS publishes no durations (facts 2.4): long enough that a client which forgets to poll notices. */
export const defaultDelays: Delays = {
  createKeyspace: 1000,
  deleteKeyspace: 1500,
  updateKeyspace: 3000,
  createTable: 2000,
  updateTable: 1000,
  deleteTable: 2000,
  createType: 1000,
  deleteType: 1000,
  restore: 3000,
};
export const noDelays: Delays = {
  createKeyspace: 0,
  deleteKeyspace: 0,
  updateKeyspace: 0,
  createTable: 0,
  updateTable: 0,
  deleteTable: 0,
  createType: 0,
  deleteType: 0,
  restore: 0,
};

export interface TableChange {
  readonly region: string;
  readonly keyspace: string;
  readonly table: string;
}

/** Where the records of mutating calls go. */
export interface AuditSink {
  /** An accepted change, inside the change's own transaction: neither is ever kept without the other. */
  within(tx: KvTransaction, record: AuditRecord): void;
  /** What changed nothing: a refusal, or a wish that was so already. */
  alone(record: AuditRecord): Promise<void>;
}

/** What a call adds to its first commit, and whether that has happened. */
export interface CommitNote {
  readonly add: (tx: KvTransaction) => void;
  kept: boolean;
}

export interface ControlDeps {
  readonly kv: Kv;
  /** By Region; all Regions that this engine serves. */
  readonly catalogs: ReadonlyMap<string, Catalog>;
  readonly store: Pick<TableStore, 'dropRows'>;
  /** The rows themselves, for what goes through them (DROP of a column, copying to another Region). */
  readonly rows?: Pick<SweepingTableStore, 'scan' | 'apply' | 'merge'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly compat: Compat;
  readonly accountId: string;
  readonly delays?: Partial<Delays> | undefined;
  /** ARNs of customer managed keys that cannot be used now. */
  readonly failedKeys?: () => ReadonlySet<string>;
  /** Whether the restore that begins in `tx` is to break off midway, a fault on purpose. */
  readonly breaksRestore?: (tx: KvTransaction) => boolean;
  /** Told of each mutating call, also of refused ones. */
  readonly audit?: AuditSink;
  /** Told inside the transaction that has changed records of tables in several Regions. */
  readonly onReplicasChange?: () => void;
  /** Told after each commit, which may have brought a Region. */
  readonly onCommit?: () => void;
  /** Told after each committed change of a table's record. */
  readonly onTableChange?: (change: TableChange) => void;
}

/** One change under way: records of any Region, all committed together. */
export interface Edits {
  /** For what goes with the records: looks into rows and history, marks of work that is owed. */
  readonly tx: KvTransaction;
  region(region: string): CatalogEdit;
}

export interface OperationContext {
  readonly catalog: Catalog;
  readonly caller: Caller;
  readonly owner: { readonly region: string; readonly accountId: string };
  readonly compat: Compat;
  readonly delays: Delays;
  readonly nowMs: number;
  /** Write time of this moment. */
  readonly nowMicros: bigint;
  /** Every Region that the engine serves. */
  readonly regions: readonly string[];
  /** Present when the call is a CQL statement. */
  readonly cql?: { readonly plan: DdlPlan };
  readonly failedKeys?: ReadonlySet<string>;
  readonly breaksRestore?: (tx: KvTransaction) => boolean;
  /** A random (version 4) uuid. */
  uuid(): string;
  /** Deletes cells of a column that is no more, written up to `timestamp` (microseconds). */
  eraseColumns(table: TableSchema, columns: readonly Column[], timestamp: bigint): Promise<void>;
  /** Runs `work` in a write transaction. What it throws undoes everything. */
  commit<T>(work: (edits: Edits) => T): Promise<T>;
}

/** An operation: input as parsed JSON, output as JSON to be. */
export type Operation = (context: OperationContext, input: unknown) => Promise<Record<string, unknown>>;

/** What one call is about, beside its input. */
export interface CallFacts {
  readonly caller: Caller;
  readonly plan?: DdlPlan;
  readonly note?: CommitNote;
}

export function openContext(deps: ControlDeps, delays: Delays, { caller, plan, note }: CallFacts): OperationContext {
  const catalog = deps.catalogs.get(caller.region);
  if (catalog === undefined) throw validation(`Region ${caller.region} is not served by this engine`);
  const nowMs = deps.clock.wallMs();
  return {
    catalog,
    caller,
    owner: { region: caller.region, accountId: deps.accountId },
    compat: deps.compat,
    delays,
    nowMs,
    nowMicros: deps.clock.wallMicros(),
    regions: [...deps.catalogs.keys()],
    ...(plan === undefined ? {} : { cql: { plan } }),
    ...(deps.failedKeys === undefined ? {} : { failedKeys: deps.failedKeys() }),
    ...(deps.breaksRestore === undefined ? {} : { breaksRestore: deps.breaksRestore }),
    eraseColumns: async (table, columns, timestamp) => {
      const { kv, clock, rows } = deps;
      if (rows !== undefined) await eraseColumns({ kv, clock, store: rows }, table, columns, timestamp);
    },
    uuid: () => uuidText(deps.random.bytes(16)),
    commit: async (work) => {
      const result = await deps.kv.write((tx) => {
        const open = new Map<string, CatalogEdit>();
        const result = work({
          tx,
          region: (region) => {
            const edit = open.get(region) ?? new CatalogEdit(tx, region, nowMs);
            open.set(region, edit);
            if (!deps.catalogs.has(region)) bringRegion(tx, region);
            return edit;
          },
        });
        for (const edit of open.values()) edit.finish();
        deps.onReplicasChange?.();
        if (note?.kept === false) note.add(tx);
        return result;
      });
      if (note !== undefined) note.kept = true;
      deps.onCommit?.();
      for (const each of deps.catalogs.values()) each.invalidate();
      return result;
    },
  };
}
