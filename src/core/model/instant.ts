// Instants as people write them: an ISO date and time, or how long ago.

import { parseDuration } from './duration.js';
import { usage } from './errors.js';

const iso = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i;

/** ISO text in UTC. `2026-01-15T10:00:00Z`, `2026-01-15 10:00` (UTC without a zone), `15m` or `2h30m` for so long ago. */
export function parseInstant(text: string, nowMs: number): string {
  const match = iso.exec(text);
  if (match === null) {
    if (!/^[\d.]+[a-z]/i.test(text)) throw notAnInstant(text);
    return new Date(nowMs - parseDuration(text)).toISOString();
  }
  const zoned = match[1] !== undefined || text.length === 10 ? text : `${text}Z`;
  // Date.parse wants the T and the zone's colon
  const ms = Date.parse(zoned.replace(' ', 'T').replace(/([+-]\d\d)(\d\d)$/, text.length === 10 ? '$1$2' : '$1:$2'));
  if (Number.isNaN(ms)) throw notAnInstant(text);
  return new Date(ms).toISOString();
}

const notAnInstant = (text: string) =>
  usage(`"${text}" is not a time: write 2026-01-15T10:00:00Z, or 15m for fifteen minutes ago.`);
