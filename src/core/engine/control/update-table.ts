// UpdateTable: one setting a call (capacity, auto scaling and replicas together count as one), which takes effect when
// the table is ACTIVE again. Most settings reach every Region of the keyspace; PITR and CDC are the caller's Region's own.

import { refusalToAddAgain } from '../catalog/dropped-columns.js';
import type { CatalogEdit } from '../catalog/edit.js';
import { applyChanges, type KeyspaceRecord, type TableChanges, type TableRecord } from '../catalog/records.js';
import { withPast } from '../recovery/window.js';
import { tableArn } from './arn.js';
import { changeCapacity, changeWarmThroughput, checkAccountUnits, readCapacity, warmedBy } from './capacity-rules.js';
import { changeCdc, pastStreams, resharded } from './cdc-rules.js';
import type { Edits, Operation, OperationContext } from './context.js';
import { changeEncryption, readEncryption } from './encryption-rules.js';
import { validation } from './errors.js';
import { changeableTable, checkConcurrentDdl } from './find.js';
import { accessible, checkKey } from './key-states.js';
import { isScaling, readAutoScaling, readReplicas } from './scaling-rules.js';
import { type Checked, checkInput, list, structure } from './shape.js';
import * as shapes from './shared-shapes.js';
import { checkCounterTtl, readType, udtResolver, withAddedColumns } from './table-schema.js';
import { checkTypeUse } from './type-quotas.js';

const shape = structure(
  { keyspaceName: shapes.keyspaceName, tableName: shapes.tableName },
  {
    addColumns: list(shapes.columnDefinition, { min: 1 }),
    capacitySpecification: shapes.capacitySpecification,
    encryptionSpecification: shapes.encryptionSpecification,
    pointInTimeRecovery: shapes.pointInTimeRecovery,
    ttl: shapes.enabledOnly,
    defaultTimeToLive: shapes.defaultTimeToLive,
    clientSideTimestamps: shapes.enabledOnly,
    autoScalingSpecification: shapes.autoScalingSpecification,
    replicaSpecifications: shapes.replicaSpecifications,
    cdcSpecification: shapes.cdcSpecification,
    warmThroughputSpecification: shapes.warmThroughputSpecification,
  },
);
type Input = Checked<typeof shape>;

/** `now` counts against budgets or has a status of its own; `later` takes effect at the end of the update. */
interface Change {
  readonly now?: TableChanges;
  readonly later?: TableChanges;
  /** Only the caller's Region. */
  readonly local?: boolean;
}

export const updateTable: Operation = async (context, rawInput) => {
  const input = checkInput(shape, rawInput, context.compat);
  const { keyspaceName: keyspace, tableName: name } = input;
  checkOneSetting(context, input);
  await context.commit((edits) => {
    const own = edits.region(context.caller.region);
    const ofEncryption = input.encryptionSpecification !== undefined;
    const table = changeableTable(own, keyspace, name, { ofEncryption });
    const home = own.keyspace(keyspace)!;
    checkConcurrentDdl(own, context.compat);
    const changes = changesOf(context, edits, input, table, home);
    for (const change of changes) apply(context, edits, table, home, change);
    const regions = changes.some((change) => change.local !== true) ? home.regions : [context.caller.region];
    for (const region of regions) tellUpdate(edits.region(region), keyspace, name);
  });
  return { resourceArn: tableArn(context.owner, keyspace, name) };
};

const together = ['capacitySpecification', 'autoScalingSpecification', 'replicaSpecifications'];

/** Through CQL a statement may change nothing that Keyspaces keeps (Cassandra's own table options). */
function checkOneSetting(context: OperationContext, input: Input): void {
  const settings = Object.keys(input).filter((member) => member !== 'keyspaceName' && member !== 'tableName');
  const groups = new Set(settings.map((member) => (together.includes(member) ? 'capacity' : member)));
  if (groups.size === 0 && context.cql === undefined) throw validation('UpdateTable requires a setting to change');
  if (groups.size > 1 && !context.compat.cassandraStatements)
    throw validation(`Only one setting can be changed in a call (got ${settings.join(', ')})`);
}

