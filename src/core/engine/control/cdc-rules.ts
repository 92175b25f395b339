// Change data capture settings: status, view type and the stream's label (control-plane facts 5.8). Records of a stream
// are not this module's business.

import type { CdcRecord, TableRecord, Tags } from '../catalog/records.js';
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

/** A new stream has a label of its own, also within the millisecond of its predecessor. */
function newLabel(before: CdcRecord | undefined, nowMs: number): string {
  const taken = before === undefined ? 0 : Date.parse(`${before.streamLabel}Z`);
  return new Date(Math.max(nowMs, taken + 1)).toISOString().slice(0, -1);
}
