// Work that changes leave behind, in bounded pieces: copying rows of restored tables, removing those of dropped ones,
// and histories that nobody needs any more. Whoever has the store open may do it; nobody has to.

import type { Catalog } from '../catalog/catalog.js';
import { CatalogEdit } from '../catalog/edit.js';
import type { TableRecord } from '../catalog/records.js';
import type { KvTransaction } from '../kv/kv.js';
import { limits } from '../limits.js';
import { copyPiece } from '../recovery/copy-piece.js';
import { findOldHistory } from '../recovery/history-kept.js';
import { putProgress, readProgress, removeProgress } from '../recovery/progress.js';
import { dropHistory, endOfTime } from '../storage/history.js';
import type { ControlDeps, Delays } from './context.js';
import { copyOwed, copyRegionPiece } from './region-copies.js';
import { breakRestore, breaksOff, endRestore } from './restore-end.js';

export interface Maintenance {
  /** Does one piece: at most `rowsMax` rows or records. True when nothing is left to do. */
  maintain(rowsMax: number): Promise<boolean>;
  owesWork(): boolean;
  restoring(): boolean;
  /** Copies until no table waits for its rows, in its own Region or in one that is added. */
  finishRestores(): Promise<void>;
}

export function createMaintenance(deps: ControlDeps, delays: Delays): Maintenance {
  return new Pieces(deps, delays);
}

interface OwedRestore {
  readonly region: string;
  readonly table: TableRecord;
}

class Pieces implements Maintenance {
  private readonly deps: ControlDeps;
  private readonly delays: Delays;
  /** When no history was found too long. */
  private trimmedAtMs = Number.NEGATIVE_INFINITY;

  constructor(deps: ControlDeps, delays: Delays) {
    this.deps = deps;
    this.delays = delays;
  }

  private get catalogs(): readonly Catalog[] {
    return [...this.deps.catalogs.values()];
  }

  owesWork(): boolean {
    return (
      this.restoreOwed() !== undefined ||
      this.copyOwed() !== undefined ||
      this.dropsOwed() ||
      this.oldHistory() !== undefined
    );
  }

  restoring(): boolean {
    return this.restoreOwed() !== undefined || this.copyOwed() !== undefined;
  }

  async maintain(rowsMax: number): Promise<boolean> {
    const restore = this.restoreOwed();
    const copy = this.copyOwed();
    if (restore !== undefined) await this.restorePiece(restore, rowsMax);
    else if (copy !== undefined) await copyRegionPiece(this.deps, this.delays, copy, rowsMax);
    else if (this.dropsOwed()) await this.dropPiece(rowsMax);
    else await this.trimPiece(rowsMax);
    for (const catalog of this.catalogs) catalog.invalidate();
    return !this.owesWork();
  }

  async finishRestores(): Promise<void> {
    for (let owed = this.restoreOwed(); owed !== undefined; owed = this.restoreOwed()) {
      await this.restorePiece(owed, limits.restorePieceRows);
      for (const catalog of this.catalogs) catalog.invalidate();
    }
    for (let owed = this.copyOwed(); owed !== undefined; owed = this.copyOwed()) {
      await copyRegionPiece(this.deps, this.delays, owed, limits.restorePieceRows);
      for (const catalog of this.catalogs) catalog.invalidate();
    }
  }

  private copyOwed() {
    return this.deps.rows === undefined ? undefined : copyOwed(this.catalogs);
  }

  private dropsOwed(): boolean {
    return this.catalogs.some((catalog) => catalog.dropsOwed() > 0);
  }

  private restoreOwed(): OwedRestore | undefined {
    const owed = this.catalogs.flatMap((catalog) => {
      const [table] = catalog.restoresOwed();
      return table === undefined ? [] : [{ region: catalog.region, table }];
    });
    // in other Regions first: as long as its own is not done, the source keeps rows and history
    const elsewhere = owed.find(({ region, table }) => (table.restore?.sourceRegion ?? region) !== region);
    return elsewhere ?? owed[0];
  }

  // another process may have done the piece, or all of them: the progress inside the transaction says so
  private restorePiece({ region, table }: OwedRestore, rowsMax: number): Promise<void> {
    const { clock, kv } = this.deps;
    return kv.write((tx) => {
      const before = readProgress(tx, table.number);
      if (before === undefined || table.restore === undefined) return;
      const bound = { entries: Math.min(rowsMax, limits.restorePieceRows), bytes: limits.restorePieceBytes };
      const { progress, done } = copyPiece(tx, table.restore.sourceNumber, table.number, before, bound);
      const breaks = breaksOff(table.restore, progress, done);
      if (!done && !breaks) {
        putProgress(tx, table.number, progress);
        return;
      }
      removeProgress(tx, table.number);
      const edit = new CatalogEdit(tx, region, clock.wallMs());
      const end = breaks ? breakRestore : endRestore;
      end(edit, table, this.delays.restore);
      edit.finish();
    });
  }

  private dropPiece(rowsMax: number): Promise<void> {
    const { clock, kv, catalogs } = this.deps;
    return kv.write((tx) => {
      for (const region of catalogs.keys()) {
        const edit = new CatalogEdit(tx, region, clock.wallMs());
        const [owed] = edit.dropsOwed();
        if (owed !== undefined) this.dropTable(tx, edit, owed.table.number, owed.rowsGone, rowsMax);
        edit.finish();
        // one table a transaction: how many rows a drop took is not told
        if (owed !== undefined) return;
      }
    });
  }

  private dropTable(tx: KvTransaction, edit: CatalogEdit, number: number, rowsGone: boolean, rowsMax: number): void {
    if (!rowsGone && !this.deps.store.dropRows(tx, number, rowsMax)) return;
    if (!rowsGone) edit.rowsGone(number);
    // a stream of the table may still be read: then the history is owed later
    const owesHistory = edit.dropsOwed().some((entry) => entry.table.number === number);
    if (owesHistory && dropHistory(tx, number, endOfTime, rowsMax)) edit.historyGone(number);
  }

  /** Looked for now and then only: a table is one look into the store. */
  private oldHistory(): { readonly tableNumber: number; readonly beforeMicros: bigint } | undefined {
    const nowMs = this.deps.clock.wallMs();
    if (nowMs >= this.trimmedAtMs && nowMs - this.trimmedAtMs < limits.historyTrimMs) return undefined;
    for (const catalog of this.catalogs) {
      const found = findOldHistory(this.deps.kv, catalog.tables(), catalog.restoreSources(), nowMs);
      if (found !== undefined) return found;
    }
    this.trimmedAtMs = nowMs;
    return undefined;
  }

  private async trimPiece(recordsMax: number): Promise<void> {
    const old = this.oldHistory();
    if (old === undefined) return;
    await this.deps.kv.write((tx) => dropHistory(tx, old.tableNumber, old.beforeMicros, recordsMax));
  }
}
