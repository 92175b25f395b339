// What auto scaling remembers in the store, beside the settings that the table's own record has: how far each target has
// been judged, when it last acted, and its activities.

import type { AlarmState, HistoryItem } from '../alarms/alarm.js';
import type { KvReader, KvTransaction } from '../kv/kv.js';
import { limits } from '../limits.js';
import type { Direction } from './target.js';

export interface KeptAlarm {
  readonly state: AlarmState;
  readonly reason: string;
  readonly stateAtMs: number;
  readonly history: readonly HistoryItem[];
}

export interface ScalingEntry {
  readonly createdAtMs: number;
  /** Bounds of a target that has no policy yet. */
  readonly registered?: { readonly minimum: number; readonly maximum: number };
  readonly policyName?: string;
  readonly policyCreatedAtMs?: number;
  readonly suspended?: { readonly in: boolean; readonly out: boolean };
  /** Minutes before this do not count: nobody had asked for scaling then. */
  readonly sinceMs: number;
  /** End of the newest minute that was judged. */
  readonly judgedToMs: number;
  readonly lastOutMs?: number;
  readonly lastInMs?: number;
  readonly failedAtMs?: number;
  readonly high: KeptAlarm;
  readonly low: KeptAlarm;
}

export interface Activity {
  readonly id: string;
  readonly keyspace: string;
  readonly table: string;
  readonly direction: Direction;
  readonly description: string;
  readonly cause: string;
  readonly startMs: number;
  /** When the change is done: it is in progress until then. */
  readonly endMs: number;
  readonly failed: boolean;
  readonly message: string;
}

export interface TargetKey {
  readonly region: string;
  readonly tableId: string;
  readonly direction: Direction;
}

const entryPrefix = (region: string): string => `scaling\0${region}\0`;
const entryKey = ({ region, tableId, direction }: TargetKey): Buffer =>
  Buffer.from(`${entryPrefix(region)}${tableId}\0${direction}`);

export function newEntry(nowMs: number): ScalingEntry {
  const kept: KeptAlarm = {
    state: 'INSUFFICIENT_DATA',
    reason: 'Unchecked: Initial alarm creation',
    stateAtMs: nowMs,
    history: [],
  };
  const minuteMs = Math.floor(nowMs / 60_000) * 60_000;
  return { createdAtMs: nowMs, sinceMs: minuteMs, judgedToMs: minuteMs, high: kept, low: kept };
}

const parse = <T>(bytes: Uint8Array): T => JSON.parse(Buffer.from(bytes).toString('utf8')) as T;
const bytesOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value), 'utf8');

export function readEntry(reader: KvReader, key: TargetKey): ScalingEntry | undefined {
  const bytes = reader.get('meta', entryKey(key));
  return bytes === undefined ? undefined : parse<ScalingEntry>(bytes);
}

/** All entries of a Region, by nameOf their keys. */
export function readEntries(reader: KvReader, region: string): ReadonlyMap<string, StoredEntry> {
  const prefix = entryPrefix(region);
  const start = Buffer.from(prefix);
  const found = new Map<string, StoredEntry>();
  reader.visit('meta', { start, end: Buffer.concat([start, Buffer.from([0xff])]) }, (bytes, value) => {
    const [tableId = '', direction] = Buffer.from(bytes).toString('utf8').slice(prefix.length).split('\0');
    const key: TargetKey = { region, tableId, direction: direction === 'read' ? 'read' : 'write' };
    found.set(nameOf(key), { key, entry: parse<ScalingEntry>(value) });
    return true;
  });
  return found;
}

export interface StoredEntry {
  readonly key: TargetKey;
  readonly entry: ScalingEntry;
}
export const nameOf = ({ tableId, direction }: Omit<TargetKey, 'region'>): string => `${tableId} ${direction}`;

export function putEntry(tx: KvTransaction, key: TargetKey, entry: ScalingEntry): void {
  tx.put('meta', entryKey(key), bytesOf(entry));
}
export function removeEntry(tx: KvTransaction, key: TargetKey): void {
  tx.remove('meta', entryKey(key));
}

/** Replaces `before` by `after`, unless another process has changed it meanwhile. */
export function swapEntry(
  tx: KvTransaction,
  key: TargetKey,
  { before, after }: { readonly before: ScalingEntry | undefined; readonly after: ScalingEntry },
): boolean {
  // entries are never written otherwise than by JSON.stringify, and parsing keeps the order of members
  const stored = tx.get('meta', entryKey(key))?.toString('utf8');
  if (stored !== (before && JSON.stringify(before))) return false;
  putEntry(tx, key, after);
  return true;
}

const activityPrefix = (region: string): Buffer => Buffer.from(`scaling-activity\0${region}\0`);

function activityKey(region: string, startMs: number, id: string): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(Math.max(0, Math.floor(startMs))));
  return Buffer.concat([activityPrefix(region), time, Buffer.from(id)]);
}

export function putActivity(tx: KvTransaction, region: string, activity: Activity): void {
  tx.put('meta', activityKey(region, activity.startMs, activity.id), bytesOf(activity));
  const old: Buffer[] = [];
  const end = activityKey(region, activity.startMs - limits.scalingActivitiesKeptMs, '');
  tx.visit('meta', { start: activityPrefix(region), end, limit: 8 }, (key) => {
    old.push(Buffer.from(key));
    return true;
  });
  for (const key of old) tx.remove('meta', key);
}

/** Newest first. */
export function listActivities(reader: KvReader, region: string): Activity[] {
  const start = activityPrefix(region);
  const end = Buffer.from(start);
  // after the last separator nothing but times: the next byte up ends them
  end[end.length - 1] = 1;
  const found: Activity[] = [];
  reader.visit('meta', { start, end, reverse: true }, (_, value) => {
    found.push(parse<Activity>(value));
    return true;
  });
  return found;
}
