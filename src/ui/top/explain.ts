// Why a table is throttled, with the arithmetic, and what ends it. Cause first; figures that are inferred say so.

import type { RegionPrices, TableSample } from '../../core/index.js';
import { compact, dollars, duration, figure, grouped, percent } from './format.js';
import type { Tone } from './line.js';
import { displayName } from './order.js';
import { type Point, type Trail, utilisation } from './trail.js';

/** US dollars in one Region, with where and when they were read: `us-east-1, 2025-11-05`. */
export interface UnitPrices extends RegionPrices {
  readonly source: string;
}

export interface Sentence {
  readonly text: string;
  readonly tone: Tone;
}

const HOURS_A_MONTH = 730;
const SECONDS_A_MONTH = HOURS_A_MONTH * 3_600;
/** One storage partition serves at most this many units a second (Keyspaces developer guide, capacity modes). */
const PARTITION_LIMIT = { read: 3_000, write: 1_000 } as const;
const CONNECTION_LIMIT = 3_000;

type Direction = 'read' | 'write';

interface Pressure {
  readonly direction: Direction;
  readonly refused: number;
  readonly served: number | undefined;
  readonly limit: number | undefined;
  readonly unitsEach: number | undefined;
  /** Units per second that were asked for; undefined when a request's cost is not known. */
  readonly asked: number | undefined;
  readonly sinceMs: number;
}

function refusedOf(point: Point, direction: Direction): number {
  return direction === 'read' ? point.throttledReads : point.throttledWrites;
}

/** How long requests have been refused without a break of more than 15 s. */
function throttledFor(trail: Trail, direction: Direction): number {
  const last = trail.at(-1);
  if (last === undefined) return 0;
  let start = last.atMs;
  let newer = last.atMs;
  for (let index = trail.length - 1; index >= 0; index--) {
    const point = trail[index] as Point;
    if (refusedOf(point, direction) > 0) {
      start = point.atMs;
      newer = point.atMs;
    } else if (newer - point.atMs > 15_000) break;
  }
  return last.atMs - start;
}

function pressureOf(table: TableSample, trail: Trail, direction: Direction): Pressure {
  const refused = direction === 'read' ? table.throttledReads : table.throttledWrites;
  const served = direction === 'read' ? table.readUnits : table.writeUnits;
  const requests = direction === 'read' ? table.reads : table.writes;
  const unitsEach = served !== undefined && requests !== undefined && requests > 0 ? served / requests : undefined;
  return {
    direction,
    refused,
    served,
    limit: direction === 'read' ? table.readLimit : table.writeLimit,
    unitsEach,
    asked: unitsEach === undefined || served === undefined ? undefined : served + refused * unitsEach,
    sinceMs: throttledFor(trail, direction),
  };
}

function unitName(direction: Direction): string {
  return direction === 'read' ? 'RCU' : 'WCU';
}

function mainCause(table: TableSample): string | undefined {
  const causes = Object.entries(table.throttleCauses).filter(([, value]) => (value ?? 0) > 0);
  causes.sort((a, b) => (b[1] ?? 0) - (a[1] ?? 0));
  return causes[0]?.[0];
}

export function explainThrottle(table: TableSample, trail: Trail, prices: UnitPrices | undefined): readonly Sentence[] {
  const directions: Direction[] = [];
  if (table.throttledWrites > 0) directions.push('write');
  if (table.throttledReads > 0) directions.push('read');
  if (directions.length === 0) return explainHealth(table, trail);
  return directions.flatMap((direction) => explainDirection(table, pressureOf(table, trail, direction), prices));
}

function explainDirection(table: TableSample, pressure: Pressure, prices: UnitPrices | undefined): Sentence[] {
  const cause = mainCause(table);
  const span = pressure.sinceMs >= 1_000 ? ` for ${duration(pressure.sinceMs)}` : '';
  const who = {
    table: 'the TABLE limit',
    partition: 'one PARTITION',
    connection: 'the CONNECTION limit',
    account: 'the ACCOUNT quota',
  };
  const by = cause === undefined ? 'the place does not say by what' : (who[cause as keyof typeof who] ?? cause);
  const sentences: Sentence[] = [
    { text: `${figure(pressure.refused)} ${pressure.direction}s/s refused${span}: ${by}.`, tone: 'bad' },
    ...arithmetic(pressure),
  ];
  switch (cause) {
    case 'partition':
      return [...sentences, ...partitionAdvice(pressure.direction)];
    case 'connection':
      return [
        ...sentences,
        {
          text: `One connection serves ${grouped(CONNECTION_LIMIT)} requests/s. More capacity does not end this.`,
          tone: 'plain',
        },
        {
          text: 'Do: open more connections in the driver (a larger local pool), and send through all of them.',
          tone: 'key',
        },
      ];
    case 'account':
      return [
        ...sentences,
        { text: 'Do: ask for a higher account quota in Service Quotas, or lower other tables.', tone: 'key' },
      ];
    default:
      return [...sentences, ...tableAdvice(table, pressure, prices)];
  }
}

