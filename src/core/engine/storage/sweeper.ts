// Looks through tables for rows that have expired, a bounded piece at a time. How far it came lies in the store, so that
// processes share the work and a new one goes on where another ended.

import type { Clock } from '../../ports/clock.js';
import type { TableSchema } from '../catalog/schema.js';
import type { Kv, KvReader, KvTransaction } from '../kv/kv.js';
import { limits } from '../limits.js';
import { flag, flagOf } from './keys.js';
import { billedBytesOf } from './row.js';
import { unitsOf } from './row-writer.js';
import type { SweepingTableStore } from './store.js';

export interface SweeperDeps {
  readonly kv: Kv;
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly store: Pick<SweepingTableStore, 'sweep'>;
  /** Those whose rows can expire. */
  readonly tables: () => Iterable<TableSchema>;
  /** What has expired stays as a tombstone: it is enough to look seldom. */
  readonly keepsTombstones: (table: TableSchema) => boolean;
  /** Told the write units of what was removed from a table. */
  readonly onDeleted?: (table: TableSchema, units: number) => void;
}

/** A look through one table. */
interface Round {
  readonly startedMs: number;
  /** Storage key of the last entry seen, base64; absent when the table was seen to its end. */
  readonly after?: string;
}

export class Sweeper {
  private readonly deps: SweeperDeps;

  constructor(deps: SweeperDeps) {
    this.deps = deps;
  }

  /** One piece of the first table that is due, in a write transaction of its own. False when none was. */
  async piece(): Promise<boolean> {
    const { kv, clock, store } = this.deps;
    for (const table of this.deps.tables()) {
      const everyMs = this.deps.keepsTombstones(table) ? limits.sweepTombstonesEveryMs : limits.sweepEveryMs;
      if (dueRound(kv, table.number, clock.wallMs(), everyMs) === undefined) continue;
      let units = 0;
      await kv.write((tx) => {
        const nowMs = clock.wallMs();
        const round = dueRound(tx, table.number, nowMs, everyMs);
        if (round === undefined) return;
        const from = round.after === undefined ? undefined : Buffer.from(round.after, 'base64');
        const seconds = { nowSeconds: Math.floor(nowMs / 1000) };
        const counting = countingRows(tx);
        const after = store.sweep(counting.tx, table, seconds, limits.sweepEntries, from);
        units = counting.units();
        const { startedMs } = round;
        putRound(
          tx,
          table.number,
          after === undefined ? { startedMs } : { startedMs, after: after.toString('base64') },
        );
      });
      if (units > 0) this.deps.onDeleted?.(table, units);
      return true;
    }
    return false;
  }
}

/** The transaction, and the write units of the rows that are removed through it. */
function countingRows(tx: KvTransaction): { readonly tx: KvTransaction; units(): number } {
  let units = 0;
  const counting: KvTransaction = {
    serial: tx.serial,
    place: (space, key) => tx.place(space, key),
    view: (space, key) => tx.view(space, key),
    get: (space, key) => tx.get(space, key),
    visit: (space, range, visit) => tx.visit(space, range, visit),
    visitInPlace: (space, range, visit) => tx.visitInPlace(space, range, visit),
    put: (space, key, value) => tx.put(space, key, value),
    add: (space, key, first, second) => tx.add(space, key, first, second),
    remove: (space, key) => {
      const bytes = space === 'rows' && flagOf(key) !== flag.header ? tx.view(space, key) : undefined;
      if (bytes !== undefined) units += unitsOf(billedBytesOf(bytes));
      return tx.remove(space, key);
    },
  };
  return { tx: counting, units: () => units };
}

/** The round to go on with, or a new one; undefined while the last is recent. */
function dueRound(reader: KvReader, tableNumber: number, nowMs: number, everyMs: number): Round | undefined {
  const bytes = reader.get('meta', roundKey(tableNumber));
  if (bytes === undefined) return { startedMs: nowMs };
  const last = JSON.parse(bytes.toString()) as Round;
  if (last.after !== undefined) return last;
  // a clock that was set back makes the last round lie in the future
  const isRecent = nowMs >= last.startedMs && nowMs - last.startedMs < everyMs;
  return isRecent ? undefined : { startedMs: nowMs };
}

function putRound(tx: KvTransaction, tableNumber: number, round: Round): void {
  tx.put('meta', roundKey(tableNumber), Buffer.from(JSON.stringify(round)));
}

const roundKey = (tableNumber: number): Buffer => Buffer.from(`sweep\0${tableNumber}`);
