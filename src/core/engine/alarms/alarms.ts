// CloudWatch's alarm operations over the store. States follow time: whoever looks (a tick of a running engine, or a
// DescribeAlarms) judges every period that has ended since, in order. Actions are kept and shown, and never called.

import type { Clock } from '../../ports/clock.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { Caller } from '../control/api.js';
import type { Kv, KvTransaction } from '../kv/kv.js';
import { limits } from '../limits.js';
import { CloudWatchError } from '../metrics/cloudwatch-input.js';
import type { Tags } from '../metrics/resource-tags.js';
import { type AlarmDefinition, type AlarmRecord, alarmArn } from './alarm.js';
import { alarmNamesInput, putMetricAlarmInput, setAlarmStateInput } from './alarm-input.js';
import { describeAlarmHistory, describeAlarms, describeAlarmsForMetric, type Reading } from './alarm-reading.js';
import { AlarmStore } from './alarm-store.js';
import { judgedNow } from './due.js';
import { lastBoundaryMs, stateItem } from './judge.js';

export interface AlarmDeps {
  readonly kv: Kv;
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly audit: Pick<AuditLog, 'serviceCall'>;
  readonly regions: () => Iterable<string>;
  readonly accountId: string;
  /** Alarms that somebody else keeps, as they are now: those of auto scaling. Their names begin with managedPrefix. */
  readonly managed?: (region: string) => Promise<readonly AlarmRecord[]>;
}

export interface Alarms {
  handles(operation: string): boolean;
  /** Input as parsed JSON, not yet validated; rejects with a CloudWatchError. */
  call(operation: string, input: unknown, caller: Caller): Promise<Record<string, unknown>>;
  /** Undefined when there is no such alarm. */
  tagsOf(region: string, name: string): Promise<Tags | undefined>;
  /** False when there is no such alarm, or it is one of auto scaling. */
  changeTags(tx: KvTransaction, region: string, name: string, change: (before: Tags) => Tags): boolean;
  /** Judges what has ended since the last look. */
  look(): Promise<void>;
}

export const managedPrefix = 'TargetTracking-';

type Operation = (state: AlarmBook, input: unknown, caller: Caller) => Promise<Record<string, unknown>>;

const operations: ReadonlyMap<string, Operation> = new Map([
  ['PutMetricAlarm', (book, input, caller) => book.put(input, caller)],
  ['DescribeAlarms', (book, input, caller) => book.read(describeAlarms, input, caller)],
  ['DescribeAlarmsForMetric', (book, input, caller) => book.read(describeAlarmsForMetric, input, caller)],
  ['DescribeAlarmHistory', (book, input, caller) => book.read(describeAlarmHistory, input, caller)],
  ['EnableAlarmActions', (book, input, caller) => book.setActions(true, input, caller)],
  ['DisableAlarmActions', (book, input, caller) => book.setActions(false, input, caller)],
  ['DeleteAlarms', (book, input, caller) => book.delete(input, caller)],
  ['SetAlarmState', (book, input, caller) => book.setState(input, caller)],
]);

export function createAlarms(deps: AlarmDeps): Alarms {
  const book = new AlarmBook(deps);
  return {
    handles: (operation) => operations.has(operation),
    call: async (operation, input, caller) => {
      const run = operations.get(operation);
      if (run === undefined)
        throw new CloudWatchError('UnknownOperationException', `${operation} is not offered by this engine`, 404);
      return run(book, input, caller);
    },
    tagsOf: (region, name) => book.tagsOf(region, name),
    changeTags: (tx, region, name, change) => book.changeTags(tx, region, name, change),
    look: () => book.look(),
  };
}

class AlarmBook {
  private readonly deps: AlarmDeps;
  private readonly store: AlarmStore;

  constructor(deps: AlarmDeps) {
    this.deps = deps;
    this.store = new AlarmStore(deps.kv);
  }

  async put(input: unknown, caller: Caller): Promise<Record<string, unknown>> {
    const { definition, tags } = putMetricAlarmInput(input);
    await this.assertOwn(caller.region, [definition.name]);
    const nowMs = this.deps.clock.wallMs();
    await this.deps.kv.write((tx) => {
      const before = this.store.find(tx, caller.region, definition.name);
      if (before === undefined && this.store.count(tx, caller.region) >= limits.alarmsPerRegion)
        throw new CloudWatchError('LimitExceeded', `At most ${limits.alarmsPerRegion} alarms can be in a Region.`);
      this.store.put(tx, caller.region, configured(definition, before, { nowMs, tags }));
      this.record(tx, 'PutMetricAlarm', input, caller);
    });
    return {};
  }

  async read(reading: Reading, input: unknown, caller: Caller): Promise<Record<string, unknown>> {
    const arnOf = (name: string) => alarmArn(caller.region, this.deps.accountId, name);
    return reading(await this.current(caller.region), input, arnOf);
  }

  /** All or none: one name that is not there refuses the call. */
  async delete(input: unknown, caller: Caller): Promise<Record<string, unknown>> {
    const names = alarmNamesInput(input);
    await this.assertOwn(caller.region, names);
    await this.deps.kv.write((tx) => {
      for (const name of names) if (!this.store.remove(tx, caller.region, name)) throw notFound(name);
      this.record(tx, 'DeleteAlarms', input, caller);
    });
    return {};
  }

