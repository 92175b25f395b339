// Random SELECT statements: selections, restrictions, order, limits.

import type { CqlType } from '../../src/core/engine/types/cql-type.js';
import { type Column, ofKind } from './schemas.js';
import { tupleComparison, tupleIn, tupleSlice } from './tuple-relations.js';
import { anyValue, nameText } from './values.js';
import type { Writer } from './writer.js';

const casts = [
  'int',
  'text',
  'bigint',
  'double',
  'ascii',
  'date',
  'timestamp',
  'decimal',
  'float',
  'varint',
  'smallint',
  'tinyint',
  'blob',
  'uuid',
  'boolean',
  'time',
  'timeuuid',
  'inet',
  'varchar',
  'duration',
  'frozen<list<int>>',
];

const isMultiCell = (type: CqlType): boolean =>
  (type.kind === 'list' || type.kind === 'set' || type.kind === 'map' || type.kind === 'udt') && !type.frozen;

function functionOf(writer: Writer, column: Column): string {
  const { dice } = writer;
  const name = writer.column(column);
  const native = column.type.kind === 'native' ? column.type.name : undefined;
  const cell = column.kind === 'static' || column.kind === 'regular';
  const made: string[] = [`toJson(${name})`, `CAST(${name} AS ${dice.pick(casts)})`];
  if (cell && (!isMultiCell(column.type) || writer.slips())) made.push(`writetime(${name})`, `ttl(${name})`);
  if (native !== undefined) {
    made.push(
      `${native}AsBlob(${name})`,
      `blobAs${native}(${native}AsBlob(${name}))`,
      `CAST(${name} AS ${native === 'text' ? 'ascii' : 'text'})`,
    );
    if (native === 'blob') made.push(`blobAsText(${name})`, `blobAsInt(${name})`);
  }
  if (native === 'timeuuid') {
    made.push(
      `dateOf(${name})`,
      `unixTimestampOf(${name})`,
      `toDate(${name})`,
      `toTimestamp(${name})`,
      `toUnixTimestamp(${name})`,
    );
  }
  if (native === 'timestamp')
    made.push(`toDate(${name})`, `toUnixTimestamp(${name})`, `minTimeuuid(${name})`, `maxTimeuuid(${name})`);
  if (native === 'date') made.push(`toTimestamp(${name})`, `toUnixTimestamp(${name})`);
  if (column.type.kind === 'udt') made.push(`${name}.${nameText(dice.pick(column.type.fieldNames))}`);
  if (column.kind === 'partition_key') {
    const keys = ofKind(writer.table, 'partition_key').map((c) => nameText(c.name));
    made.push(`token(${keys.join(', ')})`);
  }
  if (writer.slips()) {
    made.push(
      `nosuch(${name})`,
      `writetime(${name})`,
      `now(${name})`,
      `token(${name})`,
      `fromJson(${name})`,
      `intAsBlob(${name})`,
      `sum(toJson(${name}))`,
      `${name}.a`,
      `CAST(${name} AS counter)`,
      `toJson(${name}, ${name})`,
      'uuid()',
      `min(max(${name}))`,
      `(int)${name}`,
      '1',
      "'a'",
      `[${name}]`,
      `(${name}, ${name})`,
      `{a: ${name}}`,
    );
  }
  const call = dice.pick(made);
  if (!dice.chance(0.1)) return call;
  return dice.pick([
    `toJson(${call})`,
    `CAST(${call} AS ${dice.pick(casts)})`,
    `blobAsText(textAsBlob(${call}))`,
    `CAST(CAST(${call} AS text) AS ascii)`,
    `toDate(${call})`,
    `bigintAsBlob(${call})`,
  ]);
}

function aggregateOf(writer: Writer, column: Column): string {
  const name = writer.column(column);
  return writer.dice.pick([
    'count(*)',
    'count(1)',
    `count(${name})`,
    `min(${name})`,
    `max(${name})`,
    `sum(${name})`,
    `avg(${name})`,
    `max(CAST(${name} AS text))`,
    `sum(CAST(${name} AS double))`,
    `min(toJson(${name}))`,
    `toJson(max(${name}))`,
    `CAST(avg(${name}) AS text)`,
    `count(toJson(${name}))`,
  ]);
}

