// Change data capture settings: status, view type and the stream's label (control-plane facts 5.8). Records of a stream
// are not this module's business.

import type { CdcRecord, Tags } from '../catalog/records.js';
import { stateAt } from '../catalog/records.js';
import { validation } from './errors.js';
import { lifecycle } from './find.js';
import type { CdcInput } from './shared-shapes.js';
import { mergeTags } from './tag-rules.js';

/** The record after the change; undefined when there was no stream and none is asked for. */
export function changeCdc(
  before: CdcRecord | undefined,
  input: CdcInput,
  tableTags: Tags,
  nowMs: number,
  delayMs: number,
): CdcRecord | undefined {
  const state = before === undefined ? 'DISABLED' : stateAt(before.status, nowMs);
  if (input.status === 'ENABLING' || input.status === 'DISABLING')
    throw validation('cdcSpecification.status must be ENABLED or DISABLED');
  if (input.status === 'DISABLED') {
    if (input.viewType !== undefined || input.tags !== undefined || input.propagateTags !== undefined)
      throw validation('viewType, tags and propagateTags are settings of a stream that is being enabled');
    if (before === undefined || state === 'DISABLED') return before;
    return { ...before, status: lifecycle('DISABLING', 'DISABLED', nowMs, delayMs) };
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
    streamLabel: new Date(nowMs).toISOString().slice(0, -1),
    propagateTags,
    tags: mergeTags(propagateTags === 'TABLE' ? tableTags : {}, input.tags ?? []),
  };
}
