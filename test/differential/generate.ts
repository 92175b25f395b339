// Draws the next case of an episode: which family, how it is sent, and with what values.

import { type Case, textOf } from './case.js';
import { broken, respelled } from './damage.js';
import { ddl, schemaRead } from './ddl.js';
import type { Dice } from './dice.js';
import type { Schema, Table } from './schemas.js';
import { select, selectFunction } from './selects.js';
import { Writer } from './writer.js';
import { insert, remove, update } from './writes.js';

type Family = 'select' | 'write' | 'conditional' | 'invalid' | 'syntax' | 'batch' | 'batch-text' | 'ddl';

const families: readonly (readonly [number, Family])[] = [
  [340, 'select'],
  [260, 'write'],
  [60, 'conditional'],
  [150, 'invalid'],
  [120, 'syntax'],
  [20, 'batch'],
  [25, 'batch-text'],
  [8, 'ddl'],
];

function writerFor(dice: Dice, schema: Schema, table: Table, sloppy: number, prepared: boolean): Writer {
  return new Writer(dice, schema, table, {
    sloppy,
    markers: prepared ? 0.75 : dice.chance(0.15) ? 0.5 : 0,
    named: dice.chance(0.06),
  });
}

const modification = (writer: Writer, conditional: boolean): string => {
  const make = writer.dice.weighted([
    [5, insert],
    [4, update],
    [2, remove],
  ] as const);
  const counted = writer.table.counters && !writer.slips();
  // what a deleted counter counts from is not defined: half of such tables are spared
  const spared = counted && make === remove && /[02468]$/.test(writer.table.name);
  return (counted && make === insert) || spared ? update(writer, false) : make(writer, conditional);
};

function statement(writer: Writer, family: string, text: string, prepared: boolean, reads: boolean): Case {
  const { dice } = writer;
  const byName = writer.named && dice.chance(0.5);
  const values = [...writer.values];
  if (writer.sloppy > 0 && values.length > 0 && dice.chance(0.03)) values.pop();
  if (writer.sloppy > 0 && dice.chance(0.01)) values.push(null);
  return {
    kind: 'statement',
    text: dice.chance(0.02) ? respelled(dice, text) : text,
    prepared,
    values,
    ...(byName && values.length === writer.names.length && values.length > 0 ? { names: writer.names } : {}),
    ...(reads && prepared && dice.chance(0.1) ? { skipMetadata: true } : {}),
    ...(reads && dice.chance(0.25) ? { pageSize: dice.between(1, 6) } : {}),
    stamped: family !== 'conditional',
    reads,
    family,
    table: writer.table.name,
  };
}

export function nextCase(dice: Dice, schema: Schema): Case {
  const family = dice.weighted(families);
  const table = dice.pick(schema.tables);
  const prepared = dice.chance(0.5);
  const writer = writerFor(dice, schema, table, family === 'invalid' ? dice.pick([0.05, 0.12, 0.3]) : 0, prepared);
  switch (family) {
    case 'select':
      return statement(writer, family, dice.chance(0.01) ? selectFunction(writer) : select(writer), prepared, true);
    case 'write':
      return statement(writer, family, modification(writer, false), prepared, false);
    case 'conditional':
      return statement(writer, family, modification(writer, true), prepared, false);
    case 'invalid': {
      const reads = dice.chance(0.5);
      return statement(
        writer,
        family,
        reads ? select(writer) : modification(writer, dice.chance(0.2)),
        prepared,
        false,
      );
    }
    case 'syntax': {
      const text = dice.weighted([
        [8, () => select(writer)],
        [8, () => modification(writer, dice.chance(0.2))],
        [3, () => ddl(dice, schema)],
        [2, () => batchText(writer)],
      ] as const)();
      return statement(writer, family, broken(dice, text), prepared && !text.startsWith('USE'), false);
    }
    case 'batch-text':
      return statement(writer, family, batchText(writer), prepared, false);
    case 'batch':
      return batch(dice, schema, table);
    case 'ddl':
      return {
        ...statement(writer, family, (dice.chance(0.15) ? schemaRead : ddl)(dice, schema), dice.chance(0.2), false),
        stamped: false,
      } as Case;
  }
}

function batchText(writer: Writer): string {
  const { dice } = writer;
  const counter = writer.table.counters;
  const kind = dice.chance(0.95)
    ? counter
      ? 'COUNTER '
      : dice.pick(['', 'UNLOGGED '])
    : dice.pick(['', 'COUNTER ', 'UNLOGGED ']);
  const conditional = dice.chance(0.1);
  const timed = dice.chance(0.08) ? `USING TIMESTAMP ${dice.between(1, 1000)} ` : '';
  const children = dice.times(dice.below(5), () => modification(writer, conditional && dice.chance(0.6)));
  return `BEGIN ${kind}BATCH ${timed}${children.map((child) => `${child}; `).join('')}APPLY BATCH`;
}

function batch(dice: Dice, schema: Schema, table: Table): Case {
  const conditional = dice.chance(0.08);
  const children = dice.times(dice.below(5), () => {
    const prepared = dice.chance(0.5);
    const other = dice.chance(0.3) && !conditional ? dice.pick(schema.tables) : table;
    const writer = writerFor(dice, schema, other, dice.chance(0.1) ? 0.1 : 0, prepared);
    const text = dice.chance(0.03) ? select(writer) : modification(writer, conditional && dice.chance(0.6));
    return { text, prepared, values: writer.values };
  });
  const type = table.counters
    ? dice.chance(0.9)
      ? 'counter'
      : 'unlogged'
    : dice.weighted([
        [4, 'logged'],
        [4, 'unlogged'],
        [1, 'counter'],
      ] as const);
  return { kind: 'batch', type, children, reads: false, stamped: true, family: 'batch', table: table.name };
}

export { textOf };
