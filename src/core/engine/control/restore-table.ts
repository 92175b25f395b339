// RestoreTable: a new table with the rows and schema that another one had at an instant (control-plane facts 4). The
// answer comes when the table stands as RESTORING; maintenance.ts copies its rows.

import type { CatalogEdit } from '../catalog/edit.js';
import type { KeyspaceRecord, TableRecord } from '../catalog/records.js';
import { limits } from '../limits.js';
import { firstProgress, putProgress } from '../recovery/progress.js';
import { recoveryWindow, restoreInstant } from '../recovery/window.js';
import { historyEnd } from '../storage/history.js';
import { readTableSize } from '../storage/table-size.js';
import { tableArn } from './arn.js';
import { checkAccountUnits } from './capacity-rules.js';
import type { Edits, Operation, OperationContext } from './context.js';
import { conflict, quotaExceeded, validation } from './errors.js';
import { checkConcurrentDdl, presentTable, readyKeyspace, refuseSystemKeyspace, refuseTakenName } from './find.js';
import { checkKey } from './key-states.js';
import { countRestored } from './restored-bytes.js';
import { restoredTable } from './restored-table.js';
import { makeTypes } from './restored-types.js';
import { checkInput, instant, structure } from './shape.js';
import * as shapes from './shared-shapes.js';
import { checkTypeUse } from './type-quotas.js';

const shape = structure(
  {
    sourceKeyspaceName: shapes.keyspaceName,
    sourceTableName: shapes.tableName,
    targetKeyspaceName: shapes.keyspaceName,
    targetTableName: shapes.tableName,
  },
  {
    restoreTimestamp: instant,
    capacitySpecificationOverride: shapes.capacitySpecification,
    encryptionSpecificationOverride: shapes.encryptionSpecification,
    pointInTimeRecoveryOverride: shapes.pointInTimeRecovery,
    tagsOverride: shapes.tagList,
    autoScalingSpecification: shapes.autoScalingSpecification,
    replicaSpecifications: shapes.replicaSpecifications,
  },
);

export const restoreTable: Operation = async (context, rawInput) => {
  const input = checkInput(shape, rawInput, context.compat);
  const { targetKeyspaceName: keyspace, targetTableName: name } = input;
  await context.commit((edits) => {
    const own = edits.region(context.caller.region);
    const home = readyKeyspace(own, keyspace);
    refuseTakenName(own, keyspace, name);
    const source = findSource(own, input.sourceKeyspaceName, input.sourceTableName);
    const atMs = checkInstant(context, source, input.restoreTimestamp);
    checkRegions(source, home);
    checkKey(source.encryption, context.failedKeys);
    const made = restoredTable(context, input, source, home, atMs);
    checkKey(made.encryption, context.failedKeys);
    checkConcurrentDdl(own, context.compat);
    // counted off in this transaction: a call that is refused leaves the fault to the next one
    const breaks = context.breaksRestore?.(edits.tx) ?? false;
    for (const region of home.regions) {
      const edit = edits.region(region);
      const isOwn = edit === own;
      const there = isOwn ? source : findSource(edit, input.sourceKeyspaceName, input.sourceTableName);
      if (!isOwn) checkInstant(context, there, input.restoreTimestamp);
      checkQuotas(context, edit);
      if (!context.compat.unlimited) {
        const { bytes } = readTableSize(edits.tx, source.number);
        countRestored(edits.tx, region, { atMs: context.nowMs, bytes });
      }
      makeTypes(context, edit, there, made, keyspace);
      checkTypeUse(edit, keyspace, name, made.columns);
      // rows of the caller's Region for all: so the restored copies are the same, whatever was on its way
      const table = { ...made, number: edit.nextTableNumber() };
      begin(edits, edit, { source, sourceRegion: own.region, table, atMs, breaks });
      if (isOwn) keepHistory(edit, source);
      checkAccountUnits(edit, context.compat, edit.table(keyspace, name)!);
    }
  });
  return { restoredTableARN: tableArn(context.owner, keyspace, name) };
};

