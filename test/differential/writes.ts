// Random INSERT, UPDATE and DELETE statements, conditional ones among them, and what batches are made of.

import type { CqlType } from '../../src/core/engine/types/cql-type.js';
import { native } from '../../src/core/engine/types/cql-type.js';
import { jsonOf } from './json-values.js';
import { type Column, ofKind } from './schemas.js';
import { tupleComparison, tupleIn, tupleSlice } from './tuple-relations.js';
import { nameText } from './values.js';
import type { Writer } from './writer.js';

const isMultiCell = (type: CqlType): boolean =>
  (type.kind === 'list' || type.kind === 'set' || type.kind === 'map' || type.kind === 'udt') && !type.frozen;

function using(writer: Writer, ttl: boolean): string {
  const { dice } = writer;
  const parts: string[] = [];
  if (dice.chance(0.12)) parts.push(`TIMESTAMP ${writer.integer(dice.between(1, dice.pick([5, 1000])), 'bigint')}`);
  if ((ttl && dice.chance(0.12)) || writer.slips())
    parts.push(`TTL ${writer.integer(dice.pick([0, 100000, 500000]), 'int')}`);
  return parts.length === 0 ? '' : ` USING ${parts.join(' AND ')}`;
}

export function insert(writer: Writer, conditional: boolean): string {
  const { dice, table } = writer;
  if (dice.chance(0.1)) return insertJson(writer, conditional);
  const keys = ofKind(table, 'partition_key');
  const others = table.columns.filter((c) => c.kind !== 'partition_key');
  const onlyStatic = dice.chance(0.1) && ofKind(table, 'static').length > 0;
  const kept = others.filter((c) =>
    c.kind === 'clustering'
      ? !onlyStatic && !(writer.slips() && dice.chance(0.3))
      : onlyStatic
        ? c.kind === 'static'
        : dice.chance(0.7),
  );
  const columns = dice.chance(0.1) ? dice.shuffled([...keys, ...kept]) : [...keys, ...kept];
  if (writer.slips() && dice.chance(0.3)) columns.splice(dice.below(columns.length), 1);
  const values = columns.map((c) =>
    writer.term(c.type, c.kind === 'static' || c.kind === 'regular' ? { missing: 0.08 } : {}),
  );
  if (writer.slips() && dice.chance(0.2)) values.pop();
  const timed = using(writer, true);
  return (
    `INSERT INTO ${writer.target()} (${columns.map((c) => writer.column(c)).join(', ')}) VALUES (${values.join(', ')})` +
    `${conditional ? ' IF NOT EXISTS' : ''}${conditional && !writer.slips() ? timed.replace(/TIMESTAMP \d+( AND )?/, '').replace(/ USING $/, '') : timed}`
  );
}

function insertJson(writer: Writer, conditional: boolean): string {
  const { dice, table } = writer;
  const kept = table.columns.filter((c) => c.kind === 'partition_key' || c.kind === 'clustering' || dice.chance(0.6));
  const jsonName = (c: Column): string => (/^[a-z]/.test(c.name) ? c.name : `"${c.name}"`);
  const body = `{${kept.map((c) => `${JSON.stringify(jsonName(c))}: ${jsonOf(writer, c.type)}`).join(', ')}}`;
  const text = dice.chance(writer.markers * 0.5)
    ? writer.bound(Buffer.from(body))
    : writer.slips() && dice.chance(0.2)
      ? writer.term(native('text'), { literal: true })
      : `'${body.replaceAll("'", "''")}'`;
  return `INSERT INTO ${writer.target()} JSON ${text}${dice.pick(['', '', ' DEFAULT UNSET', ' DEFAULT NULL'])}${conditional ? ' IF NOT EXISTS' : ''}`;
}

export function assignment(writer: Writer, column: Column): string {
  const { dice } = writer;
  const { type } = column;
  const name = writer.column(column);
  const whole = () => `${name} = ${writer.term(type, { missing: 0.08 })}`;
  if (writer.table.counters) return `${name} = ${name} ${dice.pick(['+', '-'])} ${writer.term(native('bigint'))}`;
  const options: (() => string)[] = [whole];
  if (isMultiCell(type) || writer.slips()) {
    if (type.kind === 'list') {
      options.push(
        () => `${name} = ${name} + ${writer.term(type)}`,
        () => `${name} = ${writer.term(type)} + ${name}`,
        () => `${name} = ${name} - ${writer.term(type)}`,
        () => `${name}[${writer.integer(dice.below(3), 'int')}] = ${writer.term(type.element, { missing: 0.05 })}`,
        () => `${name} += ${writer.term(type)}`,
      );
    } else if (type.kind === 'set') {
      options.push(
        () => `${name} = ${name} ${dice.pick(['+', '-'])} ${writer.term(type)}`,
        () => `${name} ${dice.pick(['+=', '-='])} ${writer.term(type)}`,
      );
    } else if (type.kind === 'map') {
      options.push(
        () => `${name} = ${name} + ${writer.term(type)}`,
        () => `${name} = ${name} - ${writer.term({ kind: 'set', frozen: true, element: type.key })}`,
        () => `${name}[${writer.term(type.key)}] = ${writer.term(type.value, { missing: 0.05 })}`,
      );
    } else if (type.kind === 'udt') {
      const i = dice.below(type.fieldNames.length);
      options.push(
        () => `${name}.${nameText(type.fieldNames[i]!)} = ${writer.term(type.fieldTypes[i]!, { missing: 0.1 })}`,
      );
    } else {
      options.push(
        () => `${name} = ${name} + ${writer.term(type)}`,
        () => `${name}[0] = ${writer.term(type)}`,
        () => `${name}.a = ${writer.term(type)}`,
      );
    }
  }
  return dice.pick(options)();
}