  /** Holds until the next period is judged. */
  async setState(input: unknown, caller: Caller): Promise<Record<string, unknown>> {
    const { name, ...found } = setAlarmStateInput(input);
    await this.assertOwn(caller.region, [name]);
    const nowMs = this.deps.clock.wallMs();
    await this.deps.kv.write((tx) => {
      const before = this.store.find(tx, caller.region, name);
      if (before === undefined) throw notFound(name);
      const history =
        found.state === before.state
          ? before.history
          : [...before.history, stateItem(nowMs, before.state, found)].slice(-limits.alarmHistoryItems);
      const stateAtMs = found.state === before.state ? before.stateAtMs : nowMs;
      // what ended before this is not judged any more
      const boundaryMs = lastBoundaryMs(before.definition.periodSeconds, nowMs, limits.metricLagMs);
      const judgedToMs = Math.max(before.judgedToMs, boundaryMs);
      this.store.put(tx, caller.region, { ...before, ...found, stateAtMs, judgedToMs, history });
      this.record(tx, 'SetAlarmState', input, caller);
    });
    return {};
  }

  /** Names that are not there are passed over: the API has no error for them. */
  async setActions(enabled: boolean, input: unknown, caller: Caller): Promise<Record<string, unknown>> {
    const names = alarmNamesInput(input);
    await this.assertOwn(caller.region, names);
    await this.deps.kv.write((tx) => {
      for (const name of names) {
        const before = this.store.find(tx, caller.region, name);
        if (before === undefined) continue;
        const definition = { ...before.definition, actionsEnabled: enabled };
        this.store.put(tx, caller.region, { ...before, definition, configuredAtMs: this.deps.clock.wallMs() });
      }
      this.record(tx, enabled ? 'EnableAlarmActions' : 'DisableAlarmActions', input, caller);
    });
    return {};
  }

  async tagsOf(region: string, name: string): Promise<Tags | undefined> {
    const found = (await this.current(region)).find(({ definition }) => definition.name === name);
    return found && (found.tags ?? {});
  }

  changeTags(tx: KvTransaction, region: string, name: string, change: (before: Tags) => Tags): boolean {
    const before = this.store.find(tx, region, name);
    if (before === undefined) return false;
    this.store.put(tx, region, { ...before, tags: change(before.tags ?? {}) });
    return true;
  }

  async look(): Promise<void> {
    for (const region of this.deps.regions()) await this.judgeRegion(region);
  }

  private async judgeRegion(region: string): Promise<void> {
    const { kv, clock } = this.deps;
    const judged = judgedNow({ kv, region }, this.store.all(region), clock.wallMs());
    if (judged.length > 0) await this.store.judged(region, judged);
  }

  private async current(region: string): Promise<readonly AlarmRecord[]> {
    await this.judgeRegion(region);
    const managed = (await this.deps.managed?.(region)) ?? [];
    return [...this.store.all(region), ...managed].sort((a, b) => (a.definition.name < b.definition.name ? -1 : 1));
  }

  private async assertOwn(region: string, names: readonly string[]): Promise<void> {
    if (!names.some((name) => name.startsWith(managedPrefix))) return;
    const managed = (await this.deps.managed?.(region)) ?? [];
    const found = managed.find(({ definition }) => names.includes(definition.name));
    if (found !== undefined)
      throw new CloudWatchError(
        'ValidationError',
        `The alarm ${found.definition.name} belongs to Application Auto Scaling: change its scaling policy instead.`,
      );
  }

  private record(tx: KvTransaction, eventName: string, input: unknown, caller: Caller): void {
    this.deps.audit.serviceCall(tx, {
      eventSource: 'monitoring.amazonaws.com',
      eventName,
      caller,
      atMs: this.deps.clock.wallMs(),
      requestParameters: input as Readonly<Record<string, unknown>>,
    });
  }
}

const notFound = (name: string) => new CloudWatchError('ResourceNotFound', `Alarm ${name} does not exist.`, 404);

/** A new alarm knows nothing yet; a changed one keeps its state, and is judged anew from here on. */
function configured(
  definition: AlarmDefinition,
  before: AlarmRecord | undefined,
  { nowMs, tags }: { readonly nowMs: number; readonly tags: Tags },
): AlarmRecord {
  const item = {
    atMs: nowMs,
    type: 'ConfigurationUpdate' as const,
    summary: `Alarm "${definition.name}" ${before === undefined ? 'created' : 'updated'}`,
    data: JSON.stringify({ version: '1.0', type: before === undefined ? 'Create' : 'Update' }),
  };
  return {
    state: 'INSUFFICIENT_DATA',
    reason: 'Unchecked: Initial alarm creation',
    stateAtMs: nowMs,
    // those of an alarm that is there are changed by TagResource only
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    ...before,
    definition,
    configuredAtMs: nowMs,
    judgedToMs: lastBoundaryMs(definition.periodSeconds, nowMs, limits.metricLagMs),
    history: [...(before?.history ?? []), item].slice(-limits.alarmHistoryItems),
  };
}
