// A type's CQL spelling as system_schema and error texts have it: `frozen<list<text>>`, `map<text, int>`.

import { assertNever } from '../../lib/assert.js';
import type { CqlType } from './cql-type.js';

// reserved in Cassandra 3.11: as a name they must be quoted (data-plane facts 2.1)
const reserved = new Set(
  (
    'add allow alter and apply asc authorize batch begin by columnfamily create default delete desc describe drop ' +
    'entries execute from full grant if in index infinity insert into is keyspace limit materialized mbean mbeans ' +
    'modify nan norecursive not null of on or order primary rename replace revoke schema select set table to token ' +
    'truncate unlogged unset update use using view where with'
  ).split(' '),
);

/** An identifier as CQL must write it: bare where that reads back the same, in double quotes otherwise. */
export function quoteName(name: string): string {
  if (/^[a-z][a-z0-9_]*$/.test(name) && !reserved.has(name)) return name;
  return `"${name.replaceAll('"', '""')}"`;
}

/** `frozen<list<text>>`, `frozen<tuple<int, text>>`, `frozen<address>`, `'org.example.Class'`. A UDT goes by its bare
 * name, without keyspace, because its use is bound to its own keyspace. */
export function cqlTypeText(type: CqlType): string {
  switch (type.kind) {
    case 'native':
      return type.name;
    case 'list':
    case 'set':
      return frozenText(type.frozen, `${type.kind}<${cqlTypeText(type.element)}>`);
    case 'map':
      return frozenText(type.frozen, `map<${cqlTypeText(type.key)}, ${cqlTypeText(type.value)}>`);
    case 'tuple':
      return `frozen<tuple<${type.elements.map(cqlTypeText).join(', ')}>>`;
    case 'udt':
      return frozenText(type.frozen, quoteName(type.name));
    case 'custom':
      return `'${type.className}'`;
    default:
      return assertNever(type);
  }
}

const frozenText = (frozen: boolean, text: string): string => (frozen ? `frozen<${text}>` : text);

/** As error texts of ALTER TYPE spell it: user types with their keyspace and without quotes, tuples bare [Cassandra 3.11.19]. */
export function qualifiedTypeText(type: CqlType): string {
  switch (type.kind) {
    case 'list':
    case 'set':
      return frozenText(type.frozen, `${type.kind}<${qualifiedTypeText(type.element)}>`);
    case 'map':
      return frozenText(type.frozen, `map<${qualifiedTypeText(type.key)}, ${qualifiedTypeText(type.value)}>`);
    case 'tuple':
      return `tuple<${type.elements.map(qualifiedTypeText).join(', ')}>`;
    case 'udt':
      return frozenText(type.frozen, `${type.keyspace}.${type.name}`);
    default:
      return cqlTypeText(type);
  }
}
