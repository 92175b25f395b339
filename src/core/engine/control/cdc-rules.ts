// Change data capture settings: status, view type and the stream's label (control-plane facts 5.8). Records of a stream
// are not this module's business.

import type { CapacityRecord, CdcRecord, TableRecord, Tags } from '../catalog/records.js';
import { stateAt } from '../catalog/records.js';
import { limits } from '../limits.js';
import { validation } from './errors.js';
import { lifecycle } from './find.js';
import type { CdcInput } from './shared-shapes.js';
import { mergeTags } from './tag-rules.js';

/** The moment of a change, by the wall and in write time. */
export interface Moment {
  readonly nowMs: number;
  readonly nowMicros: bigint;
}

/** The record after the change; undefined when there was no stream and none is asked for. */
export function changeCdc(
  before: CdcRecord | undefined,
  input: CdcInput,
  tableTags: Tags,
  { nowMs, nowMicros }: Moment,
  delayMs: number,
): CdcRecord | undefined {
  const state = before === undefined ? 'DISABLED' : stateAt(before.status, nowMs);
  if (input.status === 'ENABLING' || input.status === 'DISABLING')
    throw validation('cdcSpecification.status must be ENABLED or DISABLED');
  if (input.status === 'DISABLED') {
    if (input.viewType !== undefined || input.tags !== undefined || input.propagateTags !== undefined)
      throw validation('viewType, tags and propagateTags are settings of a stream that is being enabled');
    if (before === undefined || state === 'DISABLED') return before;
    if (state === 'DISABLING') return before;
    // writes of this very microsecond came before: a clock that stands still has many
    const end = { toMicros: String(nowMicros + 1n), disabledAtMs: nowMs };
    return { ...before, status: lifecycle('DISABLING', 'DISABLED', nowMs, delayMs), ...end };
  }
  if (before !== undefined && state !== 'DISABLED') {
    if (input.viewType !== undefined && input.viewType !== before.viewType)
      throw validation('The view type of a stream cannot be changed');
    return before;
  }
  const propagateTags = input.propagateTags ?? 'NONE';
  return {
    status: lifecycle('ENABLING', 'ENABLED', nowMs, delayMs),
    viewType: input.viewType ?? 'NEW_AND_OLD_IMAGES',
    streamLabel: newLabel(before, nowMs),
    fromMicros: String(nowMicros),
    propagateTags,
    tags: mergeTags(propagateTags === 'TABLE' ? tableTags : {}, input.tags ?? []),
  };
}

/** The streams that are left to read when `after` takes the place of `before`; undefined when nothing changes. */
export function pastStreams(
  table: Pick<TableRecord, 'cdc' | 'pastStreams'>,
  after: CdcRecord | undefined,
  nowMs: number,
): readonly CdcRecord[] | undefined {
  const { cdc: before, pastStreams: past = [] } = table;
  if (before === undefined || before.streamLabel === after?.streamLabel) return undefined;
  return [...past, before].filter(({ disabledAtMs = 0 }) => nowMs < disabledAtMs + limits.streamKeptMs);
}

/**
 * The record of a stream whose table gets other units: it splits or merges its shards when another number of them carries the
 * writes, a thousand units each as storage partitions do. What AWS goes by is not published.
 */
export function resharded(cdc: CdcRecord, capacity: CapacityRecord, { nowMs, nowMicros }: Moment): CdcRecord {
  const before = cdc.reshardings ?? [];
  const shards = shardsFor(capacity);
  if (cdc.toMicros !== undefined || shards === (before.at(-1)?.shards ?? limits.streamShards)) return cdc;
  const last = BigInt(before.at(-1)?.fromMicros ?? cdc.fromMicros ?? 0);
  // writes of this very microsecond came before
  const from = nowMicros + 1n > last ? nowMicros + 1n : last + 1n;
  const keptMicros = BigInt(nowMs - limits.streamKeptMs) * 1000n;
  const readable = before.filter((_, index) => BigInt(before[index + 1]?.fromMicros ?? from) > keptMicros);
  return { ...cdc, reshardings: [...readable, { fromMicros: String(from), shards }] };
}

/** A power of two, so that shards split and merge whole. */
function shardsFor(capacity: CapacityRecord): number {
  const needed = capacity.mode === 'PROVISIONED' ? (capacity.writeUnits ?? 0) / limits.partitionWriteUnitsPerSecond : 0;
  return Math.max(limits.streamShards, 2 ** Math.ceil(Math.log2(Math.max(1, needed))));
}

/** A new stream has a label of its own, also within the millisecond of its predecessor. */
function newLabel(before: CdcRecord | undefined, nowMs: number): string {
  const taken = before === undefined ? 0 : Date.parse(`${before.streamLabel}Z`);
  return new Date(Math.max(nowMs, taken + 1)).toISOString().slice(0, -1);
}
