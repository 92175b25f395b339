// Auto scaling that acts: judges each target minute by minute from the stored samples and changes units through
// UpdateTable, as the service does. State is in the store, so that any process may look, and time that passed while none did
// is made up for in order: one change at a time, since a table that is UPDATING waits until it is ACTIVE.

import { uuidText } from '../../lib/uuid.js';
import type { Clock } from '../../ports/clock.js';
import type { Log } from '../../ports/log.js';
import type { Random } from '../../ports/random.js';
import type { AlarmRecord } from '../alarms/alarm.js';
import type { Values } from '../alarms/judge.js';
import type { Catalog } from '../catalog/catalog.js';
import type { TableRecord } from '../catalog/records.js';
import { ApiError } from '../control/api.js';
import type { EngineControl } from '../control/control.js';
import type { Kv } from '../kv/kv.js';
import { limits } from '../limits.js';
import { readManySeries } from '../metrics/query.js';
import { type Acting, activityOf, scalingCaller } from './activity.js';
import { type AlarmPair, afterMinute, alarmOf, type Decision, decide } from './decide.js';
import {
  nameOf,
  newEntry,
  putActivity,
  readEntries,
  removeEntry,
  type ScalingEntry,
  swapEntry,
  type TargetKey,
} from './scaling-store.js';
import {
  type AlarmSide,
  consumedMetricOf,
  type Direction,
  directions,
  isGlobal,
  type ScalableTarget,
  scalesHere,
  sideOf,
  targetOf,
} from './target.js';

export interface ScalingDeps {
  readonly kv: Kv;
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly random: Random;
  readonly log: Log;
  readonly control: Pick<EngineControl, 'call' | 'setScaling'>;
  /** By Region. */
  readonly catalogs: ReadonlyMap<string, Pick<Catalog, 'tables' | 'tableRecord'>>;
  readonly accountId: string;
}

export interface Scaling {
  /** Judges what has ended since the last look, and acts on it; false while a change under way has to end first. */
  look(): Promise<boolean>;
  targets(region: string): readonly ScalableTarget[];
  /** The alarm pairs of all policies. */
  alarms(region: string): Promise<readonly AlarmRecord[]>;
}

export function createScaling(deps: ScalingDeps): Scaling {
  const scaler = new Scaler(deps);
  return {
    look: () => scaler.look(),
    targets: (region) => scaler.targets(region),
    alarms: async (region) => {
      await scaler.look();
      return scaler.alarms(region);
    },
  };
}

interface Judged {
  readonly before: ScalingEntry;
  readonly entry: ScalingEntry;
  readonly decision: Decision;
}

class Scaler {
  private readonly deps: ScalingDeps;
  private looking: Promise<boolean> | undefined;

  constructor(deps: ScalingDeps) {
    this.deps = deps;
  }

