// The control-plane port over the engine in process: API JSON in and out, epoch seconds made ISO text.

import type { KeyspaceDescription, TableDescription, Tag, TypeDescription } from '../../model/control-shapes.js';
import type { ControlPlane } from '../../ports/control-plane.js';
import type { Engine, EngineCaller } from './door.js';
import { mapEngineError } from './map-errors.js';

type Json = Readonly<Record<string, unknown>>;

export function engineControlPlane(engine: Engine, caller: EngineCaller): ControlPlane {
  const call = async <T>(operation: string, input: object): Promise<T> => {
    try {
      return withIsoTimes(await engine.control.call(operation, input, caller)) as T;
    } catch (error) {
      throw mapEngineError(error);
    }
  };
  const pages = async <T>(operation: string, input: object, member: string): Promise<readonly T[]> => {
    const items: T[] = [];
    let nextToken: unknown;
    do {
      const page: Json = await call(operation, nextToken === undefined ? input : { ...input, nextToken });
      items.push(...((page[member] as readonly T[] | undefined) ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return items;
  };
  return {
    capabilities: { userTypes: true, autoScaling: true, pointInTimeRecovery: true, streams: true, tags: true },
    keyspaces: {
      create: (request) => call('CreateKeyspace', request),
      get: (keyspaceName) => call<KeyspaceDescription>('GetKeyspace', { keyspaceName }),
      list: () => pages<KeyspaceDescription>('ListKeyspaces', {}, 'keyspaces'),
      update: (request) => call('UpdateKeyspace', request),
      delete: (keyspaceName) => call('DeleteKeyspace', { keyspaceName }),
    },
    tables: {
      create: (request) => call('CreateTable', request),
      get: (keyspaceName, tableName) => call<TableDescription>('GetTable', { keyspaceName, tableName }),
      list: (keyspaceName) => pages('ListTables', { keyspaceName }, 'tables'),
      update: (request) => call('UpdateTable', request),
      delete: (keyspaceName, tableName) => call('DeleteTable', { keyspaceName, tableName }),
      restore: async (request) => {
        const { restoreTimestamp, ...rest } = request;
        const input =
          restoreTimestamp === undefined ? rest : { ...rest, restoreTimestamp: Date.parse(restoreTimestamp) / 1000 };
        const { restoredTableARN } = await call<{ readonly restoredTableARN: string }>('RestoreTable', input);
        return { restoredTableArn: restoredTableARN };
      },
      restoredRows: async (keyspace, table) => engine.restoreProgress(caller.region, keyspace, table),
    },
    types: {
      create: (request) => call('CreateType', request),
      get: (keyspaceName, typeName) => call<TypeDescription>('GetType', { keyspaceName, typeName }),
      list: (keyspaceName) => pages<string>('ListTypes', { keyspaceName }, 'types'),
      delete: (keyspaceName, typeName) => call('DeleteType', { keyspaceName, typeName }),
    },
    tags: {
      list: (resourceArn) => pages<Tag>('ListTagsForResource', { resourceArn }, 'tags'),
      set: (resourceArn, tags) => call('TagResource', { resourceArn, tags }),
      unset: (resourceArn, tags) => call('UntagResource', { resourceArn, tags }),
    },
    autoScaling: {
      get: (keyspaceName, tableName) => call('GetTableAutoScalingSettings', { keyspaceName, tableName }),
    },
  };
}

/** Members whose name ends in Timestamp or Time and whose value is a number of seconds [facts/control-plane 1.1]. */
function withIsoTimes(value: unknown, name = ''): unknown {
  if (typeof value === 'number' && /(?:Timestamp|ModifiedTime)$/.test(name)) {
    return new Date(Math.round(value * 1000)).toISOString();
  }
  if (Array.isArray(value)) return value.map((item) => withIsoTimes(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withIsoTimes(member, key)]));
}
