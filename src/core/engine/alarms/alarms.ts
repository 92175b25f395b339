// CloudWatch's alarm operations over the store. States follow time: whoever looks (a tick of a running engine, or a
// DescribeAlarms) judges every period that has ended since, in order. Actions are kept and shown, and never called.

import type { Clock } from '../../ports/clock.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { Caller } from '../control/api.js';
import type { Kv, KvTransaction } from '../kv/kv.js';
import { limits } from '../limits.js';
import { CloudWatchError } from '../metrics/cloudwatch-input.js';
import { type AlarmDefinition, type AlarmRecord, alarmOut } from './alarm.js';
import {
  alarmHistoryInput,
  alarmNamesInput,
  describeAlarmsInput,
  putMetricAlarmInput,
  setAlarmStateInput,
  writeToken,
} from './alarm-input.js';
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
  /** Judges what has ended since the last look. */
  look(): Promise<void>;
}

export const managedPrefix = 'TargetTracking-';

type Operation = (state: AlarmBook, input: unknown, caller: Caller) => Promise<Record<string, unknown>>;

const operations: ReadonlyMap<string, Operation> = new Map([
  ['PutMetricAlarm', (book, input, caller) => book.put(input, caller)],
  ['DescribeAlarms', (book, input, caller) => book.describe(input, caller)],
  ['DescribeAlarmHistory', (book, input, caller) => book.describeHistory(input, caller)],
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
    const definition = putMetricAlarmInput(input);
    await this.assertOwn(caller.region, [definition.name]);
    const nowMs = this.deps.clock.wallMs();
    await this.deps.kv.write((tx) => {
      const before = this.store.find(tx, caller.region, definition.name);
      if (before === undefined && this.store.count(tx, caller.region) >= limits.alarmsPerRegion)
        throw new CloudWatchError('LimitExceeded', `At most ${limits.alarmsPerRegion} alarms can be in a Region.`);
      this.store.put(tx, caller.region, configured(definition, before, nowMs));
      this.record(tx, 'PutMetricAlarm', input, caller);
    });
    return {};
  }

  async describe(input: unknown, caller: Caller): Promise<Record<string, unknown>> {
    const filter = describeAlarmsInput(input);
    const all = filter.metricAlarms ? await this.current(caller.region) : [];
    const found = all.filter(
      ({ definition, state }) =>
        (filter.names === undefined || filter.names.has(definition.name)) &&
        (filter.prefix === undefined || definition.name.startsWith(filter.prefix)) &&
        (filter.state === undefined || state === filter.state) &&
        (filter.actionPrefix === undefined ||
          definition.alarmActions.some((action) => action.startsWith(filter.actionPrefix!))),
    );
    const shown = found.slice(filter.offset, filter.offset + filter.limit);
    const next = filter.offset + shown.length;
    return {
      MetricAlarms: shown.map((record) => alarmOut(record, this.arn(caller.region, record.definition.name))),
      CompositeAlarms: [],
      ...(next < found.length ? { NextToken: writeToken(next) } : {}),
    };
  }

  async describeHistory(input: unknown, caller: Caller): Promise<Record<string, unknown>> {
    const wanted = alarmHistoryInput(input);
    const all = (await this.current(caller.region)).filter(
      ({ definition }) => wanted.name === undefined || definition.name === wanted.name,
    );
    const items = all
      .flatMap(({ definition, history }) => history.map((item) => ({ name: definition.name, item })))
      .filter(({ item }) => wanted.type === undefined || item.type === wanted.type)
      .filter(({ item }) => item.atMs >= wanted.fromMs && item.atMs <= wanted.toMs)
      .sort((a, b) => (wanted.ascending ? a.item.atMs - b.item.atMs : b.item.atMs - a.item.atMs));
    const shown = items.slice(wanted.offset, wanted.offset + wanted.limit);
    const next = wanted.offset + shown.length;
    return {
      AlarmHistoryItems: shown.map(({ name, item }) => ({
        AlarmName: name,
        AlarmType: 'MetricAlarm',
        Timestamp: item.atMs / 1000,
        HistoryItemType: item.type,
        HistorySummary: item.summary,
        HistoryData: item.data,
      })),
      ...(next < items.length ? { NextToken: writeToken(next) } : {}),
    };
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

  private arn(region: string, name: string): string {
    return `arn:aws:cloudwatch:${region}:${this.deps.accountId}:alarm:${name}`;
  }
}

const notFound = (name: string) => new CloudWatchError('ResourceNotFound', `Alarm ${name} does not exist.`, 404);

/** A new alarm knows nothing yet; a changed one keeps its state, and is judged anew from here on. */
function configured(definition: AlarmDefinition, before: AlarmRecord | undefined, nowMs: number): AlarmRecord {
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
    ...before,
    definition,
    configuredAtMs: nowMs,
    judgedToMs: lastBoundaryMs(definition.periodSeconds, nowMs, limits.metricLagMs),
    history: [...(before?.history ?? []), item].slice(-limits.alarmHistoryItems),
  };
}
