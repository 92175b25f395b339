// An alarm's state as a function of its values and of time: after each whole period the newest periods are judged, one
// period after the other, also those that passed while nobody looked. Apart from the store so that it is plain arithmetic.

import { type AlarmDefinition, type AlarmRecord, type AlarmState, comparisons, type HistoryItem } from './alarm.js';

/** Values by the start of their period, epoch seconds. */
export type Values = ReadonlyMap<number, number>;

export interface Judgement {
  readonly state: AlarmState;
  readonly reason: string;
}

/** The last period boundary at `nowMs` whose values are surely in the store: samples are written a moment after they happen. */
export function lastBoundaryMs(periodSeconds: number, nowMs: number, lagMs: number): number {
  const periodMs = periodSeconds * 1000;
  return Math.floor((nowMs - lagMs) / periodMs) * periodMs;
}

/**
 * The state after the period that ends at `endMs`, when it was `before` until then. Values that are there are judged; of those
 * that are not, `breaching` and `notBreaching` say what they count as. Under `missing` an alarm that needs all of its datapoints
 * fires when those that are there breach, and has insufficient data when none are; under `ignore` too few leave it as it was.
 */
export function judge(definition: AlarmDefinition, values: Values, endMs: number, before: AlarmState): Judgement {
  const { evaluationPeriods, datapointsToAlarm, periodSeconds, threshold, comparison, missingData } = definition;
  const endSeconds = endMs / 1000;
  const present: number[] = [];
  for (let index = evaluationPeriods; index >= 1; index--) {
    const value = values.get(endSeconds - index * periodSeconds);
    if (value !== undefined) present.push(value);
  }
  const absent = evaluationPeriods - present.length;
  const breaching = present.filter((value) => comparisons[comparison](value, threshold)).length;
  const counted = breaching + (missingData === 'breaching' ? absent : 0);
  const told = (state: AlarmState): Judgement => ({
    state,
    reason: reasonOf(definition, { state, present, counted, absent }),
  });
  if (counted >= datapointsToAlarm) return told('ALARM');
  if (missingData === 'breaching' || missingData === 'notBreaching' || absent === 0) return told('OK');
  if (missingData === 'ignore') {
    const sure = present.length - breaching > evaluationPeriods - datapointsToAlarm;
    return sure ? told('OK') : { state: before, reason: '' };
  }
  if (present.length === 0) return told('INSUFFICIENT_DATA');
  return told(breaching === present.length && datapointsToAlarm === evaluationPeriods ? 'ALARM' : 'OK');
}

interface Figures {
  readonly state: AlarmState;
  readonly present: readonly number[];
  readonly counted: number;
  readonly absent: number;
}

function reasonOf(definition: AlarmDefinition, { state, present, counted, absent }: Figures): string {
  if (state === 'INSUFFICIENT_DATA')
    return `Insufficient Data: ${absent} datapoint${absent === 1 ? ' was' : 's were'} unknown.`;
  const all = present.length + absent;
  const alike = state === 'ALARM' ? counted : all - counted;
  const newest = present.slice(-3).map(round).join(', ');
  const shown = present.length === 0 ? `${absent} missing, treated as ${definition.missingData}` : newest;
  const was = `${alike === 1 ? 'was' : 'were'}${state === 'ALARM' ? '' : ' not'} ${wordsOf[definition.comparison]}`;
  return `Threshold Crossed: ${alike} out of the last ${all} datapoints [${shown}] ${was} the threshold (${round(definition.threshold)}).`;
}

const round = (value: number): string => String(Math.round(value * 1e6) / 1e6);
const wordsOf = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
} as const;

/** The record after every boundary from the one after `judgedToMs` up to `endMs`; the same object when there is none. */
export function judgeUpTo(record: AlarmRecord, values: Values, endMs: number, itemsMax: number): AlarmRecord {
  const periodMs = record.definition.periodSeconds * 1000;
  let { state, reason, reasonData, stateAtMs } = record;
  let history = record.history;
  for (let atMs = record.judgedToMs + periodMs; atMs <= endMs; atMs += periodMs) {
    const found = judge(record.definition, values, atMs, state);
    if (found.state === state) continue;
    history = [...history, stateItem(atMs, state, found)].slice(-itemsMax);
    ({ state, reason } = found);
    reasonData = undefined;
    stateAtMs = atMs;
  }
  if (endMs <= record.judgedToMs) return record;
  const { reasonData: _old, ...rest } = record;
  return {
    ...rest,
    state,
    reason,
    ...(reasonData === undefined ? {} : { reasonData }),
    stateAtMs,
    judgedToMs: endMs,
    history,
  };
}

export function stateItem(atMs: number, before: AlarmState, found: Judgement): HistoryItem {
  return {
    atMs,
    type: 'StateUpdate',
    summary: `Alarm updated from ${before} to ${found.state}`,
    data: JSON.stringify({
      version: '1.0',
      oldState: { stateValue: before },
      newState: { stateValue: found.state, stateReason: found.reason },
    }),
  };
}
