// Words for a fault on purpose: the list of faults, the server's status and the dashboard tell them alike.

import { type ActiveRule, formatDuration } from '../../core/index.js';
import { dash } from './format.js';

/** Where a fault holds. */
export function faultOn({ keyspace, table, region, from, kind, key, zone }: ActiveRule): string {
  if (kind === 'fail-key') return key ?? dash;
  if (kind === 'fail-region') return region ?? dash;
  if (kind === 'fail-zone') return zone ?? dash;
  if (kind === 'lag' || kind === 'fail-replication') return `${from ?? 'all'} to ${region ?? dash}`;
  if (keyspace === undefined) return 'all';
  return table === undefined ? keyspace : `${keyspace}.${table}`;
}

/** How much of it, and of what. */
export function faultHow(rule: ActiveRule): string {
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

/** `throttle shop.orders writes, 25%`, without its end. */
export function faultText(rule: ActiveRule): string {
  const how = faultHow(rule);
  return [rule.kind, faultOn(rule), ...(how === dash ? [] : [how])].join(' ');
}