function changesOf(
  context: OperationContext,
  edits: Edits,
  input: Input,
  table: TableRecord,
  home: KeyspaceRecord,
): Change[] {
  const changes: Change[] = [];
  const multiRegion = home.replicationStrategy === 'MULTI_REGION';
  // [control-plane facts 5.1: it is configured when such a table is created]
  if (multiRegion && !context.compat.timestampsEverywhere && (input.ttl ?? input.defaultTimeToLive) !== undefined)
    throw validation('Time to live of a table in several Regions cannot be changed after its creation');
  if (input.addColumns !== undefined) changes.push(addColumns(context, edits, input.addColumns, table));
  if (together.some((member) => member in input)) changes.push(changeScale(context, edits, input, table));
  if (input.encryptionSpecification !== undefined) {
    const encryption = readEncryption(input.encryptionSpecification, multiRegion);
    checkKey(encryption, context.failedKeys);
    const history = changeEncryption(table, encryption, context.nowMs, context.compat);
    changes.push({ now: { history }, later: { encryption } });
  }
  if (input.pointInTimeRecovery !== undefined) {
    changes.push(changePitr(context, edits, table, input.pointInTimeRecovery.status === 'ENABLED'));
  }
  if (input.ttl !== undefined) changes.push({ later: { ttlEnabled: true } });
  if (input.defaultTimeToLive !== undefined) {
    const { defaultTimeToLive } = input;
    checkCounterTtl(table.columns, defaultTimeToLive);
    changes.push({ later: { defaultTimeToLive, ttlEnabled: table.ttlEnabled || defaultTimeToLive > 0 } });
  }
  if (input.clientSideTimestamps !== undefined) changes.push({ later: { clientSideTimestamps: true } });
  if (input.cdcSpecification !== undefined) {
    const { nowMs, delays } = context;
    const cdc = changeCdc(table.cdc, input.cdcSpecification, table.tags, context, delays.updateTable);
    const past = pastStreams(table, cdc, nowMs);
    const now = { ...(cdc === undefined ? {} : { cdc }), ...(past === undefined ? {} : { pastStreams: past }) };
    changes.push({ now, later: {}, local: true });
  }
  if (input.warmThroughputSpecification !== undefined) {
    const { nowMs, delays } = context;
    const wanted = input.warmThroughputSpecification;
    const warmThroughput = changeWarmThroughput(table.warmThroughput, wanted, nowMs, delays.updateTable);
    changes.push({ now: { warmThroughput } });
  }
  const comment = context.cql?.plan.cqlOnly?.comment;
  if (comment !== undefined) changes.push({ later: { comment } });
  const options = context.cql?.plan.cqlOnly?.cassandraOptions;
  if (options !== undefined) changes.push({ later: { cassandraOptions: { ...table.cassandraOptions, ...options } } });
  return changes;
}

/** The window begins when the update is done; without PITR its history is erased, but not under a restore that reads it. */
function changePitr(context: OperationContext, edits: Edits, table: TableRecord, on: boolean): Change {
  if (on) {
    const pitr = table.pitr ?? { enabledAtMs: context.nowMs + context.delays.updateTable };
    return { later: { pitr }, local: true };
  }
  const isRead = edits.region(context.caller.region).isRestoreSource(table.number);
  return { later: { pitr: null, past: null, ...(isRead ? { historyHeld: true as const } : {}) }, local: true };
}

function addColumns(
  context: OperationContext,
  edits: Edits,
  wanted: NonNullable<Input['addColumns']>,
  table: TableRecord,
): Change {
  const own = edits.region(context.caller.region);
  const resolve = udtResolver(own, table.keyspace);
  const statics = context.cql?.plan.cqlOnly?.staticColumns ?? [];
  const added = wanted.map((column) => {
    const type = readType(column.type, table.keyspace, resolve, context.compat);
    const isStatic = statics.includes(column.name);
    const before = table.dropped?.find((dropped) => dropped.name === column.name);
    if (before !== undefined) {
      const typeBefore = readType(before.type, table.keyspace, resolve, context.compat);
      const refusal = refusalToAddAgain({ ...before, type: typeBefore }, { static: isStatic, type });
      if (refusal !== undefined) throw validation(refusal);
    }
    return { name: column.name, type, isStatic, ...(before && { id: before.id }) };
  });
  const { columns, nextColumnId } = withAddedColumns(table.columns, table.nextColumnId, added);
  checkTypeUse(own, table.keyspace, table.name, columns);
  return { now: { nextColumnId }, later: { columns } };
}

