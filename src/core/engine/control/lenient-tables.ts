// Table changes that Cassandra has and Keyspaces has not: dropping and renaming columns, TRUNCATE. Only the lenient mode
// reaches them, through CQL.

import { withoutUserTypes } from '../catalog/dropped-columns.js';
import type { CatalogEdit } from '../catalog/edit.js';
import type { ColumnRecord, TableRecord } from '../catalog/records.js';
import { withPast } from '../recovery/window.js';
import { cqlTypeText } from '../types/format-type.js';
import type { Operation, OperationContext } from './context.js';
import { validation } from './errors.js';
import { changeableTable } from './find.js';
import { checkInput, list, structure, text } from './shape.js';
import { keyspaceName, tableName } from './shared-shapes.js';
import { arrange } from './table-schema.js';

const dropShape = structure({ keyspaceName, tableName, columns: list(text(), { min: 1 }) }, { timestamp: text() });

/** Input: `columns`, a list of names, and `timestamp`, microseconds: younger cells show again once the column is added
 * again. The column is remembered, so that it can only come back as what it was. */
export const dropColumns: Operation = async (context, rawInput) => {
  const input = checkInput(dropShape, rawInput, context.compat);
  const before = context.catalog.table(input.keyspaceName, input.tableName);
  const timestamp = input.timestamp === undefined ? context.nowMicros : BigInt(input.timestamp);
  const droppedAtMs = Number(timestamp / 1000n);
  const shown = (name: string): { readonly shownType?: string } => {
    const type = before?.schema.byName.get(name)?.type;
    return type === undefined ? {} : { shownType: cqlTypeText(withoutUserTypes(type)) };
  };
  await changeEverywhere(context, input.keyspaceName, input.tableName, (table) => {
    const gone = new Set(input.columns);
    for (const name of gone) {
      const column = table.columns.find((candidate) => candidate.name === name);
      if (column === undefined) throw validation(`Column ${name} was not found in table ${table.name}`);
      if (isKey(column)) throw validation(`Cannot drop PRIMARY KEY part ${name}`);
      refuseIndexed(table, name, 'drop');
    }
    const dropped = table.columns
      .filter((column) => gone.has(column.name))
      .map((column) => ({ ...column, droppedAtMs, ...shown(column.name) }));
    return {
      ...withColumns(context, table, arrange(table.columns.filter((column) => !gone.has(column.name)))),
      dropped: [...(table.dropped ?? []).filter((column) => !gone.has(column.name)), ...dropped],
    };
  });
  if (before?.kind === 'stored') {
    const columns = before.schema.columns.filter((column) => input.columns.includes(column.name));
    await context.eraseColumns(before.schema, columns, timestamp);
  }
  return {};
};

const renameShape = structure({
  keyspaceName,
  tableName,
  renames: list(structure({ from: text(), to: text({ min: 1 }) }), { min: 1 }),
});

/** Input: `renames`, a list of {from, to}. As in Cassandra, of key columns only. */
export const renameColumns: Operation = async (context, rawInput) => {
  const input = checkInput(renameShape, rawInput, context.compat);
  await changeEverywhere(context, input.keyspaceName, input.tableName, (table) => {
    let columns = table.columns;
    for (const { from, to } of input.renames) {
      const column = columns.find((candidate) => candidate.name === from);
      if (column === undefined) throw validation(`Cannot rename unknown column ${from} in table ${table.name}`);
      if (!isKey(column)) throw validation(`Cannot rename non PRIMARY KEY part ${from}`);
      refuseIndexed(table, from, 'rename');
      if (columns.some((candidate) => candidate.name === to))
        throw validation(
          `Cannot rename column ${from} to ${to} in table ${table.name}; another column of that name already exist`,
        );
      columns = columns.map((candidate) => (candidate === column ? { ...candidate, name: to } : candidate));
    }
    return withColumns(context, table, columns);
  });
  return {};
};

const truncateShape = structure({ keyspaceName, tableName });

/** The table goes on under a new number; rows and history under the old one are removed by and by: its window begins anew. */
export const truncateTable: Operation = async (context, rawInput) => {
  const input = checkInput(truncateShape, rawInput, context.compat);
  await changeEverywhere(context, input.keyspaceName, input.tableName, (table, edit) => {
    edit.owe(table);
    const { past: _past, ...kept } = table;
    const pitr = table.pitr === undefined ? {} : { pitr: { enabledAtMs: context.nowMs } };
    return { ...kept, ...pitr, number: edit.nextTableNumber() };
  });
  return {};
};

function withColumns({ nowMs }: OperationContext, table: TableRecord, columns: readonly ColumnRecord[]): TableRecord {
  return {
    ...table,
    columns,
    ...(table.pitr === undefined ? {} : { past: withPast(table, { columns }, nowMs, nowMs) }),
  };
}

function refuseIndexed({ indexes = [] }: TableRecord, column: string, verb: string): void {
  const names = indexes.filter((index) => index.column === column).map(({ name }) => name);
  if (names.length === 0) return;
  throw validation(`Cannot ${verb} column ${column} because it has dependent secondary indexes (${names.join(', ')})`);
}

const isKey = (column: ColumnRecord): boolean => column.kind === 'partition_key' || column.kind === 'clustering';

export async function changeEverywhere(
  context: OperationContext,
  keyspace: string,
  name: string,
  change: (table: TableRecord, edit: CatalogEdit) => TableRecord,
): Promise<void> {
  await context.commit((edits) => {
    const own = edits.region(context.caller.region);
    changeableTable(own, keyspace, name);
    for (const region of own.keyspace(keyspace)?.regions ?? []) {
      const edit = edits.region(region);
      const table = edit.table(keyspace, name);
      if (table === undefined) continue;
      const changed = change(table, edit);
      edit.put(changed);
      if (changed.number === table.number) edit.tell('UPDATED', changed);
    }
  });
}
