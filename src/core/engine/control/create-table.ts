// CreateTable: checks a whole table definition and stores it, in every Region of its keyspace.

import type { CatalogEdit } from '../catalog/edit.js';
import type { ColumnRecord, KeyspaceRecord, TableRecord } from '../catalog/records.js';
import { limits } from '../limits.js';
import { tableArn } from './arn.js';
import { changeWarmThroughput, checkAccountUnits, defaultWarmThroughput, readCapacity } from './capacity-rules.js';
import { changeCdc } from './cdc-rules.js';
import type { Operation, OperationContext } from './context.js';
import { readEncryption } from './encryption-rules.js';
import { quotaExceeded, validation } from './errors.js';
import { checkConcurrentDdl, lifecycle, readyKeyspace, refuseTakenName } from './find.js';
import { checkKey } from './key-states.js';
import { readAutoScaling, readReplicas } from './scaling-rules.js';
import { type Checked, checkInput, structure, text } from './shape.js';
import * as shapes from './shared-shapes.js';
import { checkCounterTtl, newColumns, readType, udtResolver } from './table-schema.js';
import { mergeTags } from './tag-rules.js';
import { checkTypeUse } from './type-quotas.js';

const shape = structure(
  {
    keyspaceName: shapes.keyspaceName,
    tableName: shapes.tableName,
    schemaDefinition: shapes.schemaDefinition,
  },
  {
    comment: structure({ message: text() }),
    capacitySpecification: shapes.capacitySpecification,
    encryptionSpecification: shapes.encryptionSpecification,
    pointInTimeRecovery: shapes.pointInTimeRecovery,
    ttl: shapes.enabledOnly,
    defaultTimeToLive: shapes.defaultTimeToLive,
    tags: shapes.tagList,
    clientSideTimestamps: shapes.enabledOnly,
    autoScalingSpecification: shapes.autoScalingSpecification,
    replicaSpecifications: shapes.replicaSpecifications,
    cdcSpecification: shapes.cdcSpecification,
    warmThroughputSpecification: shapes.warmThroughputSpecification,
  },
);
type Input = Checked<typeof shape>;

export const createTable: Operation = async (context, rawInput) => {
  const input = checkInput(shape, rawInput, context.compat);
  const { keyspaceName: keyspace, tableName: name } = input;
  await context.commit((edits) => {
    const own = edits.region(context.caller.region);
    const home = readyKeyspace(own, keyspace);
    refuseTakenName(own, keyspace, name);
    checkConcurrentDdl(own, context.compat);
    const resolve = udtResolver(own, keyspace);
    const columns = newColumns(input.schemaDefinition, (type) => readType(type, keyspace, resolve, context.compat));
    checkTypeUse(own, keyspace, name, columns);
    const table = newTable(context, input, home, columns);
    checkKey(table.encryption, context.failedKeys);
    for (const region of home.regions) {
      const edit = edits.region(region);
      checkTableQuota(context, edit);
      const numbered = { ...table, number: edit.nextTableNumber() };
      checkAccountUnits(edit, context.compat, numbered);
      edit.put(numbered);
    }
  });
  return { resourceArn: tableArn(context.owner, keyspace, name) };
};

function checkTableQuota(context: OperationContext, edit: CatalogEdit): void {
  if (!context.compat.unlimited && edit.tables().length >= limits.tablesPerRegion)
    throw quotaExceeded(`A Region can have at most ${limits.tablesPerRegion} tables`);
}

/** The record, without a table number yet. */
function newTable(
  context: OperationContext,
  input: Input,
  home: KeyspaceRecord,
  columns: readonly ColumnRecord[],
): TableRecord {
  const { nowMs, delays, compat } = context;
  const cassandraOptions = context.cql?.plan.cqlOnly?.cassandraOptions;
  const multiRegion = home.replicationStrategy === 'MULTI_REGION';
  const capacity = readCapacity(input.capacitySpecification, compat);
  const tags = mergeTags({}, input.tags ?? []);
  const status = lifecycle<TableRecord['status']['state']>('CREATING', 'ACTIVE', nowMs, delays.createTable);
  const defaultTimeToLive = input.defaultTimeToLive ?? 0;
  checkCounterTtl(columns, defaultTimeToLive);
  if (input.cdcSpecification?.status === 'DISABLED' && input.cdcSpecification.viewType !== undefined)
    throw validation('viewType is a setting of a stream that is being enabled');
  const warm = defaultWarmThroughput(capacity);
  const cdc =
    input.cdcSpecification === undefined
      ? undefined
      : changeCdc(undefined, input.cdcSpecification, tags, context, delays.createTable);
  return {
    kind: 'table',
    keyspace: input.keyspaceName,
    name: input.tableName,
    id: context.uuid(),
    number: 0,
    status,
    createdAtMs: nowMs,
    createdBy: context.caller.principal,
    columns,
    nextColumnId: columns.length,
    comment: input.comment?.message ?? '',
    ...(cassandraOptions && { cassandraOptions }),
    capacity,
    history: {
      ...(capacity.mode === 'PAY_PER_REQUEST' ? { payPerRequestAtMs: nowMs } : {}),
      capacityDecreasesAtMs: [],
      encryptionChangesAtMs: [],
    },
    encryption: readEncryption(input.encryptionSpecification, multiRegion),
    ...(input.pointInTimeRecovery?.status === 'ENABLED' ? { pitr: { enabledAtMs: nowMs } } : {}),
    ttlEnabled: input.ttl !== undefined || defaultTimeToLive > 0,
    defaultTimeToLive,
    clientSideTimestamps: input.clientSideTimestamps !== undefined || multiRegion,
    tags,
    ...(input.autoScalingSpecification === undefined
      ? {}
      : { autoScaling: readAutoScaling(input.autoScalingSpecification, undefined, capacity) }),
    replicas: readReplicas(
      input.replicaSpecifications,
      multiRegion ? home.regions.map((region) => ({ region, status })) : [],
      capacity,
    ),
    ...(cdc === undefined ? {} : { cdc }),
    warmThroughput:
      input.warmThroughputSpecification === undefined
        ? warm
        : changeWarmThroughput(warm, input.warmThroughputSpecification, nowMs, 0),
  };
}
