// The Application Auto Scaling API for Keyspaces tables. A table's own settings are the truth of targets with a policy;
// what this API sets goes there, and what UpdateTable sets shows here.

import type { Clock } from '../../ports/clock.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { ScalingSide, TableRecord } from '../catalog/records.js';
import { ApiError, type Caller } from '../control/api.js';
import type { EngineControl } from '../control/control.js';
import { validation } from '../control/errors.js';
import type { Kv, KvTransaction } from '../kv/kv.js';
import { limits } from '../limits.js';
import {
  activitiesFilter,
  deletePolicyInput,
  deregisterInput,
  type Filter,
  policiesFilter,
  putPolicyInput,
  registerInput,
  type TargetName,
  targetsFilter,
} from './application-input.js';
import { activityOut, activityResource, alarmsOut, paged, policyOut, targetOut } from './application-output.js';
import type { Scaling } from './scaling.js';
import {
  listActivities,
  newEntry,
  putEntry,
  readEntry,
  removeEntry,
  type ScalingEntry,
  type TargetKey,
} from './scaling-store.js';
import {
  dimensionOf,
  isGlobal,
  policyArn,
  resourceIdOf,
  type ScalableTarget,
  type ScalingPolicy,
  targetArn,
} from './target.js';

export interface ApplicationAutoScaling {
  /** Input as parsed JSON, not yet validated; rejects with an ApiError. */
  call(operation: string, input: unknown, caller: Caller): Promise<Record<string, unknown>>;
}

export interface ApplicationDeps {
  readonly kv: Kv;
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly audit: Pick<AuditLog, 'serviceCall'>;
  readonly control: Pick<EngineControl, 'setScaling'>;
  readonly catalogs: ReadonlyMap<string, { tableRecord(keyspace: string, name: string): TableRecord | undefined }>;
  readonly scaling: Scaling;
  readonly accountId: string;
}

export function createApplicationAutoScaling(deps: ApplicationDeps): ApplicationAutoScaling {
  return {
    call: async (operation, input, caller) => {
      const run = operations.get(operation);
      if (run === undefined)
        throw new ApiError('UnknownOperationException', `${operation} is not offered by this engine`, 404);
      await deps.scaling.look();
      return run(new Service(deps, { operation, input, caller }));
    },
  };
}

const operations: ReadonlyMap<string, (service: Service) => Promise<Record<string, unknown>>> = new Map([
  ['RegisterScalableTarget', (service: Service) => service.register()],
  ['DeregisterScalableTarget', (service: Service) => service.deregister()],
  ['DescribeScalableTargets', async (service: Service) => service.describeTargets()],
  ['PutScalingPolicy', (service: Service) => service.putPolicy()],
  ['DeleteScalingPolicy', (service: Service) => service.deletePolicy()],
  ['DescribeScalingPolicies', async (service: Service) => service.describePolicies()],
  ['DescribeScalingActivities', async (service: Service) => service.describeActivities()],
]);

interface Call {
  readonly operation: string;
  readonly input: unknown;
  readonly caller: Caller;
}

class Service {
  private readonly deps: ApplicationDeps;
  private readonly made: Call;
  private readonly region: string;

  constructor(deps: ApplicationDeps, made: Call) {
    this.deps = deps;
    this.made = made;
    this.region = made.caller.region;
  }

  async register(): Promise<Record<string, unknown>> {
    const wanted = registerInput(this.made.input);
    const table = this.table(wanted.target);
    const before = this.find(wanted.target);
    const minimum = wanted.minimum ?? before?.minimum;
    const maximum = wanted.maximum ?? before?.maximum;
    if (minimum === undefined) throw validation('No minimum capacity specified. Specify a minimum capacity');
    if (maximum === undefined) throw validation('No maximum capacity specified. Specify a maximum capacity');
    checkBounds(minimum, maximum, wanted.target);
    if (isGlobal(table))
      throw validation('Auto scaling of multi-Region tables is configured through Amazon Keyspaces: use UpdateTable');
    if (before === undefined && this.deps.scaling.targets(this.region).length >= limits.scalableTargetsPerRegion)
      throw new ApiError(
        'LimitExceededException',
        `At most ${limits.scalableTargetsPerRegion} scalable targets can be registered for cassandra in a Region`,
      );
    const key = keyOf(this.region, table, wanted.target);
    const suspended = wanted.suspended ?? before?.entry?.suspended;
    const entryOf = (entry: ScalingEntry): ScalingEntry => ({
      ...entry,
      ...(before?.policy === undefined ? { registered: { minimum, maximum } } : {}),
      ...(suspended === undefined ? {} : { suspended }),
    });
    if (before?.policy === undefined) await this.keep(key, entryOf);
    else await this.change(wanted.target, sideOf(before.policy, minimum, maximum), key, entryOf);
    return { ScalableTargetARN: targetArn(this.find(wanted.target)!, this.deps.accountId) };
  }