/** Equalities on the key, IN at times, cut short or sliced for deletions. */
function keyPart(writer: Writer, options: { statics: boolean; partial: boolean }): string {
  const { dice, table } = writer;
  const parts = ofKind(table, 'partition_key').map((c) =>
    dice.chance(0.04)
      ? `${writer.column(c)} IN ${writer.inList(c.type)}`
      : `${writer.column(c)} = ${writer.term(c.type)}`,
  );
  if (options.statics) return parts.join(' AND ');
  const clustering = ofKind(table, 'clustering');
  const single = dice.chance(0.08) ? dice.below(clustering.length + 1) : clustering.length;
  const tuple = clustering.slice(single);
  for (const column of clustering.slice(0, single)) {
    if (options.partial && dice.chance(0.25)) {
      if (dice.chance(0.5)) {
        parts.push(`${writer.column(column)} ${dice.pick(['>', '>=', '<', '<='])} ${writer.term(column.type)}`);
        if (dice.chance(0.3))
          parts.push(`${writer.column(column)} ${dice.pick(['<', '<='])} ${writer.term(column.type)}`);
      }
      break;
    }
    parts.push(
      dice.chance(0.04)
        ? `${writer.column(column)} IN ${writer.inList(column.type)}`
        : `${writer.column(column)} = ${writer.term(column.type)}`,
    );
  }
  if (tuple.length > 0) {
    if (options.partial && dice.chance(0.5)) parts.push(...tupleSlice(writer, tuple));
    else parts.push(dice.chance(0.3) ? tupleIn(writer, tuple) : tupleComparison(writer, tuple, '='));
  }
  if (writer.slips()) parts.splice(dice.below(parts.length), 1);
  return parts.join(' AND ');
}

function conditions(writer: Writer): string {
  const { dice, table } = writer;
  if (dice.chance(0.3)) return ' IF EXISTS';
  const cells = writer.slips() ? table.columns : ofKind(table, 'static', 'regular');
  if (cells.length === 0) return ' IF EXISTS';
  const made = dice
    .some(cells)
    .slice(0, 2)
    .map((column) => {
      const { type } = column;
      const name = writer.column(column);
      const operator = dice.pick(['=', '=', '=', '!=', '>', '<', '>=', '<=']);
      if (dice.chance(0.1)) return `${name} IN ${writer.inList(type)}`;
      if (type.kind === 'map' && dice.chance(0.4))
        return `${name}[${writer.term(type.key)}] ${operator} ${writer.term(type.value, { missing: 0.1 })}`;
      if (type.kind === 'list' && dice.chance(0.4))
        return `${name}[${writer.integer(dice.below(2), 'int')}] ${operator} ${writer.term(type.element, { missing: 0.1 })}`;
      if (type.kind === 'udt' && dice.chance(0.4)) {
        const i = dice.below(type.fieldNames.length);
        return `${name}.${nameText(type.fieldNames[i]!)} ${operator} ${writer.term(type.fieldTypes[i]!, { missing: 0.1 })}`;
      }
      return `${name} ${operator} ${writer.term(type, { missing: 0.15 })}`;
    });
  return ` IF ${made.join(' AND ')}`;
}

export function update(writer: Writer, conditional: boolean): string {
  const { dice, table } = writer;
  const statics = ofKind(table, 'static');
  const onlyStatic = statics.length > 0 && dice.chance(0.2);
  const cells = onlyStatic ? statics : ofKind(table, 'static', 'regular');
  const chosen = dice
    .some(cells.length === 0 || (writer.slips() && dice.chance(0.2)) ? table.columns : cells)
    .slice(0, 3);
  const timed = conditional && !writer.slips() ? '' : using(writer, !table.counters);
  const set = chosen.map((c) => assignment(writer, c)).join(', ');
  const where = keyPart(writer, { statics: onlyStatic && dice.chance(0.8), partial: false });
  return `UPDATE ${writer.target()}${timed} SET ${set} WHERE ${where}${conditional ? conditions(writer) : ''}`;
}

export function remove(writer: Writer, conditional: boolean): string {
  const { dice, table } = writer;
  const cells = ofKind(table, 'static', 'regular');
  const chosen = dice.chance(0.5) || cells.length === 0 ? [] : dice.some(cells).slice(0, 2);
  const items = chosen.map((column) => {
    const { type } = column;
    const name = writer.column(column);
    if (type.kind === 'map' && (!type.frozen || writer.slips()) && dice.chance(0.5))
      return `${name}[${writer.term(type.key)}]`;
    if (type.kind === 'set' && (!type.frozen || writer.slips()) && dice.chance(0.5))
      return `${name}[${writer.term(type.element)}]`;
    if (type.kind === 'list' && (!type.frozen || writer.slips()) && dice.chance(0.5))
      return `${name}[${writer.integer(dice.below(2), 'int')}]`;
    if (type.kind === 'udt' && !type.frozen && dice.chance(0.5))
      return `${name}.${nameText(dice.pick(type.fieldNames))}`;
    return name;
  });
  const statics = chosen.length > 0 && chosen.every((c) => c.kind === 'static');
  const timed =
    dice.chance(0.08) && !conditional
      ? ` USING TIMESTAMP ${writer.integer(dice.between(1, dice.pick([5, 1000])), 'bigint')}`
      : '';
  const where = keyPart(writer, { statics, partial: chosen.length === 0 && !conditional });
  return `DELETE ${items.length > 0 ? `${items.join(', ')} ` : ''}FROM ${writer.target()}${timed} WHERE ${where}${conditional ? conditions(writer) : ''}`;
}
