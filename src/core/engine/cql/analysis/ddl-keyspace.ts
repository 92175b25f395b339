// CREATE, ALTER and DROP KEYSPACE become control-plane calls. Apart from tables because replication is their own subject.

import { singleRegionReplication } from '../../catalog/reserved-keyspaces.js';
import { CqlError, ErrorCode, invalid } from '../../cql-error.js';
import { limits } from '../../limits.js';
import type { SchemaChange } from '../../session/api.js';
import type { AlterKeyspace, CreateKeyspace, DropKeyspace } from '../syntax/ast/ddl.js';
import type { AnalysisContext } from './context.js';
import type { DdlPlan } from './ddl-plan.js';
import { Properties, type PropertyMap, tagList, tagsOf } from './ddl-properties.js';
import { checkReplication } from './options-replication.js';
import { refuseSystemKeyspace } from './resolve.js';

const created = new Set(['replication', 'durable_writes', 'tags']);
const altered = new Set(['replication', 'durable_writes', 'client_side_timestamps']);

export function createKeyspace(context: AnalysisContext, raw: CreateKeyspace): DdlPlan {
  refuseSystemKeyspace(context, raw.name);
  if (!/^\w+$/.test(raw.name)) throw invalid(`"${raw.name}" is not a valid keyspace name`);
  if (raw.name.length > limits.nameCharacters) {
    throw invalid(`Keyspace names shouldn't be more than ${limits.nameCharacters} characters long (got "${raw.name}")`);
  }
  const properties = new Properties(raw.properties, created);
  const replication = properties.map('replication');
  if (replication?.class !== undefined) properties.boolean('durable_writes');
  // the guide creates keyspaces WITH TAGS alone [control-plane facts 15.10]
  if (replication === undefined && (context.compat.anyReplication || !properties.has('tags'))) throw missingClass();
  const tags = properties.map('tags');
  return {
    kind: 'ddl',
    operation: 'CreateKeyspace',
    input: {
      keyspaceName: raw.name,
      ...(replication && { replicationSpecification: replicationSpecification(context, replication) }),
      ...(tags && { tags: tagList(tags) }),
    },
    ...(raw.ifNotExists && { condition: 'if-not-exists' as const }),
    change: change('CREATED', raw.name),
    cqlOnly: {
      ...(replication && { replication: shownReplication(context, raw.name, replication) }),
      durableWrites: properties.boolean('durable_writes') ?? true,
    },
  };
}

const missingClass = (): CqlError => new CqlError(ErrorCode.config, 'Missing mandatory replication strategy class');

const change = (what: SchemaChange['change'], keyspace: string): SchemaChange => ({
  kind: 'schema-change',
  change: what,
  target: 'KEYSPACE',
  keyspace,
});

/** Replication as system_schema gives it back. Where any may be asked for, Cassandra's own checks hold, and its classes
 * are written in full. */
function shownReplication(
  context: AnalysisContext,
  keyspace: string,
  map: PropertyMap,
): Readonly<Record<string, string>> {
  const { class: strategy, ...options } = map as Record<string, string>;
  if (typeof strategy !== 'string') throw missingClass();
  const name = strategy.slice(strategy.lastIndexOf('.') + 1);
  if (name === 'SingleRegionStrategy') return singleRegionReplication;
  const full = strategy.includes('.') ? strategy : `org.apache.cassandra.locator.${strategy}`;
  if (!context.compat.anyReplication) {
    return name === 'SimpleStrategy' ? singleRegionReplication : { class: full, ...options };
  }
  checkReplication(keyspace, { name, full }, options);
  return { class: full, ...options };
}

/** SimpleStrategy is taken as an alias of SingleRegionStrategy [facts 2.3]. */
function replicationSpecification(context: AnalysisContext, map: PropertyMap): Record<string, unknown> {
  const { class: strategy, ...factors } = map;
  if (typeof strategy !== 'string') throw missingClass();
  const name = strategy.slice(strategy.lastIndexOf('.') + 1);
  if (context.compat.anyReplication) return { replicationStrategy: 'SINGLE_REGION' };
  switch (name) {
    case 'SingleRegionStrategy':
    case 'SimpleStrategy':
      return { replicationStrategy: 'SINGLE_REGION' };
    case 'NetworkTopologyStrategy':
      for (const [region, factor] of Object.entries(factors)) {
        if (factor !== '3') {
          throw new CqlError(ErrorCode.config, `Replication factor of ${region} must be 3 (got ${String(factor)})`);
        }
      }
      return { replicationStrategy: 'MULTI_REGION', regionList: Object.keys(factors) };
    default:
      throw new CqlError(ErrorCode.config, `Unable to find replication strategy class '${strategy}'`);
  }
}

export function alterKeyspace(context: AnalysisContext, raw: AlterKeyspace): DdlPlan {
  refuseSystemKeyspace(context, raw.name);
  const updated = change('UPDATED', raw.name);
  if (raw.change.kind !== 'with') {
    return {
      kind: 'ddl',
      operation: raw.change.kind === 'add-tags' ? 'TagResource' : 'UntagResource',
      input: { keyspaceName: raw.name, tags: tagsOf(raw.change.tags) },
      change: updated,
    };
  }
  if (context.compat.anyReplication && context.catalog.keyspace(raw.name) === undefined) {
    throw invalid(`Unknown keyspace ${raw.name}`);
  }
  const properties = new Properties(raw.change.properties, altered);
  const replication = properties.map('replication');
  const status = properties.map('client_side_timestamps')?.status;
  if (context.compat.anyReplication) {
    if (replication !== undefined && replication.class === undefined && Object.keys(replication).length > 0) {
      throw new CqlError(ErrorCode.config, 'Missing replication strategy class');
    }
    const durableWrites = properties.boolean('durable_writes');
    return {
      kind: 'ddl',
      operation: 'AlterKeyspaceReplication',
      input: { keyspaceName: raw.name },
      change: updated,
      cqlOnly: {
        ...(replication?.class !== undefined && { replication: shownReplication(context, raw.name, replication) }),
        ...(durableWrites !== undefined && { durableWrites }),
      },
    };
  }
  if (replication === undefined) throw missingClass();
  return {
    kind: 'ddl',
    operation: 'UpdateKeyspace',
    input: {
      keyspaceName: raw.name,
      replicationSpecification: replicationSpecification(context, replication),
      ...(typeof status === 'string' && { clientSideTimestamps: { status: status.toUpperCase() } }),
    },
    change: updated,
    cqlOnly: { replication: shownReplication(context, raw.name, replication) },
  };
}

export function dropKeyspace(context: AnalysisContext, raw: DropKeyspace): DdlPlan {
  refuseSystemKeyspace(context, raw.name);
  return {
    kind: 'ddl',
    operation: 'DeleteKeyspace',
    input: { keyspaceName: raw.name },
    ...(raw.ifExists && { condition: 'if-exists' as const }),
    change: change('DROPPED', raw.name),
  };
}
