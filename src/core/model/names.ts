// Names of keyspaces, tables and Regions, and the parsers that are the only way to make them from outside text.

import { usage } from './errors.js';

/** [facts/control-plane 1.3] 1..48 characters of letters, digits and underscore, not beginning with an underscore. */
const namePattern = /^[a-zA-Z0-9][a-zA-Z0-9_]{0,47}$/;

export interface QualifiedName {
  readonly keyspace: string;
  readonly name: string;
}

export function parseName(text: string, what: string): string {
  const name = text.startsWith('"') && text.endsWith('"') && text.length > 2 ? text.slice(1, -1) : text;
  if (!namePattern.test(name)) {
    throw usage(`"${text}" is not a ${what} name: 1 to 48 letters, digits and underscores, not beginning with _.`);
  }
  return name;
}

/** `shop.orders` → {keyspace, name}. */
export function parseQualifiedName(text: string, what = 'table'): QualifiedName {
  const dot = text.indexOf('.');
  if (dot < 0) throw usage(`"${text}" names no keyspace: write KEYSPACE.${what.toUpperCase()}.`);
  return { keyspace: parseName(text.slice(0, dot), 'keyspace'), name: parseName(text.slice(dot + 1), what) };
}

/** `shop` or `shop.orders`. */
export function parseResourceName(text: string): { readonly keyspace: string; readonly table?: string } {
  if (!text.includes('.')) return { keyspace: parseName(text, 'keyspace') };
  const { keyspace, name } = parseQualifiedName(text);
  return { keyspace, table: name };
}

export const qualified = (keyspace: string, name: string): string => `${keyspace}.${name}`;

/** Those that the service itself has; lists of the user's keyspaces leave them out [facts/control-plane 1.5]. */
export const systemKeyspaces: readonly string[] = [
  'system',
  'system_schema',
  'system_schema_mcs',
  'system_multiregion_info',
];
/** Those of Cassandra, which the engine's lenient mode shows. */
const cassandraKeyspaces: readonly string[] = ['system_auth', 'system_distributed', 'system_traces'];
export const isSystemKeyspace = (name: string): boolean =>
  systemKeyspaces.includes(name) || cassandraKeyspaces.includes(name);

export interface ArnParts {
  readonly region: string;
  readonly account: string;
}

/** Region and account of `arn:aws:cassandra:us-east-1:111122223333:/keyspace/shop/`. */
export function arnParts(arn: string): ArnParts {
  const parts = arn.split(':');
  return { region: parts[3] ?? '', account: parts[4] ?? '' };
}

export function parseRegion(text: string): string {
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(text)) throw usage(`"${text}" is not a Region: us-east-1, eu-west-1 and so on.`);
  return text;
}
