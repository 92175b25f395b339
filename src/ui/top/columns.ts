// The columns of the fleet list: what each shows, how wide it is, and which go first when the terminal is narrow.

import type { TableSample } from '../../core/index.js';
import { age, bytes, dollars, figure, milliseconds, percent, type Scale } from './format.js';
import { type Span, span, type Tone } from './line.js';
import { displayName, type SortColumn } from './order.js';
import { sparkline } from './spark.js';
import type { GlyphSet } from './theme.js';
import { type Trail, utilisation } from './trail.js';

export interface RowContext {
  readonly table: TableSample;
  readonly trail: Trail;
  readonly glyphs: GlyphSet;
  readonly nowMs: number;
  readonly units: Scale;
  readonly requests: Scale;
  readonly throttles: Scale;
  /** Age of the row's figures when they are old enough to say so. */
  readonly staleMs: number | undefined;
}

export interface Column {
  readonly id: string;
  readonly title: (context: { readonly units: Scale; readonly requests: Scale; readonly throttles: Scale }) => string;
  readonly width: number;
  readonly left?: boolean;
  /** Small numbers stay longest. */
  readonly rank: number;
  readonly sort?: SortColumn;
  readonly cell: (row: RowContext, width: number) => Span;
}

const SPARK = 6;

function aged(text: string, row: RowContext): string {
  return row.staleMs === undefined || text === '-' ? text : `${text} ⧗${age(row.staleMs)}`;
}

function usedTone(share: number | undefined, throttled: boolean): Tone {
  if (throttled) return 'bad';
  if (share === undefined || share === 0) return 'idle';
  return share >= 0.8 ? 'near' : 'plain';
}

function modeText(table: TableSample): string {
  const bounds = table.autoScaling?.write ?? table.autoScaling?.read;
  if (table.mode === 'auto') return bounds === undefined ? 'auto' : `auto ${short(bounds[0])}-${short(bounds[1])}`;
  if (table.mode === 'on-demand') return 'on-demand';
  return `prov ${short(table.readLimit)}/${short(table.writeLimit)}`;
}

function short(value: number | undefined): string {
  if (value === undefined) return '-';
  return value < 1_000 ? `${Math.round(value)}` : `${Number((value / 1000).toFixed(1))}k`;
}

/** The mode, or the status while it is not ACTIVE. */
function modeSpan(table: TableSample): Span {
  if (table.status === 'ACTIVE') return span(modeText(table));
  if (table.status === 'INACCESSIBLE_ENCRYPTION_CREDENTIALS') return span('NO KEY ACCESS', 'bad');
  return span(table.status, 'changing');
}

/** `W 212  table`: which direction, how many a second, and what refuses them. */
function throttleText(row: RowContext): string {
  const { table } = row;
  const total = table.throttledReads + table.throttledWrites;
  if (total <= 0) return '-';
  const way = table.throttledReads > 0 ? (table.throttledWrites > 0 ? 'RW' : 'R') : 'W';
  const causes = Object.entries(table.throttleCauses).filter(([, value]) => (value ?? 0) > 0);
  causes.sort((a, b) => (b[1] ?? 0) - (a[1] ?? 0));
  const cause = causes[0]?.[0] ?? '';
  const by = cause === 'connection' ? 'conn.' : cause;
  return `${way.padEnd(2)}${figure(total, row.throttles).padStart(5)} ${by.padEnd(9)}`;
}

function pitrSpan(row: RowContext): Span {
  const { pitr } = row.table;
  if (!pitr.enabled) return span('off!', 'near');
  return span(pitr.windowStartMs === undefined ? 'on' : age(Math.max(0, row.nowMs - pitr.windowStartMs)), 'plain');
}

function sparkCell(row: RowContext, pick: 'read' | 'write', width: number): Span {
  const values = row.trail.map((point) =>
    pick === 'read' ? utilisation(point.readUnits, point.readLimit) : utilisation(point.writeUnits, point.writeLimit),
  );
  const throttled = pick === 'read' ? row.table.throttledReads > 0 : row.table.throttledWrites > 0;
  return span(sparkline(values, width, 1, row.glyphs), usedTone(values.at(-1), throttled));
}

function unitsCell(row: RowContext, units: number | undefined, limit: number | undefined, throttled: number): Span {
  return span(
    aged(figure(units, row.units), row),
    units === 0 ? 'idle' : usedTone(utilisation(units, limit), throttled > 0),
  );
}

const readUse = (table: TableSample) => utilisation(table.readUnits, table.readLimit);
const writeUse = (table: TableSample) => utilisation(table.writeUnits, table.writeLimit);

