// Every computed table of the four system keyspaces. They are made once and read the catalog anew at each SELECT.

import type { CatalogView } from './records.js';
import type { TableSchema, VirtualTable } from './schema.js';
import { cassandraTables } from './system-cassandra.js';
import type { SystemFacts } from './system-facts.js';
import { idleTables } from './system-idle.js';
import { mcsTables } from './system-mcs.js';
import { multiRegionTables } from './system-multiregion.js';
import { nodeTables } from './system-node.js';
import { schemaTables } from './system-schema.js';

export { systemKeyspaceNames as systemKeyspaces } from './reserved-keyspaces.js';
export type { ResourceArns, SystemFacts } from './system-facts.js';

/** The order in which ListTables was recorded (control-plane facts 15.2); what came later stands behind. */
const recorded: Readonly<Record<string, string>> = {
  system_schema: 'keyspaces types tables columns triggers dropped_columns views functions aggregates indexes',
  system_schema_mcs:
    'keyspaces types tables columns tags tables_history autoscaling triggers views functions aggregates indexes',
  system_multiregion_info: 'tables keyspaces autoscaling types',
};

function placeOf({ schema }: VirtualTable): number {
  return recorded[schema.keyspace]?.split(' ').indexOf(schema.name) ?? 0;
}

export function systemTables(view: CatalogView, facts: SystemFacts): readonly VirtualTable[] {
  const schemas: TableSchema[] = [];
  const all = () => schemas;
  const tables = [
    ...nodeTables(view, facts),
    ...idleTables(view),
    ...(facts.cassandraTables === true ? cassandraTables() : []),
    ...schemaTables(view, all, facts.cassandraTables === true),
    ...mcsTables(view, facts, all),
    ...multiRegionTables(view, facts),
  ];
  tables.sort((a, b) => placeOf(a) - placeOf(b));
  schemas.push(...tables.map((table) => table.schema));
  return tables;
}
