// Auto scaling settings as Application Auto Scaling sets them: one direction of a table, at once, without an UPDATING
// state, because that service changes no table. UpdateTable is the other way to the same settings.

import type { Direction } from '../capacity/api.js';
import type { ScalingSide, TableRecord } from '../catalog/records.js';
import type { KvTransaction } from '../kv/kv.js';
import type { OperationContext } from './context.js';
import { conflict, validation } from './errors.js';
import { presentTable } from './find.js';

export interface ScalingChange {
  readonly keyspace: string;
  readonly table: string;
  readonly direction: Direction;
  readonly side: ScalingSide;
  /** Goes into the same transaction. */
  readonly note: (tx: KvTransaction) => void;
}

export async function setScaling(context: OperationContext, change: ScalingChange): Promise<void> {
  const { keyspace, table: name, direction, side } = change;
  await context.commit((edits) => {
    const edit = edits.region(context.caller.region);
    const table = presentTable(edit, keyspace, name);
    const { state } = table.status;
    if (state !== 'ACTIVE' && state !== 'UPDATING')
      throw conflict(`Table ${keyspace}.${name} is ${state}: wait until it is ACTIVE`);
    if (table.replicas.length > 0)
      throw validation('Auto scaling of multi-Region tables is configured through Amazon Keyspaces: use UpdateTable');
    if (!side.disabled && coming(table).capacity.mode !== 'PROVISIONED')
      throw validation("Auto scaling requires the 'PROVISIONED' throughput mode");
    const autoScaling = { ...coming(table).autoScaling, [direction]: side };
    edit.put({
      ...table,
      autoScaling,
      ...(table.pending === undefined
        ? {}
        : { pending: { ...table.pending, changes: { ...table.pending.changes, autoScaling } } }),
    });
    change.note(edits.tx);
  });
}

/** The table as it will be when the update under way has ended. */
const coming = (table: TableRecord): Pick<TableRecord, 'capacity' | 'autoScaling'> => ({
  capacity: table.pending?.changes.capacity ?? table.capacity,
  ...(table.pending?.changes.autoScaling !== undefined && table.pending.changes.autoScaling !== null
    ? { autoScaling: table.pending.changes.autoScaling }
    : table.autoScaling === undefined
      ? {}
      : { autoScaling: table.autoScaling }),
});
