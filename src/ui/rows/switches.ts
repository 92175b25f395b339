// Views of the local engine's clock and faults.

import { type ActiveRule, type ChaosReading, type ClockReading, formatDuration } from '../../core/index.js';
import { faultHow, faultOn } from '../text/fault.js';
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
    { title: 'ON', text: faultOn },
    { title: 'HOW', text: faultHow },
    { title: 'UNTIL', text: ({ endsAt }) => endsAt ?? 'cleared' },
  ],
  (reading) => reading.rules,
  'No faults are switched on.',
);
