// A control plane with a real table store under it, and what the tests of recovery compare: the entries of a table as
// they stand in the store, by key, without the table's number.

import type { Resolved, TableSchema } from '../../../../src/core/engine/catalog/schema.js';
import type { Delays } from '../../../../src/core/engine/control/context.js';
import type { Kv } from '../../../../src/core/engine/kv/kv.js';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import { StoreError } from '../../../../src/core/engine/kv/store-error.js';
import type { Compat } from '../../../../src/core/engine/limits.js';
import { tableRange } from '../../../../src/core/engine/storage/keys.js';
import { createTableStore, type SweepingTableStore } from '../../../../src/core/engine/storage/store.js';
import type { Mutation } from '../../../../src/core/engine/storage/table-store.js';
import { openStand, SetClock, type Stand } from '../control/stand.js';

export const schemaOfT = {
  allColumns: [
    { name: 'pk', type: 'int' },
    { name: 'c', type: 'int' },
    { name: 's', type: 'int' },
    { name: 'v', type: 'int' },
    { name: 'w', type: 'set<int>' },
  ],
  partitionKeys: [{ name: 'pk' }],
  clusteringKeys: [{ name: 'c', orderBy: 'ASC' }],
  staticColumns: [{ name: 's' }],
};
export const pitrOn = { pointInTimeRecovery: { status: 'ENABLED' } };

export class RecoveryBench {
  readonly kv: Kv;
  readonly clock = new SetClock();
  readonly store: SweepingTableStore;
  readonly stand: Stand;

  constructor(
    options: {
      readonly kv?: Kv;
      readonly compat?: Compat;
      readonly delays?: Partial<Delays>;
      readonly regions?: readonly string[];
      readonly breaksRestore?: () => boolean;
    } = {},
  ) {
    const { kv = memoryKv(), ...rest } = options;
    this.kv = kv;
    this.store = createTableStore({ kv, clock: this.clock });
    this.stand = openStand({ ...rest, kv, clock: this.clock, store: this.store });
  }

  /** With table `ks.t` (pk, c, static s, v, set w) ready, PITR on. */
  static async withTable(
    more: Record<string, unknown> = pitrOn,
    options: ConstructorParameters<typeof RecoveryBench>[0] = {},
  ): Promise<RecoveryBench> {
    const bench = new RecoveryBench(options);
    await bench.stand.call('CreateKeyspace', { keyspaceName: 'ks' });
    bench.stand.settle();
    await bench.stand.call('CreateTable', {
      keyspaceName: 'ks',
      tableName: 't',
      schemaDefinition: schemaOfT,
      clientSideTimestamps: { status: 'ENABLED' },
      ttl: { status: 'ENABLED' },
      ...more,
    });
    bench.stand.settle();
    return bench;
  }

  schema(name = 't', keyspace = 'ks'): TableSchema {
    const found: Resolved | undefined = this.stand.catalog.table(keyspace, name);
    if (found === undefined) throw new Error(`${keyspace}.${name} is not ready`);
    return found.schema;
  }

  apply(...mutations: Mutation[]): void {
    const nowSeconds = Math.floor(this.clock.nowMs / 1000);
    this.kv.writeNow((tx) => {
      for (const mutation of mutations) this.store.apply(tx, mutation, { nowSeconds });
    });
  }

  /** Clears expired rows and old tombstones of `ks.t`. */
  sweep(): void {
    const clock = { nowSeconds: this.second };
    this.kv.writeNow((tx) => this.store.sweep(tx, this.schema(), clock, Number.MAX_SAFE_INTEGER));
  }

  /** Every entry of a table by its key, as hex. */
  dump(tableNumber: number, kv: Kv = this.kv): Record<string, string> {
    const found: Record<string, string> = {};
    kv.visit('rows', tableRange(tableNumber), (key, value) => {
      found[Buffer.from(key.subarray(4)).toString('hex')] = Buffer.from(value).toString('hex');
      return undefined;
    });
    return found;
  }

  restore(target: string, more: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    return this.stand.call('RestoreTable', {
      sourceKeyspaceName: 'ks',
      sourceTableName: 't',
      targetKeyspaceName: 'ks',
      targetTableName: target,
      ...more,
    });
  }

  /** Does what is owed, in pieces of at most `rowsMax`, again when the store fails. */
  async work(rowsMax = 1000, between: () => void = () => undefined): Promise<number> {
    let pieces = 0;
    while (this.stand.control.owesWork()) {
      await this.stand.control.maintain(rowsMax).catch((error: unknown) => {
        if (!(error instanceof StoreError)) throw error;
      });
      pieces++;
      between();
    }
    return pieces;
  }

  /** Restores, copies, lets the delay pass. */
  async restored(target: string, more: Record<string, unknown> = {}): Promise<TableSchema> {
    await this.restore(target, more);
    await this.work();
    this.stand.settle();
    return this.schema(target, (more.targetKeyspaceName as string | undefined) ?? 'ks');
  }

  historyRecords(tableNumber: number): number {
    let records = 0;
    this.kv.visit('history', tableRange(tableNumber), () => {
      records++;
      return undefined;
    });
    return records;
  }

  /** The beginning of the second that the clock stands in. */
  get second(): number {
    return Math.floor(this.clock.nowMs / 1000);
  }
}
