// Which alarms have a period to judge, and their values out of the samples: all of them in one pass.

import { limits } from '../limits.js';
import type { MetricQueryInput } from '../metrics/cloudwatch-input.js';
import { type RegionSamples, valuesOf } from '../metrics/metric-values.js';
import type { AlarmDefinition, AlarmRecord } from './alarm.js';
import { judgeUpTo, lastBoundaryMs } from './judge.js';

export interface Judged {
  readonly before: AlarmRecord;
  readonly after: AlarmRecord;
}

/** Those of `records` for which a period has ended, judged up to now: the samples of all are read in one pass. */
export function judgedNow(store: RegionSamples, records: readonly AlarmRecord[], nowMs: number): Judged[] {
  const due = records.flatMap((before) => {
    const { periodSeconds, evaluationPeriods } = before.definition;
    const endMs = lastBoundaryMs(periodSeconds, nowMs, limits.metricLagMs);
    if (endMs <= before.judgedToMs) return [];
    // after a long absence only the newest periods are judged
    const reachMs = Math.max(limits.catchUpMs, periodSeconds * 1000);
    const fromMs = Math.max(before.judgedToMs, lastBoundaryMs(periodSeconds, endMs - reachMs, 0));
    return [{ before, fromMs, endMs, startSeconds: fromMs / 1000 - evaluationPeriods * periodSeconds }];
  });
  if (due.length === 0) return [];
  const groups = due.map(({ before }) => queriesOf(before.definition));
  const range = {
    startSeconds: Math.min(...due.map(({ startSeconds }) => startSeconds)),
    endSeconds: Math.max(...due.map(({ endMs }) => endMs / 1000)),
  };
  const found = valuesOf(store, groups, range);
  return due.map(({ before, fromMs, endMs }, index) => {
    const shown = groups[index]?.find(({ returnData }) => returnData)?.id ?? '';
    const values = found[index]?.get(shown)?.[0]?.values ?? new Map<number, number>();
    const after = judgeUpTo({ ...before, judgedToMs: fromMs }, values, endMs, limits.alarmHistoryItems);
    return { before, after };
  });
}

function queriesOf({ source }: AlarmDefinition): readonly MetricQueryInput[] {
  if (source.kind === 'math') return source.metrics;
  return [{ id: 'm1', label: undefined, source: { kind: 'stat', stat: source.stat }, returnData: true }];
}
