// Random schemas for the differential run: user types and tables with every kind of column, and their CREATE statements.

import type { CqlType, NativeName, UdtType } from '../../src/core/engine/types/cql-type.js';
import { native } from '../../src/core/engine/types/cql-type.js';
import type { Dice } from './dice.js';
import { nameText } from './values.js';

export type ColumnKind = 'partition_key' | 'clustering' | 'static' | 'regular';

export interface Column {
  readonly name: string;
  readonly type: CqlType;
  readonly kind: ColumnKind;
  readonly descending: boolean;
}

export interface Table {
  readonly keyspace: string;
  readonly name: string;
  readonly columns: readonly Column[];
  readonly counters: boolean;
}

/** Follows what DDL changes. */
export interface Schema {
  readonly keyspace: string;
  types: readonly UdtType[];
  tables: readonly Table[];
}

export const ofKind = (table: Table, ...kinds: readonly ColumnKind[]): Column[] =>
  table.columns.filter((column) => kinds.includes(column.kind));

const plain: readonly NativeName[] = [
  'ascii',
  'bigint',
  'blob',
  'boolean',
  'date',
  'decimal',
  'double',
  'float',
  'inet',
  'int',
  'smallint',
  'text',
  'time',
  'timestamp',
  'timeuuid',
  'tinyint',
  'uuid',
  'varint',
]; // prettier-ignore
const keyFriendly: readonly NativeName[] = [
  'int',
  'int',
  'int',
  'text',
  'text',
  'bigint',
  'boolean',
  'timeuuid',
  'timestamp',
];

const scalar = (dice: Dice): CqlType =>
  native(dice.chance(0.5) ? dice.pick(plain) : dice.pick(['int', 'text', 'bigint'] as const));

/** A type; `frozen` where the place demands that. */
export function anyType(dice: Dice, types: readonly UdtType[], frozen: boolean, depth = 0): CqlType {
  if (depth > 2 || dice.chance(depth === 2 ? 0.85 : 0.55))
    return dice.chance(0.03) && depth === 0 && !frozen ? native('duration') : scalar(dice);
  const inner = () => anyType(dice, types, true, depth + 1);
  const isFrozen = frozen || dice.chance(0.25);
  switch (dice.below(5)) {
    case 0:
      return { kind: 'list', frozen: isFrozen, element: inner() };
    case 1:
      return { kind: 'set', frozen: isFrozen, element: inner() };
    case 2:
      return { kind: 'map', frozen: isFrozen, key: inner(), value: inner() };
    case 3:
      return { kind: 'tuple', elements: dice.times(dice.between(1, 3), inner) };
    default:
      return types.length === 0 ? scalar(dice) : { ...dice.pick(types), frozen: isFrozen };
  }
}

export function typeText(type: CqlType): string {
  const frozen = (is: boolean, text: string) => (is ? `frozen<${text}>` : text);
  switch (type.kind) {
    case 'native':
      return type.name;
    case 'list':
    case 'set':
      return frozen(type.frozen, `${type.kind}<${typeText(type.element)}>`);
    case 'map':
      return frozen(type.frozen, `map<${typeText(type.key)}, ${typeText(type.value)}>`);
    case 'tuple':
      return `tuple<${type.elements.map(typeText).join(', ')}>`;
    case 'udt':
      return frozen(type.frozen, nameText(type.name));
    case 'custom':
      return `'${type.className}'`;
  }
}

/** Sets or maps anywhere within. */
const holdsOrder = (type: CqlType): boolean => /\b(?:set|map)</.test(deepText(type));

const deepText = (type: CqlType): string =>
  type.kind === 'udt'
    ? type.fieldTypes.map(deepText).join()
    : type.kind === 'tuple'
      ? type.elements.map(deepText).join()
      : typeText(type);

function makeTable(dice: Dice, keyspace: string, name: string, types: readonly UdtType[]): Table {
  const counters = dice.chance(0.12);
  const keyType = (): CqlType =>
    dice.chance(0.6) ? native(dice.pick(keyFriendly)) : dice.chance(0.8) ? scalar(dice) : anyType(dice, types, true);
  const column =
    (kind: ColumnKind, prefix: string, typeOf: () => CqlType) =>
    (i: number): Column => {
      const name = dice.chance(0.06) ? `${prefix.toUpperCase()}${i}` : `${prefix}${i}`;
      const type = typeOf();
      // Cassandra keeps what is bound for a descending set as it was sent: seldom, as everything there is explained
      const turns = kind === 'clustering' && dice.chance(0.35) && (!holdsOrder(type) || dice.chance(0.1));
      return { name, type, kind, descending: turns };
    };
  const clustering = dice.times(dice.pick([0, 1, 1, 2, 2, 3]), column('clustering', 'c', keyType));
  const statics = clustering.length > 0 && dice.chance(0.4) ? dice.between(1, 2) : 0;
  const cell = (): CqlType => (counters ? native('counter') : anyType(dice, types, false));
  return {
    keyspace,
    name,
    counters,
    columns: [
      ...dice.times(dice.pick([1, 1, 1, 2, 3]), column('partition_key', 'p', keyType)),
      ...clustering,
      ...dice.times(statics, column('static', 's', cell)),
      ...dice.times(dice.between(counters ? 1 : 0, 6), column('regular', 'r', cell)),
    ],
  };
}

export function makeSchema(dice: Dice, keyspace: string): Schema {
  const types: UdtType[] = [];
  for (const name of ['ut0', 'ut1', 'Ut2'].slice(0, dice.between(1, 3))) {
    const names = dice.some(['a', 'b', 'Cc', 'd']);
    types.push({
      kind: 'udt',
      frozen: true,
      keyspace,
      name,
      fieldNames: names,
      fieldTypes: names.map(() => anyType(dice, [...types], true, 1)),
    });
  }
  const tables = dice.times(4, (i) => makeTable(dice, keyspace, `t${i}`, types));
  return { keyspace, types, tables };
}

export const createType = (type: UdtType): string =>
  `CREATE TYPE ${type.keyspace}.${nameText(type.name)} (` +
  `${type.fieldNames.map((name, i) => `${nameText(name)} ${typeText(type.fieldTypes[i]!)}`).join(', ')})`;

export function createTable(dice: Dice, table: Table): string {
  const keys = ofKind(table, 'partition_key').map((c) => nameText(c.name));
  const clustering = ofKind(table, 'clustering');
  const columns = table.columns.map(
    (c) => `${nameText(c.name)} ${typeText(c.type)}${c.kind === 'static' ? ' static' : ''}`,
  );
  const partition = keys.length > 1 || dice.chance(0.3) ? `(${keys.join(', ')})` : keys[0]!;
  const primary = [partition, ...clustering.map((c) => nameText(c.name))].join(', ');
  const order = clustering.map((c) => `${nameText(c.name)} ${c.descending ? 'DESC' : 'ASC'}`).join(', ');
  const ordered = clustering.some((c) => c.descending) ? `CLUSTERING ORDER BY (${order})` : '';
  const expires = !table.counters && dice.chance(0.06) ? 'default_time_to_live = 200000' : '';
  const options = [ordered, expires].filter((option) => option !== '').join(' AND ');
  return `CREATE TABLE ${table.keyspace}.${table.name} (${columns.join(', ')}, PRIMARY KEY (${primary}))${options && ` WITH ${options}`}`;
}