function selection(writer: Writer): { text: string; aggregate: boolean } {
  const { dice, table } = writer;
  const shape = dice.below(10);
  if (shape < 2) return { text: '*', aggregate: false };
  const columns = dice.chance(0.2) ? dice.shuffled(dice.some(table.columns)) : dice.some(table.columns);
  const aggregate = shape === 9;
  const items = columns.slice(0, 5).map((column) => {
    let item = writer.column(column);
    if (aggregate) item = dice.chance(0.8) ? aggregateOf(writer, column) : item;
    else if (shape > 5) item = functionOf(writer, column);
    if (dice.chance(0.1) && !/uuid\(\)|now\(\)/.test(item)) item += ` AS ${dice.pick(['x', '"Y"', 'p0'])}`;
    return item;
  });
  return { text: items.join(', '), aggregate };
}

const equalityOf = (writer: Writer, column: Column): string => `${writer.column(column)} = ${writer.term(column.type)}`;

function partitionPart(writer: Writer): { parts: string[]; whole: boolean } {
  const { dice, table } = writer;
  const keys = ofKind(table, 'partition_key');
  const shape = dice.below(12);
  if (shape < 7) return { parts: keys.map((c) => equalityOf(writer, c)), whole: true };
  if (shape < 9) {
    const last = keys.length - 1;
    return {
      parts: keys.map((c, i) =>
        i === last || dice.chance(0.3) ? `${writer.column(c)} IN ${writer.inList(c.type)}` : equalityOf(writer, c),
      ),
      whole: true,
    };
  }
  if (shape === 9) {
    const token = `token(${keys.map((c) => writer.column(c)).join(', ')})`;
    const bound = () =>
      dice.chance(0.6)
        ? `token(${keys.map((c) => writer.term(c.type)).join(', ')})`
        : dice.pick(['0', '-9223372036854775808', '9223372036854775807', '-3485513579396041028']);
    const parts = dice.chance(0.7) ? [`${token} ${dice.pick(['>', '>='])} ${bound()}`] : [`${token} = ${bound()}`];
    if (dice.chance(0.4)) parts.push(`${token} ${dice.pick(['<', '<='])} ${bound()}`);
    return { parts, whole: false };
  }
  return { parts: [], whole: false };
}

function clusteringPart(writer: Writer): string[] {
  const { dice, table } = writer;
  const columns = ofKind(table, 'clustering');
  const parts: string[] = [];
  if (columns.length > 0 && dice.chance(0.2)) return tuplePart(writer, columns);
  for (const column of columns) {
    const shape = dice.below(10);
    if (shape < 5) parts.push(equalityOf(writer, column));
    else if (shape < 6) parts.push(`${writer.column(column)} IN ${writer.inList(column.type)}`);
    else if (shape < 8) {
      parts.push(`${writer.column(column)} ${dice.pick(['>', '>=', '<', '<='])} ${writer.term(column.type)}`);
      if (dice.chance(0.3))
        parts.push(`${writer.column(column)} ${dice.pick(['<', '<='])} ${writer.term(column.type)}`);
      if (!writer.slips()) break;
    } else if (!writer.slips()) break;
  }
  return parts;
}

/** Single columns first, then tuples: equalities, IN, slices. */
function tuplePart(writer: Writer, columns: readonly Column[]): string[] {
  const { dice } = writer;
  const before = dice.chance(0.3) ? dice.below(columns.length) : 0;
  const parts = columns
    .slice(0, before)
    .map((c) => (dice.chance(0.3) ? `${writer.column(c)} IN ${writer.inList(c.type)}` : equalityOf(writer, c)));
  const rest = columns.slice(before);
  const some = rest.slice(0, dice.between(1, rest.length));
  const behind = rest.slice(some.length);
  switch (dice.below(4)) {
    case 0:
      parts.push(tupleIn(writer, some));
      break;
    case 1:
      parts.push(tupleComparison(writer, some, '='));
      break;
    default:
      return [...parts, ...tupleSlice(writer, rest)];
  }
  if (behind.length > 0 && dice.chance(0.4)) parts.push(...tupleSlice(writer, behind));
  return parts;
}