/** A table that has data, or one that was deleted and can be restored. */
function findSource(edit: CatalogEdit, keyspace: string, name: string): TableRecord {
  refuseSystemKeyspace(keyspace);
  if (edit.keyspace(keyspace) === undefined || edit.table(keyspace, name) === undefined) {
    const deleted = edit.restorableTable(keyspace, name);
    if (deleted !== undefined) return deleted;
  }
  const table = presentTable(edit, keyspace, name);
  const { state } = table.status;
  if (state === 'DELETING') throw conflict(`Table ${keyspace}.${name} is being deleted: restore it when it is gone`);
  if (state === 'CREATING' || state === 'RESTORING')
    throw conflict(`Table ${keyspace}.${name} is ${state}: it has no data to restore yet`);
  return table;
}

function checkInstant(context: OperationContext, source: TableRecord, askedMs: number | undefined): number {
  const name = `${source.keyspace}.${source.name}`;
  const window = recoveryWindow(source, context.nowMs);
  if (window === undefined) throw validation(`Point-in-time recovery is not enabled for table ${name}`);
  const atMs = restoreInstant(window, askedMs);
  if (atMs !== undefined) return atMs;
  const [earliest, latest] = [window.earliestMs, window.latestMs].map((ms) => new Date(ms).toISOString());
  throw validation(
    source.deletedAtMs === undefined
      ? `restoreTimestamp must lie between ${earliest} and ${latest}`
      : `Table ${name} was deleted: it can be restored to the time of its deletion only (${latest}), which is what it gets without restoreTimestamp`,
  );
}

/** Both keyspaces have the same Regions (facts 4.2). */
function checkRegions(source: TableRecord, home: KeyspaceRecord): void {
  const from = source.replicas.map((replica) => replica.region).sort();
  const to = home.replicationStrategy === 'MULTI_REGION' ? [...home.regions].sort() : [];
  if (from.join() !== to.join())
    throw validation('The source and the target keyspace must be replicated to the same Regions');
}

function checkQuotas(context: OperationContext, edit: CatalogEdit): void {
  if (context.compat.unlimited) return;
  const tables = edit.tables();
  if (tables.length >= limits.tablesPerRegion)
    throw quotaExceeded(`A Region can have at most ${limits.tablesPerRegion} tables`);
  if (tables.filter((table) => table.status.state === 'RESTORING').length >= limits.concurrentRestores)
    throw quotaExceeded(`At most ${limits.concurrentRestores} restores can be under way in a Region`);
}

interface Beginning {
  readonly source: TableRecord;
  readonly sourceRegion: string;
  /** The new one. */
  readonly table: TableRecord;
  readonly atMs: number;
  readonly breaks: boolean;
}

/** Fixes which changes are undone: those after the instant; none when that is the present, or the end of a deleted table. */
function begin(edits: Edits, edit: CatalogEdit, { source, sourceRegion, table, atMs, breaks }: Beginning): void {
  const past = source.deletedAtMs === undefined && atMs < edit.nowMs;
  const from = past ? { micros: BigInt(atMs) * 1000n + 1n, sequence: 0 } : historyEnd(edits.tx, source.number);
  const restore: NonNullable<TableRecord['restore']> = {
    sourceKeyspace: source.keyspace,
    sourceTable: source.name,
    sourceNumber: source.number,
    sourceRegion,
    atMs,
    undoFrom: { micros: String(from.micros), sequence: from.sequence },
    startedAtMs: edit.nowMs,
    sourceRows: readTableSize(edits.tx, source.number).rows,
    ...(breaks ? { breaks } : {}),
  };
  edit.put({ ...table, restore });
  putProgress(edits.tx, table.number, firstProgress(restore));
}

/** PITR is just being switched off: the history has to last until the rows are copied. */
function keepHistory(edit: CatalogEdit, source: TableRecord): void {
  const { pending } = source;
  if (pending?.changes.pitr === null)
    edit.put({ ...source, pending: { ...pending, changes: { ...pending.changes, historyHeld: true } } });
}
