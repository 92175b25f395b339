// A table as it was at a second, restored to a new one. The window is looked at before the service is asked, so that the
// answer can name it.

import type { RestoreTableRequest, TableDescription, Tag } from '../model/control-shapes.js';
import { KsError, usage } from '../model/errors.js';
import { parseInstant } from '../model/instant.js';
import { parseQualifiedName, qualified } from '../model/names.js';
import type { Fleet, Place } from '../ports/fleet.js';
import { assertWritable, type DryRun, dryRunOf, onePlace } from './one-place.js';
import { orConflict, orNoTable } from './say-missing.js';
import { capacityOf, encryptionOf } from './update-table.js';
import { findTable, notThere, tableInMaking, waitUntil } from './wait-until.js';

export interface RestoreTableInput {
  readonly name: string;
  /** The new table; in the same keyspace when it has none of its own. */
  readonly to: string;
  /** A time as parseInstant takes it; the present when left out. */
  readonly at?: string;
  readonly onDemand?: boolean;
  readonly provisioned?: string;
  readonly autoScaleRead?: string;
  readonly autoScaleWrite?: string;
  readonly kmsKey?: string;
  readonly pitr?: boolean;
  readonly tags?: readonly Tag[];
  readonly wait: boolean;
  readonly timeoutMs: number;
  readonly dryRun?: boolean;
}
export interface RestoredTable {
  readonly changed: true;
  readonly source: string;
  /** Undefined: the present, or the end of a deleted table. */
  readonly at: string | undefined;
  readonly restoredTableArn: string;
  readonly table: TableDescription | undefined;
}

/** The call that a restore makes. */
function restoreRequest(input: RestoreTableInput, nowMs: number): RestoreTableRequest {
  const source = parseQualifiedName(input.name);
  const target = parseQualifiedName(input.to.includes('.') ? input.to : `${source.keyspace}.${input.to}`);
  const { capacitySpecification, autoScalingSpecification } = capacityOf(input);
  return {
    sourceKeyspaceName: source.keyspace,
    sourceTableName: source.name,
    targetKeyspaceName: target.keyspace,
    targetTableName: target.name,
    ...(input.at !== undefined && { restoreTimestamp: parseInstant(input.at, nowMs) }),
    ...(capacitySpecification !== undefined && { capacitySpecificationOverride: capacitySpecification }),
    ...(input.kmsKey !== undefined && { encryptionSpecificationOverride: encryptionOf(input.kmsKey) }),
    ...(input.pitr !== undefined && {
      pointInTimeRecoveryOverride: { status: input.pitr ? ('ENABLED' as const) : ('DISABLED' as const) },
    }),
    ...(input.tags !== undefined && input.tags.length > 0 && { tagsOverride: input.tags }),
    ...(autoScalingSpecification !== undefined && { autoScalingSpecification }),
  };
}

export async function restoreTable(fleet: Fleet, input: RestoreTableInput): Promise<RestoredTable | DryRun> {
  assertWritable(fleet);
  const place = onePlace(fleet);
  const nowMs = fleet.clock.wallMs();
  const request = restoreRequest(input, nowMs);
  await checkWindow(place, request);
  if (input.dryRun === true) return dryRunOf({ operation: 'RestoreTable', input: request });
  const { sourceKeyspaceName, sourceTableName, targetKeyspaceName: keyspace, targetTableName: name } = request;
  const { restoredTableArn } = await orConflict(
    [`ks tables describe ${qualified(keyspace, name)}`, 'restore to another name: --to NAME'],
    orNoTable(sourceKeyspaceName, sourceTableName, place.control.tables.restore(request)),
  );
  const table = input.wait ? await restored(fleet, place, request, input) : await findTable(place, keyspace, name);
  return {
    changed: true,
    source: qualified(sourceKeyspaceName, sourceTableName),
    at: request.restoreTimestamp,
    restoredTableArn,
    table,
  };
}

/** A source that is not found may be a deleted table that can still be restored: only the service knows. */
async function checkWindow(place: Place, request: RestoreTableRequest): Promise<void> {
  const { sourceKeyspaceName: keyspace, sourceTableName: name, restoreTimestamp: at } = request;
  const source = await findTable(place, keyspace, name);
  if (source === undefined) return;
  const recovery = source.pointInTimeRecovery;
  if (recovery?.status !== 'ENABLED') {
    throw new KsError({
      code: 'PITR_OFF',
      kind: 'failed',
      message: `${qualified(keyspace, name)} cannot be restored: point-in-time recovery is off.`,
      next: [`ks backups enable ${qualified(keyspace, name)}, for the time to come`],
    });
  }
  const earliest = recovery.earliestRestorableTimestamp;
  if (at === undefined || earliest === undefined) return;
  // the service counts in seconds
  if (Math.floor(Date.parse(at) / 1000) >= Math.floor(Date.parse(earliest) / 1000)) return;
  throw usage(
    `${at} is before ${earliest}, the earliest time that ${qualified(keyspace, name)} can be restored to.`,
    `ks backups status ${qualified(keyspace, name)}`,
  );
}

async function restored(
  fleet: Fleet,
  place: Place,
  request: RestoreTableRequest,
  { timeoutMs }: RestoreTableInput,
): Promise<TableDescription> {
  const { targetKeyspaceName: keyspace, targetTableName: name } = request;
  const table = qualified(keyspace, name);
  const options = { what: `${table} to be restored`, timeoutMs, again: `ks tables wait ${table} --timeout 30m` };
  const find = tableInMaking(place, keyspace, name);
  return waitUntil<TableDescription>(fleet, options, async () => {
    const found = await find();
    if (found === undefined) return { state: notThere };
    if (found.status === 'ACTIVE') return { done: found };
    return { state: found.status + (await share(place, keyspace, name)) };
  });
}

/** `, 40 % of the rows`, in steps of ten, where the place tells. */
async function share(place: Place, keyspace: string, name: string): Promise<string> {
  const rows = await place.control.tables.restoredRows?.(keyspace, name);
  if (rows === undefined || rows.sourceRows === 0) return '';
  const percent = Math.min(100, Math.floor((rows.copiedRows / rows.sourceRows) * 10) * 10);
  return `, ${percent} % of the rows`;
}
