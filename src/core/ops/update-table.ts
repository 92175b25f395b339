// Several settings of one table: the service takes one a call, so they go one after another, each waited for, in an order
// that never makes a later one impossible [facts/control-plane, UpdateTable].

import { parseColumn, parseScaling, parseUnits } from '../model/column-spec.js';
import type { TableDescription, UpdateTableRequest } from '../model/control-shapes.js';
import { isKsError, KsError, usage } from '../model/errors.js';
import { parseQualifiedName, qualified } from '../model/names.js';
import type { Fleet } from '../ports/fleet.js';
import { assertMayDestroy, assertWritable, type DryRun, dryRunOf, onePlace } from './one-place.js';
import { orConflict, orNoTable } from './say-missing.js';
import { waitForTable } from './wait-until.js';

export interface TableChanges {
  readonly onDemand?: boolean;
  readonly provisioned?: string;
  /** `50-800@70`, or `off`. */
  readonly autoScaleRead?: string;
  readonly autoScaleWrite?: string;
  /** For the directions that are set: cooldowns in seconds, and whether units are never lowered. */
  readonly scalingPolicy?: {
    readonly scaleInCooldown?: number;
    readonly scaleOutCooldown?: number;
    readonly disableScaleIn?: boolean;
  };
  readonly clientSideTimestamps?: boolean;
  readonly defaultTtlSeconds?: number;
  readonly kmsKey?: string;
  readonly pitr?: boolean;
  readonly ttl?: boolean;
  readonly addColumns?: readonly string[];
  /** `100/50`. */
  readonly warm?: string;
  /** A view type, or `off`. */
  readonly stream?: string;
}
export interface UpdateTableInput {
  readonly name: string;
  readonly changes: TableChanges;
  readonly confirm?: string;
  readonly wait: boolean;
  readonly timeoutMs: number;
  readonly dryRun?: boolean;
}
export interface UpdatedTable {
  readonly changed: boolean;
  /** The settings that were sent, in order. */
  readonly steps: readonly string[];
  readonly table: TableDescription | undefined;
}

type Settings = Omit<UpdateTableRequest, 'keyspaceName' | 'tableName'>;

const scaling = (text: string, policy: TableChanges['scalingPolicy']) => {
  if (text === 'off') return { autoScalingDisabled: true };
  const { min, max, target } = parseScaling(text);
  return {
    minimumUnits: min,
    maximumUnits: max,
    scalingPolicy: { targetTrackingScalingPolicyConfiguration: { targetValue: target, ...policy } },
  };
};

/** Capacity and auto scaling: what the service takes in one call. */
export function capacityOf(
  changes: Pick<TableChanges, 'onDemand' | 'provisioned' | 'autoScaleRead' | 'autoScaleWrite' | 'scalingPolicy'>,
): Settings {
  if (changes.onDemand === true && changes.provisioned !== undefined) {
    throw usage('A table is on-demand or provisioned, not both.');
  }
  const units = changes.provisioned === undefined ? undefined : parseUnits(changes.provisioned);
  const read = changes.autoScaleRead === undefined ? undefined : scaling(changes.autoScaleRead, changes.scalingPolicy);
  const write =
    changes.autoScaleWrite === undefined ? undefined : scaling(changes.autoScaleWrite, changes.scalingPolicy);
  return {
    ...(changes.onDemand === true && { capacitySpecification: { throughputMode: 'PAY_PER_REQUEST' as const } }),
    ...(units !== undefined && {
      capacitySpecification: {
        throughputMode: 'PROVISIONED' as const,
        readCapacityUnits: units.read,
        writeCapacityUnits: units.write,
      },
    }),
    ...((read !== undefined || write !== undefined) && {
      autoScalingSpecification: {
        ...(read !== undefined && { readCapacityAutoScaling: read }),
        ...(write !== undefined && { writeCapacityAutoScaling: write }),
      },
    }),
  };
}

