// What system_schema_mcs.tables_history tells: one event for each change of a table's definition, with its settings after
// it. Apart from the records because events stay when those go, and are read by nobody else.

import type { KvReader, KvTransaction } from '../kv/kv.js';
import { decodeJson, encodeJson, eventKey, kindRange } from './keys.js';
import type { TableRecord } from './records.js';

/** The service's own names of its events are not documented. */
export type TableEventName = 'CREATED' | 'UPDATED' | 'DELETED';

/** What custom_properties shows. */
export type EventTable = Pick<
  TableRecord,
  | 'id'
  | 'keyspace'
  | 'name'
  | 'createdAtMs'
  | 'capacity'
  | 'history'
  | 'encryption'
  | 'pitr'
  | 'ttlEnabled'
  | 'clientSideTimestamps'
  | 'cdc'
  | 'warmThroughput'
  | 'deletedAtMs'
  | 'restorableUntilMs'
>;

export interface TableEvent {
  readonly event: TableEventName;
  readonly atMs: number;
  readonly table: EventTable;
}

/** Events of one table have an instant each: one in the same millisecond is told a millisecond later. */
export function tellEvent(tx: KvTransaction, region: string, told: TableEvent): void {
  const { keyspace, name } = told.table;
  let { atMs } = told;
  while (tx.view('catalog', eventKey(region, keyspace, name, atMs)) !== undefined) atMs += 1;
  const event: TableEvent = { event: told.event, atMs, table: eventTable(told.table) };
  tx.put('catalog', eventKey(region, keyspace, name, atMs), encodeJson(event));
}

/** By keyspace, table and instant. */
export function readEvents(reader: KvReader, region: string): TableEvent[] {
  const events: TableEvent[] = [];
  reader.visit('catalog', kindRange(region, 'e'), (_key, value) => {
    events.push(decodeJson(value) as TableEvent);
    return true;
  });
  return events;
}

function eventTable(table: EventTable): EventTable {
  const { id, keyspace, name, createdAtMs, capacity, history, encryption, ttlEnabled, clientSideTimestamps } = table;
  const { pitr, cdc, warmThroughput, deletedAtMs } = table;
  return {
    id,
    keyspace,
    name,
    createdAtMs,
    capacity,
    history,
    encryption,
    ttlEnabled,
    clientSideTimestamps,
    warmThroughput,
    ...(pitr && { pitr }),
    ...(cdc && { cdc }),
    ...(deletedAtMs !== undefined && { deletedAtMs }),
  };
}
