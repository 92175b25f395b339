// The fleet of the demo: four keyspaces and a dozen tables as a company might have them, and how to make them at a place.

import type { CreateTableRequest, SchemaDefinition, TableSettings, Tag } from '../model/control-shapes.js';
import { isKsError } from '../model/errors.js';
import type { Fleet } from '../ports/fleet.js';
import { assertWritable, onePlace } from './one-place.js';
import { waitForKeyspace, waitForTable } from './wait-until.js';

/** Columns as `name type` pairs; keys by name, a clustering column with its order. */
function schema(columns: string, partition: string, clustering = ''): SchemaDefinition {
  const names = (text: string) => text.split(',').map((word) => word.trim());
  const clusteringKeys = clustering === '' ? [] : names(clustering).map(clusteringKey);
  return {
    allColumns: columns.split(';').map((column) => {
      const [name = '', ...type] = column.trim().split(' ');
      return { name, type: type.join(' ') };
    }),
    partitionKeys: names(partition).map((name) => ({ name })),
    ...(clusteringKeys.length > 0 && { clusteringKeys }),
  };
}

function clusteringKey(text: string): { name: string; orderBy: 'ASC' | 'DESC' } {
  const [name = '', order] = text.split(' ');
  return { name, orderBy: order === 'DESC' ? 'DESC' : 'ASC' };
}

function provisioned(readCapacityUnits: number, writeCapacityUnits: number): TableSettings {
  return { capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits, writeCapacityUnits } };
}

const onDemand: TableSettings = { capacitySpecification: { throughputMode: 'PAY_PER_REQUEST' } };
const pitr: TableSettings = { pointInTimeRecovery: { status: 'ENABLED' } };
const ttl = (seconds: number): TableSettings => ({ ttl: { status: 'ENABLED' }, defaultTimeToLive: seconds });

/** Scales on both sides towards 70 % of what is provisioned. */
function autoScaled(read: readonly [number, number], write: readonly [number, number]): TableSettings {
  const side = ([minimumUnits, maximumUnits]: readonly [number, number]) => ({
    minimumUnits,
    maximumUnits,
    scalingPolicy: {
      targetTrackingScalingPolicyConfiguration: { targetValue: 70, scaleInCooldown: 60, scaleOutCooldown: 60 },
    },
  });
  return {
    ...provisioned(read[0], write[0]),
    autoScalingSpecification: { readCapacityAutoScaling: side(read), writeCapacityAutoScaling: side(write) },
  };
}

function tags(team: string, environment = 'demo'): readonly Tag[] {
  return [
    { key: 'team', value: team },
    { key: 'environment', value: environment },
  ];
}

export const DEMO_KEYSPACES: readonly string[] = ['iot', 'web', 'shop', 'auth', 'ops'];