  async deregister(): Promise<Record<string, unknown>> {
    const name = deregisterInput(this.made.input);
    const target = this.existing(name);
    const key = keyOf(this.region, target.table, name);
    if (target.policy === undefined) await this.keep(key, () => undefined);
    else await this.change(name, { disabled: true }, key, () => undefined);
    return {};
  }

  describeTargets(): Record<string, unknown> {
    const filter = targetsFilter(this.made.input);
    return paged('ScalableTargets', this.targetsIn(filter), filter, (target) => targetOut(target, this.deps.accountId));
  }

  async putPolicy(): Promise<Record<string, unknown>> {
    const { target: name, policyName, ...settings } = putPolicyInput(this.made.input);
    const target = this.existing(name);
    if (target.policy !== undefined && target.policy.name !== policyName)
      throw validation(
        `Only one TargetTrackingScaling policy for a given metric specification is allowed: ${target.policy.name} is there`,
      );
    const nowMs = this.deps.clock.wallMs();
    const policy: ScalingPolicy = { name: policyName, createdAtMs: target.policy?.createdAtMs ?? nowMs, ...settings };
    await this.change(
      name,
      sideOf(policy, target.minimum, target.maximum),
      keyOf(this.region, target.table, name),
      ({ registered: _registered, ...entry }) => ({
        ...entry,
        policyName,
        policyCreatedAtMs: policy.createdAtMs,
        // judged from here on: nobody had asked for it before
        ...(target.policy === undefined ? { sinceMs: minuteOf(nowMs), judgedToMs: minuteOf(nowMs) } : {}),
      }),
    );
    const made = { ...this.find(name)!, policy };
    return {
      PolicyARN: policyArn(made, policy, this.deps.accountId),
      Alarms: alarmsOut(made, policy, this.deps.accountId),
    };
  }

  async deletePolicy(): Promise<Record<string, unknown>> {
    const { target: name, policyName } = deletePolicyInput(this.made.input);
    const target = this.find(name);
    if (target?.policy === undefined || target.policy.name !== policyName)
      throw objectNotFound(`No scaling policy found for ${describe(name)}, policy name: ${policyName}`);
    const { minimum, maximum } = target;
    // the target stays registered
    await this.change(
      name,
      { disabled: true },
      keyOf(this.region, target.table, name),
      ({ policyName: _name, policyCreatedAtMs: _at, ...entry }) => ({ ...entry, registered: { minimum, maximum } }),
    );
    return {};
  }

  describePolicies(): Record<string, unknown> {
    const filter = policiesFilter(this.made.input);
    const found = this.targetsIn(filter).flatMap((target) => {
      const { policy } = target;
      if (policy === undefined) return [];
      const named = filter.policyNames === undefined || filter.policyNames.includes(policy.name);
      return named ? [{ target, policy }] : [];
    });
    return paged('ScalingPolicies', found, filter, ({ target, policy }) =>
      policyOut(target, policy, this.deps.accountId),
    );
  }

  describeActivities(): Record<string, unknown> {
    const filter = activitiesFilter(this.made.input);
    const nowMs = this.deps.clock.wallMs();
    const found = listActivities(this.deps.kv, this.region).filter(
      (activity) =>
        (filter.resourceIds?.includes(activityResource(activity)) ?? true) &&
        (filter.direction === undefined || activity.direction === filter.direction),
    );
    return paged('ScalingActivities', found, filter, (activity) => activityOut(activity, nowMs));
  }

