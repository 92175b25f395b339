// A new table, from columns and settings or from the API's own JSON, and the wait until it can be used.

import { type ColumnFlags, parseUnits, schemaOf } from '../model/column-spec.js';
import type { CreateTableRequest, TableDescription, TableSettings, Tag } from '../model/control-shapes.js';
import { isKsError, usage } from '../model/errors.js';
import { parseQualifiedName, qualified } from '../model/names.js';
import type { Fleet } from '../ports/fleet.js';
import { assertWritable, type DryRun, dryRunOf, onePlace } from './one-place.js';
import { orConflict, orNoKeyspace } from './say-missing.js';
import { findTable, waitForTable } from './wait-until.js';

export interface TableFlags extends ColumnFlags {
  readonly name: string;
  /** `100/50`; on-demand when left out. */
  readonly provisioned?: string;
  readonly pitr?: boolean;
  readonly ttl?: boolean;
  readonly defaultTtlSeconds?: number;
  readonly clientSideTimestamps?: boolean;
  readonly comment?: string;
  readonly kmsKey?: string;
  readonly tags?: readonly Tag[];
}
export interface CreateTableInput {
  readonly request: CreateTableRequest;
  readonly ifNotExists?: boolean;
  readonly wait: boolean;
  readonly timeoutMs: number;
  readonly dryRun?: boolean;
}
export interface CreatedTable {
  readonly changed: boolean;
  readonly table: TableDescription | undefined;
}

export function createTableRequest(flags: TableFlags): CreateTableRequest {
  const { keyspace, name } = parseQualifiedName(flags.name);
  return {
    keyspaceName: keyspace,
    tableName: name,
    schemaDefinition: schemaOf(flags),
    ...settingsOf(flags),
    ...(flags.comment !== undefined && { comment: { message: flags.comment } }),
    ...(flags.tags !== undefined && flags.tags.length > 0 && { tags: flags.tags }),
  };
}

function settingsOf(flags: TableFlags): TableSettings {
  const units = flags.provisioned === undefined ? undefined : parseUnits(flags.provisioned);
  return {
    ...(units !== undefined && {
      capacitySpecification: {
        throughputMode: 'PROVISIONED' as const,
        readCapacityUnits: units.read,
        writeCapacityUnits: units.write,
      },
    }),
    ...(flags.pitr === true && { pointInTimeRecovery: { status: 'ENABLED' as const } }),
    ...(flags.ttl === true && { ttl: { status: 'ENABLED' as const } }),
    ...(flags.defaultTtlSeconds !== undefined && { defaultTimeToLive: flags.defaultTtlSeconds }),
    ...(flags.clientSideTimestamps === true && { clientSideTimestamps: { status: 'ENABLED' as const } }),
    ...(flags.kmsKey !== undefined && {
      encryptionSpecification: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: flags.kmsKey },
    }),
  };
}

/** What `--generate-cli-skeleton` prints: the API's form, to be filled in. */
export const createTableSkeleton: CreateTableRequest = {
  keyspaceName: '',
  tableName: '',
  schemaDefinition: {
    allColumns: [{ name: '', type: '' }],
    partitionKeys: [{ name: '' }],
    clusteringKeys: [{ name: '', orderBy: 'ASC' }],
    staticColumns: [{ name: '' }],
  },
  comment: { message: '' },
  capacitySpecification: { throughputMode: 'PAY_PER_REQUEST' },
  encryptionSpecification: { type: 'AWS_OWNED_KMS_KEY' },
  pointInTimeRecovery: { status: 'DISABLED' },
  ttl: { status: 'ENABLED' },
  defaultTimeToLive: 0,
  clientSideTimestamps: { status: 'ENABLED' },
  tags: [{ key: '', value: '' }],
};

/** The JSON of `--cli-input-json`, with the name of the command line over the file's. The service checks the rest. */
export function createTableFromJson(text: string, name: string | undefined): CreateTableRequest {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw usage(`The input is not JSON: ${(error as Error).message}.`, 'ks tables create --generate-cli-skeleton');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw usage('The input is not a JSON object.', 'ks tables create --generate-cli-skeleton');
  }
  const over = name === undefined ? undefined : parseQualifiedName(name);
  return {
    ...(parsed as CreateTableRequest),
    ...(over !== undefined && { keyspaceName: over.keyspace, tableName: over.name }),
  };
}

export async function createTable(fleet: Fleet, input: CreateTableInput): Promise<CreatedTable | DryRun> {
  assertWritable(fleet);
  const place = onePlace(fleet);
  const { keyspaceName, tableName } = input.request;
  if (input.dryRun === true) return dryRunOf({ operation: 'CreateTable', input: input.request });
  try {
    await orNoKeyspace(keyspaceName, place.control.tables.create(input.request));
  } catch (error) {
    if (input.ifNotExists === true && isKsError(error) && error.kind === 'conflict') {
      return { changed: false, table: await findTable(place, keyspaceName, tableName) };
    }
    const table = qualified(keyspaceName, tableName);
    return orConflict([`ks tables describe ${table}`, 'add --if-not-exists where that is well'], Promise.reject(error));
  }
  if (!input.wait) return { changed: true, table: await findTable(place, keyspaceName, tableName) };
  const table = await waitForTable(fleet, place, {
    table: qualified(keyspaceName, tableName),
    state: 'ACTIVE',
    timeoutMs: input.timeoutMs,
  });
  return { changed: true, table };
}