/** `aws-owned`, or the ARN of a customer managed key. */
export const encryptionOf = (key: string): NonNullable<Settings['encryptionSpecification']> =>
  key === 'aws-owned' ? { type: 'AWS_OWNED_KMS_KEY' } : { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: key };

/** One call a setting, in the order in which they are sent. */
export function planTableUpdate(name: string, changes: TableChanges): readonly UpdateTableRequest[] {
  const { keyspace, name: table } = parseQualifiedName(name);
  const steps: Settings[] = [];
  const capacity = capacityOf(changes);
  if (Object.keys(capacity).length > 0) steps.push(capacity);
  if (changes.clientSideTimestamps === true) steps.push({ clientSideTimestamps: { status: 'ENABLED' } });
  if (changes.defaultTtlSeconds !== undefined) steps.push({ defaultTimeToLive: changes.defaultTtlSeconds });
  if (changes.kmsKey !== undefined) steps.push({ encryptionSpecification: encryptionOf(changes.kmsKey) });
  if (changes.pitr !== undefined) {
    steps.push({ pointInTimeRecovery: { status: changes.pitr ? 'ENABLED' : 'DISABLED' } });
  }
  if (changes.ttl === true) steps.push({ ttl: { status: 'ENABLED' } });
  if (changes.addColumns !== undefined && changes.addColumns.length > 0) {
    steps.push({ addColumns: changes.addColumns.map(parseColumn) });
  }
  if (changes.warm !== undefined) {
    const units = parseUnits(changes.warm);
    steps.push({
      warmThroughputSpecification: { readUnitsPerSecond: units.read, writeUnitsPerSecond: units.write },
    });
  }
  if (changes.stream !== undefined) {
    steps.push({
      cdcSpecification:
        changes.stream === 'off' ? { status: 'DISABLED' } : { status: 'ENABLED', viewType: changes.stream },
    });
  }
  return steps.map((step) => ({ keyspaceName: keyspace, tableName: table, ...step }));
}

const settingNames = (request: UpdateTableRequest): string =>
  Object.keys(request)
    .filter((key) => key !== 'keyspaceName' && key !== 'tableName')
    .join(' + ');

export async function updateTable(fleet: Fleet, input: UpdateTableInput): Promise<UpdatedTable | DryRun> {
  assertWritable(fleet);
  const plan = planTableUpdate(input.name, input.changes);
  if (plan.length === 0) throw usage('Nothing to change was named.', 'ks tables update --help');
  // disabling PITR throws the backup history away
  if (input.changes.pitr === false && input.dryRun !== true) {
    assertMayDestroy(fleet, input.name, input.confirm, `erasing the backup history of ${input.name}`);
  }
  if (input.dryRun === true) return dryRunOf(...plan.map((request) => ({ operation: 'UpdateTable', input: request })));
  const place = onePlace(fleet);
  const { keyspace, name } = parseQualifiedName(input.name);
  const wait = () =>
    waitForTable(fleet, place, { table: qualified(keyspace, name), state: 'ACTIVE', timeoutMs: input.timeoutMs });
  const steps: string[] = [];
  let table: TableDescription | undefined;
  for (const [index, request] of plan.entries()) {
    if (plan.length > 1) fleet.report(`${index + 1} of ${plan.length}: ${settingNames(request)}`);
    try {
      await orConflict(
        [`ks tables wait ${input.name}`],
        orNoTable(keyspace, name, place.control.tables.update(request)),
      );
    } catch (error) {
      throw index === 0 ? error : halfDone(steps, settingNames(request), error);
    }
    steps.push(settingNames(request));
    if (input.wait || index < plan.length - 1) table = await wait();
  }
  return { changed: true, steps, table: table ?? (await place.control.tables.get(keyspace, name)) };
}

function halfDone(done: readonly string[], failed: string, error: unknown): KsError {
  return new KsError({
    code: 'PARTIAL_UPDATE',
    kind: 'partial',
    message: `${failed} failed after ${done.join(', ')} had been done.`,
    why: error instanceof Error ? error.message : String(error),
    next: isKsError(error) ? error.next : [],
    cause: error,
  });
}