function filterPart(writer: Writer): string[] {
  const { dice, table } = writer;
  const cells = dice.chance(0.7) ? ofKind(table, 'static', 'regular') : table.columns;
  if (cells.length === 0) return [];
  return dice
    .some(cells)
    .slice(0, 2)
    .map((column) => {
      const { type } = column;
      const name = writer.column(column);
      if (type.kind === 'list' || type.kind === 'set') return `${name} CONTAINS ${writer.term(type.element)}`;
      if (type.kind === 'map') {
        return dice.pick([
          () => `${name} CONTAINS ${writer.term(type.value)}`,
          () => `${name} CONTAINS KEY ${writer.term(type.key)}`,
          () => `${name}[${writer.term(type.key)}] = ${writer.term(type.value)}`,
        ])();
      }
      if (writer.slips())
        return `${name} ${dice.pick(['!=', 'CONTAINS', 'LIKE', 'IN', 'CONTAINS KEY', 'IS NOT NULL'])} ${dice.chance(0.5) ? writer.term(type) : ''}`;
      return `${name} ${dice.pick(['=', '=', '>', '<=', '<', '>='])} ${writer.term(type)}`;
    });
}

export function select(writer: Writer): string {
  const { dice, table } = writer;
  const partition = partitionPart(writer);
  const distinct = dice.chance(0.05);
  const conditions = [...partition.parts];
  if (!distinct && (partition.whole || writer.slips() || dice.chance(0.1)) && dice.chance(0.7))
    conditions.push(...clusteringPart(writer));
  const filters = dice.chance(0.12) ? filterPart(writer) : [];
  conditions.push(...filters);
  if (writer.slips() && dice.chance(0.3)) conditions.push(...clusteringPart(writer));
  const where = (dice.chance(0.1) ? dice.shuffled(conditions) : conditions).join(' AND ');
  const chosen = distinct
    ? {
        text: [...ofKind(table, 'partition_key'), ...(dice.chance(0.5) ? ofKind(table, 'static') : [])]
          .map((c) => writer.column(c))
          .join(', '),
        aggregate: false,
      }
    : selection(writer);
  const clustering = ofKind(table, 'clustering');
  let text = `SELECT ${dice.chance(0.07) ? 'JSON ' : ''}${distinct ? 'DISTINCT ' : ''}${chosen.text} FROM ${writer.target()}`;
  if (where !== '') text += ` WHERE ${where}`;
  if ((chosen.aggregate && dice.chance(0.3)) || dice.chance(0.02) || (writer.slips() && dice.chance(0.2))) {
    const keys = [...ofKind(table, 'partition_key'), ...clustering];
    text += ` GROUP BY ${keys
      .slice(0, dice.between(1, keys.length))
      .map((c) => writer.column(c))
      .join(', ')}`;
  }
  if (clustering.length > 0 && (partition.whole || writer.slips()) && !distinct && dice.chance(0.2)) {
    const against = dice.chance(0.5);
    const columns = clustering.slice(0, dice.between(1, clustering.length));
    text += ` ORDER BY ${columns
      .map((c) => `${writer.column(c)} ${(c.descending !== against) !== writer.slips() ? 'DESC' : 'ASC'}`)
      .join(', ')}`;
  }
  if (dice.chance(0.08)) text += ` PER PARTITION LIMIT ${writer.integer(dice.between(1, 3), 'int')}`;
  if (dice.chance(0.15)) text += ` LIMIT ${writer.integer(dice.between(1, 10), 'int')}`;
  const filtering = filters.length > 0 || !partition.whole;
  if (filtering ? dice.chance(0.85) : dice.chance(0.05)) text += ' ALLOW FILTERING';
  return text;
}

/** A SELECT without table columns that random choice seldom reaches. */
export function selectFunction(writer: Writer): string {
  const { dice } = writer;
  const type = dice.pick(['now()', 'uuid()', 'currentTimestamp()', 'toDate(now())']);
  return `SELECT ${type} FROM ${writer.target()} LIMIT 1${dice.chance(0.1) ? ` ${anyValue(dice, writer.intType()).literal}` : ''}`;
}
