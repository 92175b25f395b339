// Copies the rows of tables to a Region that is being added, in pieces, while they are written to: every write since the
// Region was added is on its way there too, so a piece only has to bring what stood before. From each old Region in turn,
// because one may have writes that had not come to the others.

import type { Catalog } from '../catalog/catalog.js';
import { compileTable } from '../catalog/compile.js';
import { CatalogEdit } from '../catalog/edit.js';
import type { Lifecycle, RegionGroupStatus, TableRecord } from '../catalog/records.js';
import type { KvReader, KvTransaction } from '../kv/kv.js';
import { limits } from '../limits.js';
import { changesBehind } from '../storage/copy-changes.js';
import type { ControlDeps, Delays } from './context.js';

interface OwedCopy {
  readonly region: string;
  readonly table: TableRecord;
}

/** How far the copying of a table has come: which of its sources, and the last key of that. */
interface CopyProgress {
  readonly source: number;
  /** Base64; empty at the beginning. */
  readonly after: string;
}

export function copyOwed(catalogs: Iterable<Catalog>): OwedCopy | undefined {
  for (const catalog of catalogs) {
    const table = catalog.tables().find(({ copying }) => copying !== undefined);
    if (table !== undefined) return { region: catalog.region, table };
  }
  return undefined;
}

/** One piece, in one write transaction: another process may have done it, which the progress inside says. */
export async function copyRegionPiece(
  deps: ControlDeps,
  delays: Delays,
  { region, table }: OwedCopy,
  rowsMax: number,
): Promise<void> {
  const { kv, clock, catalogs, rows } = deps;
  const catalog = catalogs.get(region);
  if (rows === undefined || catalog === undefined) return;
  const schema = compileTable(table, catalog.udtResolver(table.keyspace), region);
  const readClock = { nowSeconds: Math.floor(clock.wallMs() / 1000) };
  await kv.write((tx) => {
    const progress = readProgress(tx, table.number);
    const edits = openEdits(tx, clock.wallMs());
    const from = edits.region(region).table(table.keyspace, table.name)?.copying?.from[progress.source];
    if (from === undefined) return;
    const bound = { entries: Math.min(rowsMax, limits.restorePieceRows), bytes: limits.restorePieceBytes };
    const source = { number: from.number, clusteringCount: schema.clustering.length };
    const piece = changesBehind(tx, source, Buffer.from(progress.after, 'base64'), bound);
    for (const change of piece.changes) rows.merge(tx, schema, change, readClock);
    if (piece.upTo !== undefined) {
      putProgress(tx, table.number, { source: progress.source, after: piece.upTo.toString('base64') });
      return;
    }
    const next = progress.source + 1;
    if (next < (table.copying?.from.length ?? 0)) putProgress(tx, table.number, { source: next, after: '' });
    else {
      tx.remove('meta', progressKey(table.number));
      endCopy(edits, region, table, delays);
    }
    edits.finish();
    deps.onReplicasChange?.();
  });
}

interface RegionEdits {
  region(region: string): CatalogEdit;
  finish(): void;
}

function openEdits(tx: KvTransaction, nowMs: number): RegionEdits {
  const open = new Map<string, CatalogEdit>();
  return {
    region(region) {
      const edit = open.get(region) ?? new CatalogEdit(tx, region, nowMs);
      open.set(region, edit);
      return edit;
    },
    finish() {
      for (const edit of open.values()) edit.finish();
    },
  };
}

/** The table is whole in its new Region, and with the last one the keyspace is. */
function endCopy(edits: RegionEdits, added: string, { keyspace, name, copying }: TableRecord, delays: Delays): void {
  const there = edits.region(added);
  const endMs = Math.max(there.nowMs, (copying?.startedAtMs ?? 0) + delays.updateKeyspace);
  const status = until<TableRecord['status']['state']>('CREATING', endMs, there.nowMs);
  for (const region of there.keyspace(keyspace)?.regions ?? []) {
    const edit = edits.region(region);
    const table = edit.table(keyspace, name);
    if (table === undefined) continue;
    const replicas = table.replicas.map((replica) => (replica.region === added ? { ...replica, status } : replica));
    const { copying: _done, ...copied } = table;
    edit.put(
      region === added
        ? { ...copied, status, replicas, ...(copying?.withPitr && { pitr: { enabledAtMs: endMs } }) }
        : { ...table, replicas },
    );
  }
  if (there.tables(keyspace).every((table) => table.copying === undefined))
    endRegionAdding((region) => edits.region(region), { keyspace, added, endMs });
}

/** Everything of the keyspace becomes ACTIVE at one instant. */
export function endRegionAdding(
  edit: (region: string) => CatalogEdit,
  { keyspace, added, endMs }: { readonly keyspace: string; readonly added: string; readonly endMs: number },
): void {
  const { nowMs } = edit(added);
  const statusIn = (region: string) =>
    until<'CREATING' | 'UPDATING' | 'ACTIVE'>(region === added ? 'CREATING' : 'UPDATING', endMs, nowMs);
  for (const region of edit(added).keyspace(keyspace)?.regions ?? []) {
    const here = edit(region);
    const record = here.keyspace(keyspace);
    if (record === undefined) continue;
    const groupStatuses = (record.groupStatuses ?? []).map(
      (group): RegionGroupStatus => ({ ...group, status: statusIn(group.region) }),
    );
    here.put({ ...record, status: statusIn(region), groupStatuses });
    for (const table of here.tables(keyspace)) {
      const replicas = table.replicas.map((replica) => ({ ...replica, status: statusIn(replica.region) }));
      here.put({ ...table, status: statusIn(region), replicas });
    }
  }
}

const until = <State extends string>(state: State, endMs: number, nowMs: number): Lifecycle<State | 'ACTIVE'> =>
  endMs > nowMs ? { state, untilMs: endMs, next: 'ACTIVE' } : { state: 'ACTIVE' };

function progressKey(tableNumber: number): Buffer {
  return Buffer.from(`copy\0${tableNumber}`);
}

function readProgress(reader: KvReader, tableNumber: number): CopyProgress {
  const bytes = reader.get('meta', progressKey(tableNumber));
  return bytes === undefined ? { source: 0, after: '' } : (JSON.parse(bytes.toString()) as CopyProgress);
}

const putProgress = (tx: KvTransaction, tableNumber: number, progress: CopyProgress): void =>
  tx.put('meta', progressKey(tableNumber), Buffer.from(JSON.stringify(progress)));
