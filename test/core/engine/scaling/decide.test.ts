// What a minute asks for, as plain arithmetic: bounds, steps, cooldowns, suspension.

import { describe, expect, it } from 'vitest';
import type { TableRecord } from '../../../../src/core/engine/catalog/records.js';
import { alarmOf, type Decision, decide, type Moment } from '../../../../src/core/engine/scaling/decide.js';
import { newEntry, type ScalingEntry } from '../../../../src/core/engine/scaling/scaling-store.js';
import type { ScalableTarget, ScalingPolicy } from '../../../../src/core/engine/scaling/target.js';

const nowMs = Date.UTC(2026, 0, 15, 10);
const policy: ScalingPolicy = {
  name: 'p',
  createdAtMs: nowMs,
  targetValue: 70,
  disableScaleIn: false,
  scaleInCooldown: 0,
  scaleOutCooldown: 0,
};

interface Case {
  readonly units?: number;
  readonly policy?: Partial<ScalingPolicy>;
  readonly entry?: Partial<ScalingEntry>;
}

const target = ({ units = 100, policy: over, entry }: Case = {}): ScalableTarget => ({
  region: 'us-east-1',
  table: { keyspace: 'ks', name: 't', id: 'id' } as TableRecord,
  direction: 'write',
  minimum: 50,
  maximum: 400,
  units,
  policy: { ...policy, ...over },
  entry: { ...newEntry(nowMs - 3_600_000), ...entry },
});

/** `perSecond` in each of the newest minutes, newest last. */
function moment(states: Partial<Pick<Moment, 'high' | 'low'>>, ...perSecond: number[]): Moment {
  const first = nowMs / 1000 - perSecond.length * 60;
  const consumed = new Map(perSecond.map((rate, index) => [first + index * 60, rate * 60]));
  return { endMs: nowMs, high: 'OK', low: 'OK', consumed, ...states };
}
const high = { high: 'ALARM' } as const;
const low = { low: 'ALARM' } as const;
const set = (units: number, why: string): Decision => ({ kind: 'set', units, why }) as Decision;
const stay: Decision = { kind: 'stay' };

describe('deciding', () => {
  const cases: readonly (readonly [string, ScalableTarget, Moment, Decision])[] = [
    ['nothing while both alarms are quiet', target(), moment({}, 90, 90), stay],
    ['out to the busiest minute over the target', target(), moment(high, 140, 105), set(200, 'high')],
    ['not one unit too many where it divides evenly', target(), moment(high, 140, 140), set(200, 'high')],
    ['out to the maximum at most', target(), moment(high, 900, 900), set(400, 'high')],
    ['stays at the maximum', target({ units: 400 }), moment(high, 900, 900), stay],
    [
      'in to the busiest of fifteen minutes',
      target({ units: 300 }),
      moment(low, ...Array(14).fill(10), 42),
      set(60, 'low'),
    ],
    ['in to the minimum at least', target(), moment(low), set(50, 'low')],
    ['stays at the minimum', target({ units: 50 }), moment(low), stay],
    ['never in when that is disabled', target({ policy: { disableScaleIn: true } }), moment(low), stay],
    ['up to the minimum at once', target({ units: 20 }), moment({}), set(50, 'minimum')],
    ['down to the maximum at once', target({ units: 500 }), moment(high, 900, 900), set(400, 'maximum')],
    [
      'not out within its cooldown',
      target({ policy: { scaleOutCooldown: 120 }, entry: { lastOutMs: nowMs - 60_000 } }),
      moment(high, 140, 140),
      stay,
    ],
    [
      'out after its cooldown',
      target({ policy: { scaleOutCooldown: 120 }, entry: { lastOutMs: nowMs - 120_000 } }),
      moment(high, 140, 140),
      set(200, 'high'),
    ],
    [
      'not in within the cooldown of a step out',
      target({ policy: { scaleInCooldown: 120 }, entry: { lastOutMs: nowMs - 60_000 } }),
      moment(low),
      stay,
    ],
    [
      'out during the cooldown of a step in',
      target({ policy: { scaleInCooldown: 600 }, entry: { lastInMs: nowMs - 60_000 } }),
      moment(high, 140, 140),
      set(200, 'high'),
    ],
    ['not in right after a refusal', target({ entry: { failedAtMs: nowMs - 60_000 } }), moment(low), stay],
    ['not out when suspended', target({ entry: { suspended: { in: false, out: true } } }), moment(high, 140), stay],
    ['not in when suspended', target({ entry: { suspended: { in: true, out: false } } }), moment(low), stay],
  ];
  it.each(cases)('%s', (_name, of, at, wanted) => expect(decide(of, at)).toEqual(wanted));

  it('judges by thresholds that follow the units, the low one 20 points below but not under half', () => {
    const threshold = (targetValue: number, side: 'High' | 'Low') =>
      alarmOf(target({ policy: { targetValue } }), side, '1')?.threshold;
    expect([threshold(70, 'High'), threshold(70, 'Low')]).toEqual([100 * 0.7 * 60, 100 * 0.5 * 60]);
    expect([threshold(30, 'High'), threshold(30, 'Low')]).toEqual([100 * 0.3 * 60, 100 * 0.15 * 60]);
  });
});
