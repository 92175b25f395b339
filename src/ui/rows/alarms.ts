// Alarms as rows: those that are there, and those that a table should have.

import type {
  AlarmRequest,
  AlarmsOf,
  AppliedAlarms,
  Gathered,
  ListedAlarm,
  RecommendedAlarm,
} from '../../core/index.js';
import { dash, formatNumber, formatTime } from '../text/format.js';
import type { Colour } from '../text/style.js';
import { gridView, textView, type View } from './view.js';

const stateColours: Readonly<Record<string, Colour>> = { OK: 'green', ALARM: 'red', INSUFFICIENT_DATA: 'yellow' };

export const alarmList: View<Gathered<ListedAlarm>> = gridView<Gathered<ListedAlarm>, ListedAlarm>(
  [
    {
      title: 'STATE',
      text: (row) => row.StateValue,
      paint: (row, text, style) => {
        const colour = stateColours[row.StateValue];
        return colour === undefined ? text : style.paint(colour, text);
      },
    },
    { title: 'TABLE', text: (row) => row.table ?? dash },
    { title: 'ALARM', text: (row) => row.AlarmName },
    { title: 'SINCE', text: (row) => formatTime(row.StateUpdatedTimestamp) },
    { title: 'WHY', text: (row) => row.StateReason ?? dash },
  ],
  (result) => result.items,
  'No alarms on tables. See what a table should have: ks alarms recommend shop.orders',
);

/** `> 10 in 3 of 5 periods`. */
function conditionText(request: AlarmRequest): string {
  const sign = request.ComparisonOperator === 'GreaterThanThreshold' ? '>' : '<';
  const periods = `${request.DatapointsToAlarm} of ${request.EvaluationPeriods} periods`;
  return `${sign} ${formatNumber(request.Threshold)} in ${periods}`;
}

function metricText({ Metrics }: AlarmRequest): string {
  const names = new Set(Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.MetricName ?? []));
  return [...names].join(', ');
}

export const recommendedAlarms: View<AlarmsOf> = gridView<AlarmsOf, RecommendedAlarm>(
  [
    { title: 'ALARM', text: ({ request }) => request.AlarmName },
    { title: 'METRIC', text: ({ request }) => metricText(request) },
    { title: 'WHEN', text: ({ request }) => conditionText(request) },
    {
      title: 'STATUS',
      text: ({ status }) => status,
      paint: ({ status }, text, style) => style.paint(status === 'there' ? 'green' : 'yellow', text),
    },
  ],
  (result) => result.alarms,
);

export const appliedAlarms: View<AppliedAlarms> = textView(({ name, created, updated }) =>
  [
    `${name}: ${created.length} alarms made, ${updated.length} replaced`,
    ...[...created, ...updated].map((alarm) => `  ${alarm}`),
  ].join('\n'),
);