  private targetsIn(filter: Filter): ScalableTarget[] {
    return this.deps.scaling
      .targets(this.region)
      .filter(({ table }) => filter.resourceIds?.includes(resourceIdOf(table)) ?? true)
      .filter(({ direction }) => filter.direction === undefined || direction === filter.direction);
  }

  private table({ keyspace, table, resourceId }: TargetName): TableRecord {
    const found = this.deps.catalogs.get(this.region)?.tableRecord(keyspace, table);
    if (found === undefined || found.status.state === 'DELETING')
      throw validation(`Keyspaces table does not exist: ${resourceId}`);
    return found;
  }

  private find(name: TargetName): ScalableTarget | undefined {
    return this.deps.scaling
      .targets(this.region)
      .find(({ table, direction }) => direction === name.direction && resourceIdOf(table) === name.resourceId);
  }

  private existing(name: TargetName): ScalableTarget {
    const found = this.find(name);
    if (found === undefined) throw objectNotFound(`No scalable target registered for ${describe(name)}`);
    return found;
  }

  /** Changes only what this API keeps; undefined takes it away. */
  private async keep(key: TargetKey, next: (entry: ScalingEntry) => ScalingEntry | undefined): Promise<void> {
    await this.deps.kv.write((tx) => this.write(tx, key, next));
  }

  /** Changes the table's settings and what this API keeps, together. */
  private async change(
    name: TargetName,
    side: ScalingSide,
    key: TargetKey,
    next: (entry: ScalingEntry) => ScalingEntry | undefined,
  ): Promise<void> {
    const { keyspace, table, direction } = name;
    const note = (tx: KvTransaction) => this.write(tx, key, next);
    try {
      await this.deps.control.setScaling({ keyspace, table, direction, side, note }, this.made.caller);
    } catch (error) {
      if (error instanceof ApiError && error.type === 'ConflictException')
        throw new ApiError('ConcurrentUpdateException', error.message);
      throw error;
    }
  }

  private write(tx: KvTransaction, key: TargetKey, next: (entry: ScalingEntry) => ScalingEntry | undefined): void {
    const nowMs = this.deps.clock.wallMs();
    const entry = next(readEntry(tx, key) ?? newEntry(nowMs));
    if (entry === undefined) removeEntry(tx, key);
    else putEntry(tx, key, entry);
    this.deps.audit.serviceCall(tx, {
      eventSource: 'application-autoscaling.amazonaws.com',
      eventName: this.made.operation,
      caller: this.made.caller,
      atMs: nowMs,
      requestParameters: this.made.input as Readonly<Record<string, unknown>>,
    });
  }
}

const minuteOf = (ms: number): number => Math.floor(ms / 60_000) * 60_000;
const objectNotFound = (message: string) => new ApiError('ObjectNotFoundException', message);
const describe = ({ resourceId, direction }: TargetName): string =>
  `service namespace: cassandra, resource ID: ${resourceId}, scalable dimension: ${dimensionOf(direction)}`;
const keyOf = (region: string, table: TableRecord, { direction }: TargetName): TargetKey => ({
  region,
  tableId: table.id,
  direction,
});

function checkBounds(minimum: number, maximum: number, { direction }: TargetName): void {
  const quota = direction === 'read' ? limits.tableReadUnitsPerSecond : limits.tableWriteUnitsPerSecond;
  if (minimum < 1) throw validation('MinCapacity must be at least 1');
  if (minimum > maximum) throw validation('Maximum capacity cannot be less than minimum capacity');
  if (maximum > quota) throw validation(`MaxCapacity must not be greater than the table quota of ${quota}`);
}

function sideOf(policy: ScalingPolicy, minimum: number, maximum: number): ScalingSide {
  const { targetValue, disableScaleIn, scaleInCooldown, scaleOutCooldown } = policy;
  return {
    disabled: false,
    minimumUnits: minimum,
    maximumUnits: maximum,
    targetValue,
    disableScaleIn,
    scaleInCooldown,
    scaleOutCooldown,
  };
}