export const COLUMNS: readonly Column[] = [
  {
    id: 'name',
    title: () => 'TABLE',
    width: 18,
    left: true,
    rank: 0,
    sort: 'name',
    cell: ({ table }) => span(displayName(table), table.throttledReads + table.throttledWrites > 0 ? 'bad' : 'plain'),
  },
  {
    id: 'mode',
    title: () => 'MODE',
    width: 14,
    left: true,
    rank: 1,
    sort: 'mode',
    cell: ({ table }) => modeSpan(table),
  },
  {
    id: 'reads',
    title: ({ requests }) => `${requests.prefix}READ/s`,
    width: 7,
    rank: 13,
    cell: (row) => span(figure(row.table.reads, row.requests), row.table.reads ? 'plain' : 'idle'),
  },
  {
    id: 'rcu',
    title: ({ units }) => `${units.prefix}RCU/s`,
    width: 6,
    rank: 2,
    sort: 'rcu',
    cell: (row) => unitsCell(row, row.table.readUnits, row.table.readLimit, row.table.throttledReads),
  },
  {
    id: 'read-use',
    title: () => 'UTIL',
    width: 5,
    rank: 6,
    sort: 'util',
    cell: ({ table }) => span(percent(readUse(table)), usedTone(readUse(table), table.throttledReads > 0)),
  },
  {
    id: 'read-spark',
    title: () => '',
    width: SPARK,
    left: true,
    rank: 9,
    cell: (row, width) => sparkCell(row, 'read', width),
  },
  {
    id: 'writes',
    title: ({ requests }) => `${requests.prefix}WRITE/s`,
    width: 8,
    rank: 14,
    cell: (row) => span(figure(row.table.writes, row.requests), row.table.writes ? 'plain' : 'idle'),
  },
  {
    id: 'wcu',
    title: ({ units }) => `${units.prefix}WCU/s`,
    width: 6,
    rank: 3,
    sort: 'wcu',
    cell: (row) => unitsCell(row, row.table.writeUnits, row.table.writeLimit, row.table.throttledWrites),
  },
  {
    id: 'write-use',
    title: () => 'UTIL',
    width: 5,
    rank: 7,
    sort: 'util',
    cell: ({ table }) => span(percent(writeUse(table)), usedTone(writeUse(table), table.throttledWrites > 0)),
  },
  {
    id: 'write-spark',
    title: () => '',
    width: SPARK,
    left: true,
    rank: 8,
    cell: (row, width) => sparkCell(row, 'write', width),
  },
  {
    id: 'throttles',
    title: ({ throttles }) => `${throttles.prefix}THROTTLE/s`,
    width: 17,
    left: true,
    rank: 4,
    sort: 'throttles',
    cell: (row) => span(throttleText(row), throttleText(row) === '-' ? 'idle' : 'bad'),
  },
  {
    id: 'errors',
    title: () => 'ERR/s',
    width: 5,
    rank: 12,
    sort: 'errors',
    cell: ({ table }) => span(table.errors > 0 ? figure(table.errors) : '-', table.errors > 0 ? 'bad' : 'idle'),
  },
  {
    id: 'p50',
    title: () => 'P50',
    width: 5,
    rank: 9.5,
    cell: ({ table }) => span(milliseconds(table.latency.p50), table.latency.p50 === undefined ? 'idle' : 'plain'),
  },
  {
    id: 'p99',
    title: () => 'P99 ms',
    width: 6,
    rank: 5,
    sort: 'p99',
    cell: ({ table }) => span(milliseconds(table.latency.p99), table.latency.p99 === undefined ? 'idle' : 'plain'),
  },
  {
    id: 'size',
    title: () => 'SIZE',
    width: 7,
    rank: 10,
    sort: 'size',
    cell: ({ table }) => span(bytes(table.sizeBytes), table.sizeBytes === undefined ? 'idle' : 'plain'),
  },
  { id: 'pitr', title: () => 'PITR', width: 4, rank: 11, cell: (row) => pitrSpan(row) },
  {
    id: 'cost',
    title: () => '$/mo',
    width: 7,
    rank: 15,
    sort: 'cost',
    cell: ({ table }) => span(dollars(table.monthlyCost), table.monthlyCost === undefined ? 'idle' : 'plain'),
  },
  {
    id: 'ttl',
    title: () => 'TTL',
    width: 3,
    rank: 17,
    cell: ({ table }) => span(table.ttl ? 'on' : '-', table.ttl ? 'plain' : 'idle'),
  },
  {
    id: 'streams',
    title: () => 'CDC',
    width: 3,
    rank: 18,
    cell: ({ table }) => span(table.streams ? 'on' : '-', table.streams ? 'plain' : 'idle'),
  },
  { id: 'region', title: () => 'REGION', width: 14, left: true, rank: 16, cell: ({ table }) => span(table.region) },
  { id: 'account', title: () => 'ACCOUNT', width: 12, left: true, rank: 19, cell: ({ table }) => span(table.account) },
  {
    id: 'age',
    title: () => 'AGE',
    width: 4,
    rank: 20,
    cell: (row) => span(row.table.createdMs === undefined ? '-' : age(row.nowMs - row.table.createdMs), 'plain'),
  },
];
