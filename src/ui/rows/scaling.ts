// Auto scaling of a table: both directions, and what was done of late.

import { type AutoScalingOf, type ScalingActivity, type ScalingDirection, scalingText } from '../../core/index.js';
import { dash, formatNumber, formatTime } from '../text/format.js';
import { renderGrid, renderRecord } from '../text/grid.js';
import { textView, type View } from './view.js';

function usedText({ consumed, provisioned, utilization }: ScalingDirection): string {
  if (consumed === undefined) return 'no traffic in 15 minutes';
  const share = utilization === undefined ? '' : `, ${formatNumber(utilization)} %`;
  return `${formatNumber(consumed)} of ${formatNumber(provisioned)} units/s${share}`;
}

function cooldownText({ settings }: ScalingDirection): string | undefined {
  const policy = settings?.scalingPolicy?.targetTrackingScalingPolicyConfiguration;
  if (policy === undefined || settings?.autoScalingDisabled === true) return undefined;
  const never = policy.disableScaleIn === true ? 'never in' : `in ${policy.scaleInCooldown ?? 0} s`;
  return `out ${policy.scaleOutCooldown ?? 0} s, ${never}`;
}

export const scalingRecord: View<AutoScalingOf> = textView((result, style) => {
  const { read, write, activities } = result;
  const record = renderRecord(
    [
      ['table', result.name],
      ['status', result.status],
      ['mode', result.throughputMode === 'PROVISIONED' ? 'provisioned' : 'on-demand: nothing to scale'],
      ['read', scalingText(read.settings)],
      ['read cooldown', cooldownText(read)],
      ['read use', usedText(read)],
      ['write', scalingText(write.settings)],
      ['write cooldown', cooldownText(write)],
      ['write use', usedText(write)],
    ],
    style,
  );
  if (activities.length === 0) return record;
  const grid = renderGrid<ScalingActivity>(
    [
      { title: 'TIME', text: (row) => formatTime(row.start) },
      { title: 'STATUS', text: (row) => row.status },
      { title: 'WHAT', text: (row) => row.description },
      { title: 'WHY', text: (row) => (row.status === 'Failed' ? (row.message ?? dash) : shortCause(row.cause)) },
    ],
    activities,
    style,
  );
  return `${record}\n\n${grid}`;
});

/** The alarm's name is long and ends in a uuid: which of the pair it was says enough. */
const shortCause = (cause: string): string =>
  cause.replace(/monitor alarm TargetTracking-\S*-Alarm(High|Low)-\S+ in state ALARM.*/, 'Alarm$1');