  /** Looks do not overlap: who asks during one gets its end. */
  look(): Promise<boolean> {
    this.looking ??= this.lookOnce().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  targets(region: string): ScalableTarget[] {
    const tables = this.deps.catalogs.get(region)?.tables() ?? [];
    const entries = readEntries(this.deps.kv, region);
    return tables.flatMap((table) =>
      directions.flatMap((direction) => {
        const entry = entries.get(nameOf({ tableId: table.id, direction }))?.entry;
        return targetOf(table, { region, direction, entry }) ?? [];
      }),
    );
  }

  alarms(region: string): AlarmRecord[] {
    return this.targets(region).flatMap((target) =>
      (['High', 'Low'] as const).flatMap((side) => this.alarmRecord(target, side) ?? []),
    );
  }

  private async lookOnce(): Promise<boolean> {
    let caughtUp = true;
    for (const region of this.deps.catalogs.keys()) {
      await this.keepStep(region);
      const owed = this.targets(region).filter((target) => this.isOwed(target));
      // a change under way ends first; what it leaves to judge is judged then
      const due = owed.filter(({ table }) => table.status.state === 'ACTIVE');
      if (due.length < owed.length) caughtUp = false;
      if (due.length === 0) continue;
      if (!(await this.judgeTargets(due))) caughtUp = false;
    }
    return caughtUp;
  }

  /** Entries follow the tables' settings: new ones begin now, those of tables and settings that are gone go. */
  private async keepStep(region: string): Promise<void> {
    const { kv, clock } = this.deps;
    const tables = this.deps.catalogs.get(region)?.tables() ?? [];
    const known = readEntries(kv, region);
    const byId = new Map(tables.map((table) => [table.id, table]));
    const enabled = (table: TableRecord, direction: Direction) => sideOf(table, region, direction)?.disabled === false;
    const gone = [...known.values()].filter(({ key, entry }) => {
      const table = byId.get(key.tableId);
      return table === undefined || (entry.registered === undefined && !enabled(table, key.direction));
    });
    const fresh = tables.flatMap((table) =>
      directions
        .filter((direction) => enabled(table, direction))
        .map((direction): TargetKey => ({ region, tableId: table.id, direction }))
        .filter((key) => !known.has(nameOf(key))),
    );
    if (gone.length === 0 && fresh.length === 0) return;
    await kv.write((tx) => {
      for (const { key } of gone) removeEntry(tx, key);
      for (const key of fresh) swapEntry(tx, key, { before: undefined, after: newEntry(clock.wallMs()) });
    });
  }

  private lastMinuteMs(): number {
    return Math.floor((this.deps.clock.wallMs() - limits.metricLagMs) / 60_000) * 60_000;
  }

  private isActive(target: ScalableTarget): boolean {
    const now = this.current(target);
    return now.id === target.table.id && now.status.state === 'ACTIVE';
  }

  /** The table as it is now: another change may have been made since the targets were listed. */
  private current({ region, table }: ScalableTarget): TableRecord {
    return this.deps.catalogs.get(region)?.tableRecord(table.keyspace, table.name) ?? table;
  }

  private isOwed({ region, table, direction, policy, entry, units }: ScalableTarget): boolean {
    if (policy === undefined || entry === undefined || units === undefined) return false;
    return scalesHere(table, region, direction) && entry.judgedToMs < this.lastMinuteMs();
  }

  /** The samples of all targets, which are of one Region, in one pass. */
  private consumedOf(targets: readonly ScalableTarget[]): readonly Values[] {
    const endMs = this.lastMinuteMs();
    const oldestMs = Math.min(...targets.map(({ entry }) => entry?.judgedToMs ?? endMs));
    const startSeconds = this.firstMinuteMs(oldestMs) / 1000 - limits.scaleInMinutes * 60;
    const queries = targets.map(({ table, direction }) => ({
      metric: consumedMetricOf(direction),
      dimensions: { Keyspace: table.keyspace, TableName: table.name },
      startSeconds,
      endSeconds: endMs / 1000,
      periodSeconds: 60,
    }));
    return readManySeries(this.deps.kv, targets[0]?.region ?? '', queries).map(
      (points) => new Map(points.map(({ atSeconds, values }) => [atSeconds, values.sum])),
    );
  }

  /** After a long absence only the newest minutes are judged. */
  private firstMinuteMs(judgedToMs: number): number {
    return Math.max(judgedToMs, this.lastMinuteMs() - limits.catchUpMs);
  }

  /** One change after the other; how far those that stay as they are were judged is stored together. */
  private async judgeTargets(due: readonly ScalableTarget[]): Promise<boolean> {
    const consumed = this.consumedOf(due);
    const staying: { readonly target: ScalableTarget; readonly after: ScalingEntry }[] = [];
    let caughtUp = true;
    for (const [index, target] of due.entries()) {
      // the other direction's change may have begun in this very look
      const found = this.isActive(target) ? this.judgeTarget(target, consumed[index]!) : undefined;
      if (found?.decision.kind === 'stay') staying.push({ target, after: found.entry });
      else caughtUp = false;
      if (found !== undefined && found.decision.kind !== 'stay')
        await this.act(target, { ...found, decision: found.decision });
    }
    if (staying.length > 0)
      await this.deps.kv.write((tx) => {
        for (const { target, after } of staying) swapEntry(tx, keyOf(target), { before: target.entry, after });
      });
    return caughtUp;
  }

  /** Minute by minute, up to the first in which something is to be done. */
  private judgeTarget(target: ScalableTarget, consumed: Values): Judged | undefined {
    const before = target.entry;
    if (before === undefined) return undefined;
    const lastMs = this.lastMinuteMs();
    const pair: AlarmPair = { high: this.alarmRecord(target, 'High'), low: this.alarmRecord(target, 'Low') };
    let entry = before;
    for (let endMs = this.firstMinuteMs(before.judgedToMs) + 60_000; endMs <= lastMs; endMs += 60_000) {
      entry = afterMinute(entry, { pair, consumed, endMs });
      const moment = { endMs, high: entry.high.state, low: entry.low.state, consumed };
      const decision = decide({ ...target, entry }, moment);
      if (decision.kind !== 'stay') return { before, entry, decision };
    }
    return { before, entry, decision: { kind: 'stay' } };
  }

  private alarmRecord(target: ScalableTarget, side: AlarmSide): AlarmRecord | undefined {
    const { entry, policy } = target;
    const definition = alarmOf(target, side, this.deps.accountId);
    if (definition === undefined || entry === undefined || policy === undefined) return undefined;
    // no alarm for what the policy never does
    if (side === 'Low' && policy.disableScaleIn) return undefined;
    const kept = side === 'High' ? entry.high : entry.low;
    return { definition, configuredAtMs: policy.createdAtMs, ...kept, judgedToMs: entry.judgedToMs };
  }

  /** Claims the minute first: of several processes one acts, and a change is never made twice for one reason. */
  private async act(
    target: ScalableTarget,
    { before, entry, decision }: { before: ScalingEntry; entry: ScalingEntry; decision: Acting },
  ): Promise<void> {
    const { kv, log } = this.deps;
    const out = decision.units > (target.units ?? 0);
    const acted = { ...entry, ...(out ? { lastOutMs: entry.judgedToMs } : { lastInMs: entry.judgedToMs }) };
    const mine = await kv.write((tx) => swapEntry(tx, keyOf(target), { before, after: acted }));
    if (!mine) return;
    const failure = await this.changeUnits(target, decision.units);
    if (failure?.type === 'ConflictException') {
      // somebody else is changing the table: the same minute is judged again when it is ACTIVE
      await kv.write((tx) => swapEntry(tx, keyOf(target), { before: acted, after: before }));
      return;
    }
    const startMs = this.deps.clock.wallMs();
    const id = uuidText(this.deps.random.bytes(16));
    const activity = activityOf(target, decision, {
      id,
      startMs,
      endMs: this.current(target).status.untilMs ?? startMs,
      failure,
    });
    log.info('auto scaling', { table: `${target.table.keyspace}.${target.table.name}`, did: activity.message });
    await kv.write((tx) => {
      putActivity(tx, target.region, activity);
      // a failed change was none: its cooldown does not count, but it is not tried again at once
      if (failure !== undefined)
        swapEntry(tx, keyOf(target), { before: acted, after: { ...entry, failedAtMs: entry.judgedToMs } });
    });
  }

  /** What the control plane refused it with; undefined when it is under way. */
  private async changeUnits(target: ScalableTarget, units: number): Promise<ApiError | undefined> {
    const { region, direction } = target;
    const table = this.current(target);
    const { readUnits, writeUnits } = table.capacity;
    const named = { keyspaceName: table.keyspace, tableName: table.name };
    const change =
      direction === 'read' && isGlobal(table)
        ? { replicaSpecifications: [{ region, readCapacityUnits: units }] }
        : {
            capacitySpecification: {
              throughputMode: 'PROVISIONED',
              readCapacityUnits: direction === 'read' ? units : readUnits,
              writeCapacityUnits: direction === 'write' ? units : writeUnits,
            },
          };
    try {
      await this.deps.control.call('UpdateTable', { ...named, ...change }, scalingCaller(region, this.deps.accountId));
      return undefined;
    } catch (error) {
      if (error instanceof ApiError) return error;
      throw error;
    }
  }
}

const keyOf = ({ region, table, direction }: ScalableTarget): TargetKey => ({ region, tableId: table.id, direction });
