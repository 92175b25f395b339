// CREATE and DROP INDEX, which only the lenient mode has: names in the record of a table. Apart from lenient-tables.ts
// because names of indexes are the keyspace's.

import { defaultIndexName, type IndexRecord, targetText } from '../catalog/table-index.js';
import type { Operation } from './context.js';
import { ExistenceError } from './errors.js';
import { changeEverywhere } from './lenient-tables.js';
import { checkInput, oneOf, structure, text } from './shape.js';
import { keyspaceName, tableName } from './shared-shapes.js';

const createShape = structure(
  { keyspaceName, tableName, column: text(), part: oneOf(['simple', 'values', 'keys', 'entries', 'full']) },
  { indexName: text() },
);

/** Input: `column` and `part` as in IndexRecord, and `indexName`, or none. */
export const createIndex: Operation = async (context, rawInput) => {
  const input = checkInput(createShape, rawInput, context.compat);
  const { keyspaceName: keyspace, column, part } = input;
  await changeEverywhere(context, keyspace, input.tableName, (table, edit) => {
    const taken = new Set(edit.tables(keyspace).flatMap(({ indexes = [] }) => indexes.map(({ name }) => name)));
    const name = input.indexName ?? defaultIndexName(table.name, column, taken);
    const exists = (reason: string) => new ExistenceError({ kind: 'index-exists', keyspace, text: reason });
    if (taken.has(name)) throw exists(`Index ${name} already exists`);
    const index: IndexRecord = { name, column, part };
    const { indexes = [] } = table;
    const same = indexes.find((other) => targetText(other) === targetText(index));
    if (same !== undefined) throw exists(`Index ${name} is a duplicate of existing index ${same.name}`);
    return { ...table, indexes: [...indexes, index] };
  });
  return {};
};

const dropShape = structure({ keyspaceName, indexName: text() }, { tableName });

/** Input: `tableName` of the table that has the index; without it there is none of that name. */
export const dropIndex: Operation = async (context, rawInput) => {
  const input = checkInput(dropShape, rawInput, context.compat);
  const { keyspaceName: keyspace, indexName } = input;
  const missing = () => {
    const reason = `Index '${indexName}' could not be found in any of the tables of keyspace '${keyspace}'`;
    return new ExistenceError({ kind: 'index-missing', keyspace, text: reason });
  };
  if (input.tableName === undefined) throw missing();
  await changeEverywhere(context, keyspace, input.tableName, ({ indexes = [], ...table }) => {
    const left = indexes.filter(({ name }) => name !== indexName);
    if (left.length === indexes.length) throw missing();
    return { ...table, ...(left.length > 0 && { indexes: left }) };
  });
  return {};
};

/** Of views, functions, aggregates and triggers there is none. */
export const dropMissing: Operation = async () => {
  throw new ExistenceError({ kind: 'index-missing', keyspace: '', text: 'There is no such object' });
};