function changeScale(context: OperationContext, edits: Edits, input: Input, table: TableRecord): Change {
  const { capacitySpecification, autoScalingSpecification, replicaSpecifications } = input;
  const capacity =
    capacitySpecification === undefined ? table.capacity : readCapacity(capacitySpecification, context.compat);
  const autoScaling =
    autoScalingSpecification === undefined
      ? table.autoScaling
      : readAutoScaling(autoScalingSpecification, table.autoScaling, capacity);
  if (capacity.mode === 'PAY_PER_REQUEST' && isScaling(autoScaling))
    throw validation('The throughput mode cannot be PAY_PER_REQUEST while auto scaling is enabled');
  const history = changeCapacity(table, capacity, context.nowMs, context.compat);
  checkAccountUnits(edits.region(context.caller.region), context.compat, { number: table.number, capacity });
  const replicas = readReplicas(replicaSpecifications, table.replicas, capacity);
  return {
    now: { history },
    later: {
      capacity,
      ...(autoScaling === undefined ? {} : { autoScaling }),
      replicas: capacity.mode === 'PAY_PER_REQUEST' ? replicas.map(withoutUnits) : replicas,
      warmThroughput: warmedBy(warmedBy(table.warmThroughput, table.capacity), capacity),
    },
  };
}

function withoutUnits(replica: TableRecord['replicas'][number]): TableRecord['replicas'][number] {
  return { region: replica.region, status: replica.status };
}

function apply(context: OperationContext, edits: Edits, own: TableRecord, home: KeyspaceRecord, change: Change): void {
  const untilMs = context.nowMs + context.delays.updateTable;
  for (const region of change.local ? [context.caller.region] : home.regions) {
    const edit = edits.region(region);
    const found = edit.table(own.keyspace, own.name);
    if (found === undefined) continue;
    const table = found.status.state === 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' ? accessible(found) : found;
    const changed = change.now === undefined ? table : applyChanges(table, change.now);
    const base = withShardsFor(context, changed, change.later?.capacity);
    if (change.later === undefined) edit.put(base);
    else if (context.delays.updateTable <= 0)
      edit.put(applyChanges(base, { ...change.later, ...pastOf(base, change.later, untilMs, context.nowMs) }));
    else {
      const changes = { ...base.pending?.changes, ...change.later };
      edit.put({
        ...base,
        status: { state: 'UPDATING', untilMs, next: 'ACTIVE' },
        pending: { atMs: untilMs, changes: { ...changes, ...pastOf(base, changes, untilMs, context.nowMs) } },
      });
    }
  }
}

function tellUpdate(edit: CatalogEdit, keyspace: string, name: string): void {
  const table = edit.table(keyspace, name);
  if (table !== undefined) edit.tell('UPDATED', applyChanges(table, table.pending?.changes ?? {}));
}

/** The streams of each Region are its own, and so are their shards. */
function withShardsFor(context: OperationContext, table: TableRecord, capacity: TableChanges['capacity']): TableRecord {
  if (capacity == null || table.cdc === undefined) return table;
  const cdc = resharded(table.cdc, capacity, context);
  return cdc === table.cdc ? table : { ...table, cdc };
}

/** What a restore to a time before the change will ask for. */
function pastOf(table: TableRecord, changes: TableChanges, untilMs: number, nowMs: number): TableChanges {
  if (table.pitr === undefined || changes.pitr === null) return {};
  const { columns, ttlEnabled, defaultTimeToLive } = changes;
  const next = {
    ...(columns == null ? {} : { columns }),
    ...(ttlEnabled == null ? {} : { ttlEnabled }),
    ...(defaultTimeToLive == null ? {} : { defaultTimeToLive }),
  };
  return Object.keys(next).length === 0 ? {} : { past: withPast(table, next, untilMs, nowMs) };
}
