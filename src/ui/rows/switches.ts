// Views of the local engine's clock and faults.

import { type ActiveRule, type ChaosReading, type ClockReading, formatDuration } from '../../core/index.js';
import { dash } from '../text/format.js';
import { renderRecord } from '../text/grid.js';
import { gridView, textView, type View } from './view.js';

export const clockReading: View<ClockReading> = textView((clock, style) =>
  renderRecord(
    [
      ['engine time', clock.now],
      ['machine time', clock.machine],
      ['apart', apartText(clock.offsetMs)],
      [
        'runs',
        clock.stopped
          ? 'not: it stands still'
          : clock.factor === 1
            ? 'as the machine'
            : `${clock.factor} times as fast`,
      ],
      [
        'write timestamps',
        clock.writeAheadMs > 0
          ? `${formatDuration(clock.writeAheadMs)} ahead, because the clock was set back`
          : undefined,
      ],
    ],
    style,
  ),
);

function apartText(offsetMs: number): string {
  if (offsetMs === 0) return 'no';
  return `${formatDuration(Math.abs(offsetMs))} ${offsetMs > 0 ? 'ahead' : 'behind'}`;
}

export const chaosReading: View<ChaosReading> = gridView<ChaosReading, ActiveRule>(
  [
    { title: 'ID', text: (rule) => String(rule.id), align: 'right' },
    { title: 'FAULT', text: (rule) => rule.kind },
    { title: 'ON', text: onText },
    { title: 'HOW', text: howText },
    { title: 'UNTIL', text: ({ endsAt }) => endsAt ?? 'cleared' },
  ],
  (reading) => reading.rules,
  'No faults are switched on.',
);

function onText({ keyspace, table, region, from, kind, key, zone }: ActiveRule): string {
  if (kind === 'fail-key') return key ?? dash;
  if (kind === 'fail-region') return region ?? dash;
  if (kind === 'fail-zone') return zone ?? dash;
  if (kind === 'lag' || kind === 'fail-replication') return `${from ?? 'all'} to ${region ?? dash}`;
  if (keyspace === undefined) return 'all';
  return table === undefined ? keyspace : `${keyspace}.${table}`;
}

function howText(rule: ActiveRule): string {
  const parts = [
    rule.at === undefined ? undefined : rule.at === 'call' ? 'at the call' : 'midway',
    rule.direction === undefined ? undefined : `${rule.direction}s`,
    rule.operation,
    rule.milliseconds === undefined ? undefined : formatDuration(rule.milliseconds),
    rule.jitterMs === undefined || rule.jitterMs === 0 ? undefined : `up to ${formatDuration(rule.jitterMs)} more`,
    rule.share === undefined ? undefined : `${Math.round(rule.share * 10_000) / 100}%`,
    rule.count === undefined ? undefined : `the next ${rule.count}`,
  ];
  return parts.filter((part) => part !== undefined).join(', ') || dash;
}