function arithmetic(pressure: Pressure): Sentence[] {
  const unit = unitName(pressure.direction);
  const limit = pressure.limit === undefined ? 'limit not known' : `limit ${grouped(pressure.limit)}`;
  if (pressure.asked === undefined || pressure.unitsEach === undefined) {
    return [{ text: `served ${compact(pressure.served)} ${unit}/s, ${limit}`, tone: 'plain' }];
  }
  const each = Number(pressure.unitsEach.toFixed(1));
  const lines: Sentence[] = [
    { text: `asked ≈ ${grouped(pressure.asked)} ${unit}/s, ${limit}`, tone: 'plain' },
    {
      text: `= ${grouped(pressure.served ?? 0)} served + ${figure(pressure.refused)} refused × ${each} ${unit} each`,
      tone: 'idle',
    },
  ];
  if (pressure.direction === 'write' && pressure.unitsEach > 1.05) {
    lines.push({
      text: `A write costs ${each} WCU: 1 for each 1 KB begun, double with IF conditions or static data.`,
      tone: 'idle',
    });
  }
  return lines;
}

function partitionAdvice(direction: Direction): Sentence[] {
  return [
    {
      text: `A partition serves ${grouped(PARTITION_LIMIT[direction])} ${unitName(direction)}/s. Raising the table's capacity does not end this.`,
      tone: 'plain',
    },
    { text: 'Do: spread the busy key: add a bucket to the partition key, or write it less often.', tone: 'key' },
  ];
}

/** Hundreds above what is asked, with a fifth of headroom. */
export function suggestedCapacity(asked: number): number {
  const wanted = asked * 1.2;
  const step = wanted < 100 ? 10 : 100;
  return Math.ceil(wanted / step) * step;
}

function tableAdvice(table: TableSample, pressure: Pressure, prices: UnitPrices | undefined): Sentence[] {
  const { asked, direction, limit } = pressure;
  if (table.mode === 'on-demand') {
    return [
      { text: 'On-demand serves up to double its last peak, and grows within 30 minutes.', tone: 'plain' },
      { text: 'Do: wait for it to grow, or warm the table before the next peak.', tone: 'key' },
    ];
  }
  if (asked === undefined || limit === undefined)
    return [{ text: 'Do: raise the capacity, or slow the clients.', tone: 'key' }];
  const wanted = suggestedCapacity(Math.max(asked, limit));
  const name = displayName(table);
  const sentences: Sentence[] = [];
  if (table.mode === 'auto') {
    sentences.push({ text: 'Auto scaling follows within minutes, up to its maximum.', tone: 'plain' });
    sentences.push({
      text: `Do: raise its maximum to ${grouped(wanted)} ${unitName(direction)} or more.`,
      tone: 'key',
    });
    return sentences;
  }
  sentences.push({
    text: `Do: raise ${name} to ${grouped(wanted)} ${unitName(direction)}${provisionedPrice(wanted - limit, direction, prices)}`,
    tone: 'key',
  });
  sentences.push({ text: `or: on-demand, no limit to set${onDemandPrice(table, pressure, prices)}`, tone: 'key' });
  if (prices !== undefined) sentences.push({ text: `prices: ${prices.source}`, tone: 'idle' });
  return sentences;
}

function provisionedPrice(more: number, direction: Direction, prices: UnitPrices | undefined): string {
  if (prices === undefined) return ' (price not known)';
  const hour = direction === 'write' ? prices.writeUnitHour : prices.readUnitHour;
  return `  + ${dollars(more * hour * HOURS_A_MONTH)}/mo`;
}

/** At the present rate, against what is provisioned now, both directions. */
function onDemandPrice(table: TableSample, pressure: Pressure, prices: UnitPrices | undefined): string {
  if (prices === undefined || table.readLimit === undefined || table.writeLimit === undefined)
    return ' (price not known)';
  const writes = pressure.direction === 'write' ? (pressure.asked ?? 0) : (table.writeUnits ?? 0);
  const reads = pressure.direction === 'read' ? (pressure.asked ?? 0) : (table.readUnits ?? 0);
  const onDemand = ((writes * prices.writeMillion + reads * prices.readMillion) * SECONDS_A_MONTH) / 1e6;
  const now = (table.writeLimit * prices.writeUnitHour + table.readLimit * prices.readUnitHour) * HOURS_A_MONTH;
  const more = onDemand - now;
  return `  ${more < 0 ? '-' : '+'} ${dollars(Math.abs(more))}/mo at this rate`;
}

function explainHealth(table: TableSample, trail: Trail): readonly Sentence[] {
  const sentences: Sentence[] = [{ text: 'It is not throttled.', tone: 'well' }];
  const lastRefused = trail.findLast((point) => point.throttledReads + point.throttledWrites > 0);
  const newest = trail.at(-1);
  if (lastRefused !== undefined && newest !== undefined) {
    sentences.push({
      text: `Requests were last refused ${duration(newest.atMs - lastRefused.atMs)} ago.`,
      tone: 'near',
    });
  }
  for (const direction of ['read', 'write'] as const) sentences.push(headroom(table, direction));
  if (!table.pitr.enabled)
    sentences.push({ text: 'PITR is off: a dropped row or table cannot be brought back.', tone: 'near' });
  return sentences;
}

function headroom(table: TableSample, direction: Direction): Sentence {
  const units = direction === 'read' ? table.readUnits : table.writeUnits;
  const limit = direction === 'read' ? table.readLimit : table.writeLimit;
  const share = utilisation(units, limit);
  const unit = unitName(direction);
  if (share === undefined || limit === undefined)
    return { text: `${direction}s: ${compact(units)} ${unit}/s, limit not known`, tone: 'plain' };
  const used = `${direction}s: ${compact(units)} of ${grouped(limit)} ${unit}/s, ${percent(share)}`;
  if (share >= 0.8) return { text: `${used}: near the limit`, tone: 'near' };
  return { text: share < 0.01 ? used : `${used}; room for ${figure(1 / share)} × as much`, tone: 'plain' };
}
