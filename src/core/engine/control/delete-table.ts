// DeleteTable: the table goes in every Region of its keyspace. One that is going already is no error (facts 1.5, 15.9).

import type { Operation } from './context.js';
import { conflict } from './errors.js';
import { checkConcurrentDdl, lifecycle, presentTable } from './find.js';
import { goingTable } from './going-table.js';
import { checkInput, structure } from './shape.js';
import { keyspaceName, tableName } from './shared-shapes.js';

const shape = structure({ keyspaceName, tableName });

export const deleteTable: Operation = async (context, rawInput) => {
  const { keyspaceName: keyspace, tableName: name } = checkInput(shape, rawInput, context.compat);
  await context.commit((edits) => {
    const own = edits.region(context.caller.region);
    const record = presentTable(own, keyspace, name);
    const { state } = record.status;
    if (state === 'DELETING') return;
    if (state !== 'ACTIVE' && state !== 'INACCESSIBLE_ENCRYPTION_CREDENTIALS')
      throw conflict(`Table ${keyspace}.${name} is ${state}: wait until it is ACTIVE`);
    checkConcurrentDdl(own, context.compat);
    for (const region of own.keyspace(keyspace)?.regions ?? []) {
      const edit = edits.region(region);
      const table = edit.table(keyspace, name);
      if (table === undefined) continue;
      edit.put(goingTable(edit, table, lifecycle('DELETING', 'DELETED', context.nowMs, context.delays.deleteTable)));
    }
  });
  return {};
};
