// The compact column syntax of `tables create`: `id:uuid`, `at:timestamp:desc`, and what a set of them makes of a schema.

import type { ColumnDefinition, SchemaDefinition, Tag } from './control-shapes.js';
import { usage } from './errors.js';

/** `total:decimal` → {name, type}. Quoted names keep their case, others are lower case as CQL has it. */
export function parseColumn(text: string): ColumnDefinition {
  const match = /^("(?:[^"]|"")+"|[a-zA-Z_]\w*):(.+)$/s.exec(text);
  const name = match?.[1];
  const type = match?.[2]?.trim();
  if (name === undefined || type === undefined) {
    throw usage(`"${text}" is not a column: write NAME:TYPE, as in total:decimal.`);
  }
  return { name: name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase(), type };
}

function parseClusteringColumn(text: string): ColumnDefinition & { readonly orderBy: 'ASC' | 'DESC' } {
  const match = /^(.*):(asc|desc)$/is.exec(text);
  const column = parseColumn(match?.[1] ?? text);
  return { ...column, orderBy: match?.[2]?.toLowerCase() === 'desc' ? 'DESC' : 'ASC' };
}

export interface ColumnFlags {
  readonly partitionKeys: readonly string[];
  readonly clusteringKeys: readonly string[];
  readonly columns: readonly string[];
  readonly statics: readonly string[];
}

export function schemaOf(flags: ColumnFlags): SchemaDefinition {
  const partition = flags.partitionKeys.map(parseColumn);
  const clustering = flags.clusteringKeys.map(parseClusteringColumn);
  const statics = flags.statics.map(parseColumn);
  const regular = flags.columns.map(parseColumn);
  if (partition.length === 0) {
    throw usage('A table needs a partition key.', 'ks tables create shop.orders --partition-key id:uuid');
  }
  const all = [...partition, ...clustering, ...statics, ...regular].map(({ name, type }) => ({ name, type }));
  const twice = all.find((column, at) => all.findIndex((other) => other.name === column.name) !== at);
  if (twice !== undefined) throw usage(`The column ${twice.name} is named twice.`);
  return {
    allColumns: all,
    partitionKeys: partition.map(({ name }) => ({ name })),
    ...(clustering.length > 0 && { clusteringKeys: clustering.map(({ name, orderBy }) => ({ name, orderBy })) }),
    ...(statics.length > 0 && { staticColumns: statics.map(({ name }) => ({ name })) }),
  };
}

/** `team=shop` → {key, value}. */
export function parseTag(text: string): Tag {
  const equals = text.indexOf('=');
  if (equals < 1) throw usage(`"${text}" is not a tag: write KEY=VALUE.`);
  return { key: text.slice(0, equals), value: text.slice(equals + 1) };
}

/** `100/50` → read and write units per second. */
export function parseUnits(text: string): { readonly read: number; readonly write: number } {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const read = Number(match?.[1] ?? 0);
  const write = Number(match?.[2] ?? 0);
  if (match === null || read < 1 || write < 1) {
    throw usage(`"${text}" is not a capacity: write READ/WRITE units per second, as in 100/50.`);
  }
  return { read, write };
}

/** `50-800` or `50-800@70` → auto scaling bounds and target utilisation. */
export function parseScaling(text: string): { readonly min: number; readonly max: number; readonly target: number } {
  const match = /^(\d+)-(\d+)(?:@(\d+))?$/.exec(text);
  if (match === null) throw usage(`"${text}" is no range: write MIN-MAX or MIN-MAX@TARGET, as in 50-800@70.`);
  const [min, max, target] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 70)];
  if (min < 1 || max < min) throw usage(`"${text}": the minimum is at least 1 and not above the maximum.`);
  if (target < 20 || target > 90) throw usage(`"${text}": the target utilisation is between 20 and 90 percent.`);
  return { min, max, target };
}