/** `iot.telemetry` has less write capacity than its devices ask for at midday: it is there to be throttled. */
export const DEMO_TABLES: readonly CreateTableRequest[] = [
  {
    keyspaceName: 'iot',
    tableName: 'telemetry',
    schemaDefinition: schema(
      'device text; day text; at timestamp; temperature double; humidity double; battery int; payload blob',
      'device, day',
      'at DESC',
    ),
    ...provisioned(600, 400),
    ...pitr,
    tags: tags('fleet-operations'),
  },
  {
    keyspaceName: 'iot',
    tableName: 'devices',
    schemaDefinition: schema(
      'device text; model text; firmware text; owner text; settings map<text, text>; seen timestamp',
      'device',
    ),
    ...onDemand,
    tags: tags('fleet-operations'),
  },
  {
    keyspaceName: 'iot',
    tableName: 'alerts',
    schemaDefinition: schema(
      'site text; at timestamp; device text; severity int; message text',
      'site',
      'at DESC, device',
    ),
    ...autoScaled([50, 400], [50, 800]),
    ...pitr,
    tags: tags('fleet-operations'),
  },
  {
    keyspaceName: 'iot',
    tableName: 'rollup_1h',
    schemaDefinition: schema(
      'device text; metric text; hour timestamp; low double; high double; mean double; samples bigint',
      'device, metric',
      'hour DESC',
    ),
    ...provisioned(200, 100),
    ...pitr,
  },
  {
    keyspaceName: 'web',
    tableName: 'sessions',
    schemaDefinition: schema('session text; account text; started timestamp; attributes map<text, text>', 'session'),
    ...onDemand,
    ...ttl(1_800),
    tags: tags('web'),
  },
  {
    keyspaceName: 'web',
    tableName: 'clickstream',
    schemaDefinition: schema(
      'page text; day text; at timestamp; visitor text; event text; body blob',
      'page, day',
      'at DESC, visitor',
    ),
    ...onDemand,
    tags: tags('web'),
  },
  {
    keyspaceName: 'shop',
    tableName: 'catalogue',
    schemaDefinition: schema('product text; title text; price decimal; labels set<text>; description blob', 'product'),
    ...onDemand,
    ...pitr,
    tags: tags('shop'),
  },
  {
    keyspaceName: 'shop',
    tableName: 'orders',
    schemaDefinition: schema(
      'customer text; placed timestamp; line int; product text; quantity int; price decimal',
      'customer',
      'placed DESC, line',
    ),
    ...provisioned(300, 150),
    ...pitr,
    tags: tags('shop'),
  },
  {
    keyspaceName: 'shop',
    tableName: 'carts',
    schemaDefinition: schema('customer text; items map<text, int>; version int; changed timestamp', 'customer'),
    ...onDemand,
    tags: tags('shop'),
  },
  {
    keyspaceName: 'shop',
    tableName: 'inventory',
    schemaDefinition: schema('product text; warehouse text; movements counter', 'product', 'warehouse'),
    ...onDemand,
    tags: tags('shop'),
  },
  {
    keyspaceName: 'auth',
    tableName: 'users',
    schemaDefinition: schema('name text; mail text; hash blob; created timestamp; roles set<text>', 'name'),
    ...provisioned(250, 250),
    ...pitr,
    tags: tags('identity'),
  },
  {
    keyspaceName: 'ops',
    tableName: 'audit_log',
    schemaDefinition: schema('day text; at timestamp; actor text; action text; target text', 'day', 'at DESC, actor'),
    ...onDemand,
    ...ttl(7_776_000),
    ...pitr,
  },
];

export interface SeedFleetInput {
  readonly timeoutMs: number;
}

export interface SeededFleet {
  readonly keyspaces: readonly string[];
  readonly tables: readonly string[];
  /** False when all of it was there already. */
  readonly changed: boolean;
}

/** True when it was made, false when it was there. */
async function unlessThere(make: () => Promise<unknown>): Promise<boolean> {
  try {
    await make();
    return true;
  } catch (error) {
    if (isKsError(error) && error.kind === 'conflict') return false;
    throw error;
  }
}

/** Makes what is not there yet and waits until all of it is ACTIVE. */
export async function seedFleet(fleet: Fleet, input: SeedFleetInput): Promise<SeededFleet> {
  assertWritable(fleet);
  const place = onePlace(fleet);
  const { timeoutMs } = input;
  let changed = false;
  for (const keyspace of DEMO_KEYSPACES) {
    changed = (await unlessThere(() => place.control.keyspaces.create({ keyspaceName: keyspace }))) || changed;
  }
  for (const keyspace of DEMO_KEYSPACES) await waitForKeyspace(fleet, place, { keyspace, state: 'ACTIVE', timeoutMs });
  for (const request of DEMO_TABLES)
    changed = (await unlessThere(() => place.control.tables.create(request))) || changed;
  for (const { keyspaceName, tableName } of DEMO_TABLES) {
    await waitForTable(fleet, place, { table: `${keyspaceName}.${tableName}`, state: 'ACTIVE', timeoutMs });
  }
  return {
    keyspaces: DEMO_KEYSPACES,
    tables: DEMO_TABLES.map((table) => `${table.keyspaceName}.${table.tableName}`),
    changed,
  };
}
